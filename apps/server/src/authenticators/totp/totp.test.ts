import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { assert as assertProperty, integer, property } from 'fast-check';
import { toBase32 } from './base32.ts';
import { matchTotp, standardTotp, type TotpParameters, timeStepAt, totpAt } from './totp.ts';

/** RFC 4226 appendix D: counters 0 to 9. */
const HOTP = [
  '755224',
  '287082',
  '359152',
  '969429',
  '338314',
  '254676',
  '287922',
  '162583',
  '399871',
  '520489',
];

/** RFC 6238 appendix B; the secrets are as long as each hash (errata 2866). */
const SEEDS = {
  sha1: '12345678901234567890',
  sha256: '12345678901234567890123456789012',
  sha512: '1234567890123456789012345678901234567890123456789012345678901234',
} as const;
const TOTP = [
  { seconds: 59, sha1: '94287082', sha256: '46119246', sha512: '90693936' },
  { seconds: 1111111109, sha1: '07081804', sha256: '68084774', sha512: '25091201' },
  { seconds: 1111111111, sha1: '14050471', sha256: '67062674', sha512: '99943326' },
  { seconds: 1234567890, sha1: '89005924', sha256: '91819424', sha512: '93441116' },
  { seconds: 2000000000, sha1: '69279037', sha256: '90698825', sha512: '38618901' },
  { seconds: 20000000000, sha1: '65353130', sha256: '77737706', sha512: '47863826' },
];

/** Debian's oath-toolkit: a peer that shares no line with us. */
const OATHTOOL = '/usr/bin/oathtool';

const ALGORITHMS = ['sha1', 'sha256', 'sha512'] as const;

const parametersOf = (algorithm: (typeof ALGORITHMS)[number]): TotpParameters => ({
  secret: Buffer.from(SEEDS[algorithm]),
  algorithm,
  digits: 8,
  periodSeconds: 30,
});

describe('totp', () => {
  it('makes the codes of RFC 4226', () => {
    const parameters = standardTotp(Buffer.from(SEEDS.sha1));
    assert.deepEqual(
      HOTP.map((_, counter) => totpAt(counter, parameters)),
      HOTP,
    );
  });

  for (const algorithm of ALGORITHMS) {
    it(`makes the codes of RFC 6238 with ${algorithm}`, () => {
      const parameters = parametersOf(algorithm);
      for (const { seconds, ...expected } of TOTP) {
        const step = timeStepAt(new Date(seconds * 1000), parameters);
        assert.equal(totpAt(step, parameters), expected[algorithm]);
      }
    });
  }

  it('B04 accepts the steps of its window and no more, whatever the time', () => {
    const parameters = standardTotp(Buffer.from(SEEDS.sha1));
    assertProperty(
      property(integer({ min: 1_000, max: 4_000_000_000 }), (seconds) => {
        const now = new Date(seconds * 1000);
        const step = timeStepAt(now, parameters);
        const accepted = (window: 0 | 1) =>
          [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].filter(
            (away) =>
              step + away >= 0 &&
              matchTotp(totpAt(step + away, parameters), parameters, { now, window }) ===
                step + away,
          );
        assert.deepEqual(
          accepted(1),
          [-1, 0, 1].filter((away) => step + away >= 0),
        );
        assert.deepEqual(accepted(0), [0]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('agrees with oathtool', { skip: existsSync(OATHTOOL) ? false : 'no oathtool here' }, () => {
    for (let n = 0; n < 20; n += 1) {
      const secret = crypto.getRandomValues(new Uint8Array(20));
      const seconds = 1_000_000_000 + n * 86_399_977;
      const shown = execFileSync(OATHTOOL, [
        '--totp',
        '--base32',
        `--now=@${seconds}`,
        toBase32(secret),
      ]);
      const parameters = standardTotp(secret);
      const step = timeStepAt(new Date(seconds * 1000), parameters);
      assert.equal(totpAt(step, parameters), String(shown).trim());
    }
  });
});

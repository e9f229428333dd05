import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromBase32 } from '#codes/base32.ts';
import { makeCode } from '#codes/make-code.ts';
import { parseOtpauth } from '#codes/parse-otpauth.ts';

const SEEDS = {
  'SHA-1': '12345678901234567890',
  'SHA-256': '12345678901234567890123456789012',
  'SHA-512': '1234567890123456789012345678901234567890123456789012345678901234',
} as const;

/** RFC 6238 appendix B. */
const VECTORS = [
  [59, { 'SHA-1': '94287082', 'SHA-256': '46119246', 'SHA-512': '90693936' }],
  [1111111109, { 'SHA-1': '07081804', 'SHA-256': '68084774', 'SHA-512': '25091201' }],
  [20000000000, { 'SHA-1': '65353130', 'SHA-256': '77737706', 'SHA-512': '47863826' }],
] as const;

describe('makeCode', () => {
  for (const [seconds, codes] of VECTORS) {
    for (const algorithm of ['SHA-1', 'SHA-256', 'SHA-512'] as const) {
      it(`shows what RFC 6238 shows: ${algorithm} at ${seconds}`, async () => {
        const secret = new TextEncoder().encode(SEEDS[algorithm]);
        const parameters = { algorithm, digits: 8, period: 30 } as const;
        assert.equal(await makeCode(secret, parameters, seconds * 1000), codes[algorithm]);
      });
    }
  }
});

describe('fromBase32', () => {
  it('reads what people type', () => {
    const bytes = new TextEncoder().encode('foobar');
    assert.deepEqual(fromBase32('MZXW6YTBOI======'), bytes);
    assert.deepEqual(fromBase32('mzxw 6ytb-oi'), bytes);
  });
  it('refuses what is none', () => {
    for (const typed of ['', '0189', 'MZXW6!']) assert.equal(fromBase32(typed), undefined);
  });
});

describe('parseOtpauth', () => {
  it('reads issuer, account and parameters', () => {
    const { secret: _, ...rest } =
      parseOtpauth(
        'otpauth://totp/Example%20Ltd:alex@example.org?secret=MZXW6YTBOI&issuer=Example%20Ltd&algorithm=SHA256&digits=8&period=60',
      ) ?? {};
    assert.deepEqual(rest, {
      issuer: 'Example Ltd',
      account: 'alex@example.org',
      algorithm: 'SHA-256',
      digits: 8,
      period: 60,
    });
  });
  it('refuses what it could not show', () => {
    for (const uri of [
      'https://example.org',
      'otpauth://hotp/A:b?secret=MZXW6YTBOI',
      'otpauth://totp/A:b?secret=0',
      'otpauth://totp/A:b?secret=MZXW6YTBOI&digits=9',
      'otpauth://totp/A:b?secret=MZXW6YTBOI&period=0',
    ]) {
      assert.equal(parseOtpauth(uri), undefined, uri);
    }
  });
});

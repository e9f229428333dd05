import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CROCKFORD, parseAccessPass, parseRecoveryCode } from '#domain/output.ts';
import { equalSecrets } from './constant-time.ts';
import { assertKeyRingFits, type MetaStore, recordKeyRing } from './key-check.ts';
import { keyRingText, loadKeyRing, saveKeyRing } from './key-ring-file.ts';
import {
  type KeyRing,
  makeKeyRing,
  retireOldKeys,
  rotateSealingKey,
  sealedBoxOf,
} from './key-ring.ts';
import { ACCESS_PASS_LENGTH, printCode, RECOVERY_CODE_LENGTH, randomCode } from './random-code.ts';
import { CannotOpen } from './sealed-box.ts';
import { makeTokens } from './tokens.ts';

const now = new Date('2026-01-02T03:04:05Z');
const bytes = (text: string) => new TextEncoder().encode(text);

/**
 * Pearson's statistic against the value it passes once in a thousand samples (Wilson and Hilferty's
 * approximation of the chi-square quantile).
 */
function isUniform(counts: readonly number[]): boolean {
  const total = counts.reduce((sum, n) => sum + n, 0);
  const expected = total / counts.length;
  const statistic = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  const degrees = counts.length - 1;
  const spread = 2 / (9 * degrees);
  return statistic < degrees * (1 - spread + 3.0902 * Math.sqrt(spread)) ** 3;
}

function countBy<Value>(values: readonly Value[], binOf: (value: Value) => number, bins: number) {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = binOf(value);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** A fair source fails once in a thousand; twice running is once in a million. */
const passesInTwo = (sample: () => boolean): boolean => sample() || sample();

const tokens = makeTokens(makeKeyRing(now));
const drawCodes = () => Array.from({ length: 100_000 }, () => tokens.sixDigits());
const drawCharacters = () => randomCode(64_000).split('');

describe('tokens', () => {
  it('A17 six digits are uniform, leading zeros kept', () => {
    assert.ok(drawCodes().every((code) => /^[0-9]{6}$/.test(code)));
    assert.ok(
      passesInTwo(() => isUniform(countBy(drawCodes(), (code) => Math.floor(+code / 1000), 1000))),
    );
    for (const place of [0, 1, 2, 3, 4, 5]) {
      assert.ok(
        passesInTwo(() => isUniform(countBy(drawCodes(), (code) => Number(code[place]), 10))),
      );
    }
    assert.ok(
      passesInTwo(() => {
        const share = drawCodes().filter((code) => code.startsWith('0')).length / 100_000;
        return Math.abs(share - 0.1) <= 0.004;
      }),
    );
  });

  it('A17 the test itself finds a source that is not uniform', () => {
    const biased = Array.from({ length: 100_000 }, () => Math.min(+tokens.sixDigits(), 989_999));
    assert.ok(!isUniform(countBy(biased, (code) => Math.floor(code / 1000), 1000)));
  });

  it('random values are 256 bits and differ', () => {
    const values = new Set(Array.from({ length: 1000 }, () => tokens.random()));
    assert.equal(values.size, 1000);
    for (const value of values) assert.equal(Buffer.from(value, 'base64url').length, 32);
  });

  it('L01 a hash depends on key, purpose and value', () => {
    const hash = tokens.hash('challenge-code', '123456');
    assert.match(hash, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(tokens.hash('challenge-code', '123456'), hash);
    assert.notEqual(tokens.hash('challenge-code', '123457'), hash);
    assert.notEqual(tokens.hash('session', '123456'), hash);
    assert.notEqual(makeTokens(makeKeyRing(now)).hash('challenge-code', '123456'), hash);
  });

  it('A19 matches its own hash and nothing else', () => {
    const hash = tokens.hash('challenge-code', '123456');
    assert.ok(tokens.matches('challenge-code', '123456', hash));
    assert.ok(!tokens.matches('challenge-code', '123457', hash));
    assert.ok(!tokens.matches('session', '123456', hash));
    assert.ok(!tokens.matches('challenge-code', '123456', ''));
  });

  it('A19 compares secrets of any length', () => {
    assert.ok(equalSecrets('abc', bytes('abc')));
    for (const other of ['', 'ab', 'abcd', 'abd']) assert.ok(!equalSecrets('abc', other));
  });
});

describe('random codes', () => {
  it('recovery codes have 80 bits and passes 60, without bias', () => {
    assert.equal(RECOVERY_CODE_LENGTH * Math.log2(CROCKFORD.length), 80);
    assert.equal(ACCESS_PASS_LENGTH * Math.log2(CROCKFORD.length), 60);
    assert.ok(
      passesInTwo(() => isUniform(countBy(drawCharacters(), (c) => CROCKFORD.indexOf(c), 32))),
    );
  });

  it('are read back as they are printed', () => {
    const code = randomCode(RECOVERY_CODE_LENGTH);
    assert.match(printCode(code), /^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    assert.deepEqual(parseRecoveryCode(`07: ${printCode(code)}`), { number: 7, code });
    const pass = randomCode(ACCESS_PASS_LENGTH);
    assert.equal(parseAccessPass(printCode(pass).toLowerCase()), pass);
  });
});

describe('sealed box', () => {
  const place = { table: 'authenticator', column: 'secret', row: 'a1' };
  const ring = makeKeyRing(now);
  const box = sealedBoxOf(ring);

  it('L01 opens in its own place only', () => {
    const sealed = box.seal(bytes('a secret'), place);
    assert.ok(!Buffer.from(sealed).includes('a secret'));
    assert.deepEqual(Buffer.from(box.open(sealed, place)), Buffer.from('a secret'));
    for (const other of [{ row: 'a2' }, { column: 'name' }, { table: 'binding' }]) {
      assert.throws(() => box.open(sealed, { ...place, ...other }), CannotOpen);
    }
  });

  it('L01 notices every changed bit and every cut', () => {
    const sealed = box.seal(bytes('a secret'), place);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.throws(() => box.open(changed, place), CannotOpen);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      assert.throws(() => box.open(sealed.subarray(0, length), place), CannotOpen);
    }
  });

  it('L03 rotates: old values open, new ones are sealed anew, retired keys open nothing', () => {
    const old = box.seal(bytes('a secret'), place);
    const rotated = rotateSealingKey(ring, now);
    const next = sealedBoxOf(rotated);
    assert.ok(!next.isCurrent(old));
    const again = next.seal(next.open(old, place), place);
    assert.ok(next.isCurrent(again));
    const retired = sealedBoxOf(retireOldKeys(rotated));
    assert.deepEqual(Buffer.from(retired.open(again, place)), Buffer.from('a secret'));
    assert.throws(() => retired.open(old, place), CannotOpen);
  });

  it('L03 rotation leaves the hashing and audit keys as they are', () => {
    const { hashingKey, auditKey } = retireOldKeys(rotateSealingKey(ring, now));
    assert.deepEqual(
      { hashingKey, auditKey },
      {
        hashingKey: ring.hashingKey,
        auditKey: ring.auditKey,
      },
    );
  });
});

function makeMeta() {
  const values = new Map<string, string>();
  const meta: MetaStore = {
    get: async (name) => values.get(name),
    set: async (name, value) => {
      values.set(name, value);
    },
  };
  return { values, meta };
}

describe('key check', () => {
  it('L04 the ring that wrote the database fits, before and after a rotation', async () => {
    const { meta } = makeMeta();
    const ring = makeKeyRing(now);
    await recordKeyRing(meta, ring);
    await assertKeyRingFits(meta, ring);
    const rotated = rotateSealingKey(ring, now);
    await recordKeyRing(meta, rotated);
    await assertKeyRingFits(meta, retireOldKeys(rotated));
    await assert.rejects(assertKeyRingFits(meta, ring), { name: 'KeyRingRefused' });
  });

  it('L04 refuses a ring with any other key, and writes nothing', async () => {
    const { meta, values } = makeMeta();
    const ring = makeKeyRing(now);
    const other = makeKeyRing(now);
    await recordKeyRing(meta, ring);
    const stored = new Map(values);
    const [own] = ring.sealingKeys;
    const [strange] = other.sealingKeys;
    assert.ok(own && strange);
    const wrong: readonly KeyRing[] = [
      other,
      { ...ring, sealingKeys: other.sealingKeys },
      { ...ring, sealingKeys: [{ ...strange, id: own.id }] },
      { ...ring, hashingKey: other.hashingKey },
      { ...ring, auditKey: other.auditKey },
    ];
    for (const refused of wrong) {
      await assert.rejects(recordKeyRing(meta, refused), { name: 'KeyRingRefused' });
    }
    assert.deepEqual(values, stored);
  });
});

const replaceKey = (name: string, key: string) => (text: string) =>
  text.replace(new RegExp(`"${name}": "[^"]*"`), `"${name}": "${key}"`);

describe('key ring file', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'proofup-keys-'));
  });
  after(() => rm(folder, { recursive: true }));

  const fileWith = async (change: (text: string) => string): Promise<string> => {
    const file = path.join(folder, 'changed.json');
    await writeFile(file, change(keyRingText(makeKeyRing(now))), { mode: 0o600 });
    return file;
  };

  it('is private, and read back as it was written', async () => {
    const file = path.join(folder, 'inner', 'keys.json');
    const ring = rotateSealingKey(makeKeyRing(now), new Date(now.getTime() + 1));
    await saveKeyRing(file, ring);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal(keyRingText(loadKeyRing(file)), keyRingText(ring));
    assert.deepEqual(await readdir(path.dirname(file)), ['keys.json']);
  });

  it('L04 refuses a file that others can read', async () => {
    const file = await fileWith((text) => text);
    await chmod(file, 0o640);
    assert.throws(() => loadKeyRing(file), { message: /chmod 600/ });
    await chmod(file, 0o600);
    loadKeyRing(file);
  });

  const bad: Readonly<Record<string, (text: string) => string>> = {
    'an empty file': () => '',
    'something else': () => '{"version":1}',
    'an empty key': replaceKey('hashingKey', ''),
    'a short key': replaceKey(
      'key',
      Buffer.alloc(31, 'abcdefghijklmnopqrstuvwxyz').toString('base64url'),
    ),
    'a long key': replaceKey('auditKey', 'A'.repeat(44)),
    'a key of zeros': replaceKey('key', 'A'.repeat(43)),
    'the example key of the documentation': replaceKey(
      'hashingKey',
      'ZXhhbXBsZS1rZXktbmV2ZXItdXNlLXRoaXMtb25lLTE',
    ),
    'no current key': (text) => text.replace('"current"', '"older"'),
    'a bad id': (text) => text.replace(/"id": "../, '"id": "xx'),
  };
  for (const [name, change] of Object.entries(bad)) {
    it(`L04 refuses ${name} in one line that holds no key`, async () => {
      const file = await fileWith(change);
      const content = await readFile(file, 'utf8');
      assert.throws(
        () => loadKeyRing(file),
        (error: Error) => {
          assert.equal(error.name, 'KeyRingRefused');
          assert.doesNotMatch(error.message, /\n/);
          for (const [key] of content.matchAll(/[A-Za-z0-9_-]{40,}/g)) {
            assert.ok(!error.message.includes(key));
          }
          return true;
        },
      );
      assert.equal(await readFile(file, 'utf8'), content);
    });
  }

  it('L04 refuses a file that is not there', async () => {
    assert.throws(() => loadKeyRing(path.join(folder, 'none.json')), { name: 'KeyRingRefused' });
  });
});

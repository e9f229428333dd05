import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NewCodeAccount } from '#codes/code-account.ts';
import { USUAL } from '#codes/code-parameters.ts';
import { ITERATIONS } from '#codes/transfer/export-file.ts';
import { readExport } from '#codes/transfer/read-export.ts';
import { withoutDuplicates } from '#codes/transfer/without-duplicates.ts';
import { writeExport } from '#codes/transfer/write-export.ts';

const PASSPHRASE = 'a long enough sentence';
const SHOP: NewCodeAccount = { ...USUAL, issuer: 'Shop', account: 'alex', secret: 'Zm9vYmFy' };
const BANK: NewCodeAccount = { ...SHOP, issuer: 'Bank', algorithm: 'SHA-256', digits: 8 };

const written = await writeExport([SHOP, BANK], PASSPHRASE);

describe('a file of codes', () => {
  it('opens by its passphrase, however its letters were composed', async () => {
    const read = await readExport(JSON.stringify(written), PASSPHRASE);
    assert.deepEqual(read, { kind: 'read', accounts: [SHOP, BANK] });
    const cafe = await writeExport([SHOP], 'caf\u00e9 caf\u00e9 caf\u00e9');
    const typed = 'cafe\u0301 cafe\u0301 cafe\u0301';
    assert.equal((await readExport(JSON.stringify(cafe), typed)).kind, 'read');
  });

  it('shows nothing of what is in it, and is another one each time', async () => {
    const text = JSON.stringify(written);
    for (const secret of ['Shop', 'alex', SHOP.secret, PASSPHRASE]) {
      assert.ok(!text.includes(secret), secret);
    }
    const again = await writeExport([SHOP, BANK], PASSPHRASE);
    assert.notEqual(again.data, written.data);
    assert.equal(written.kdf.iterations, ITERATIONS);
    assert.ok(ITERATIONS >= 600_000);
  });

  it('has what belongs to an account and no more, whatever else comes along', async () => {
    const kept = { ...SHOP, id: '1', position: 3, privateKey: 'never' };
    const read = await readExport(
      JSON.stringify(await writeExport([kept], PASSPHRASE)),
      PASSPHRASE,
    );
    assert.deepEqual(read, { kind: 'read', accounts: [SHOP] });
  });

  it('tells a wrong passphrase from damage', async () => {
    const text = JSON.stringify(written);
    assert.equal((await readExport(text, 'another sentence')).kind, 'wrong-passphrase');
    const [first = ''] = written.data;
    const data = `${first === 'A' ? 'B' : 'A'}${written.data.slice(1)}`;
    const damaged = [
      { ...written, data },
      { ...written, data: '?' },
      { ...written, data: undefined },
      { ...written, kdf: { ...written.kdf, iterations: 1e12 } },
      { ...written, kdf: { ...written.kdf, iterations: 0 } },
    ];
    for (const file of damaged) {
      const { kind } = await readExport(JSON.stringify(file), PASSPHRASE);
      assert.equal(kind, 'damaged', JSON.stringify(file).slice(0, 80));
    }
  });

  it('is bound to what it says of itself', async () => {
    const kdf = { ...written.kdf, iterations: ITERATIONS + 1 };
    const { kind } = await readExport(JSON.stringify({ ...written, kdf }), PASSPHRASE);
    assert.equal(kind, 'wrong-passphrase');
  });

  it('is not mistaken for another', async () => {
    for (const text of ['', '[]', '{}', 'null', '{"format":"other"}']) {
      assert.equal((await readExport(text, PASSPHRASE)).kind, 'no-export', text);
    }
    const newer = JSON.stringify({ ...written, version: 2 });
    assert.equal((await readExport(newer, PASSPHRASE)).kind, 'newer');
  });

  it('refuses what is no account, though it is sealed well', async () => {
    for (const wrong of [{ secret: '' }, { digits: 7 }, { period: 0 }, { algorithm: 'MD5' }]) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as a faulty writer would
      const faulty = { ...SHOP, ...wrong } as unknown as NewCodeAccount;
      const file = JSON.stringify(await writeExport([faulty], PASSPHRASE));
      assert.equal((await readExport(file, PASSPHRASE)).kind, 'damaged', JSON.stringify(wrong));
    }
  });
});

describe('withoutDuplicates', () => {
  it('leaves out what is here or comes twice, and keeps another key of the same name', () => {
    const other = { ...SHOP, secret: 'YmFyYmF6' };
    assert.deepEqual(withoutDuplicates([SHOP, BANK, other, BANK], [SHOP]), [BANK, other]);
  });
});

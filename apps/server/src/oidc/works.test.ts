import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WriteKind } from '#domain/write.ts';
import { makeWorks } from './works.ts';

type Stores = { readonly rows: string[] };

/** Rows that a transaction leaves behind; a throw leaves none. */
function makeStore() {
  const transactions: (readonly string[])[] = [];
  const transact = async <Result>(_: WriteKind, work: (tx: Stores) => Promise<Result>) => {
    const rows: string[] = [];
    const result = await work({ rows });
    transactions.push(rows);
    return result;
  };
  return { transactions, works: makeWorks<Stores>(transact) };
}

const put =
  (row: string) =>
  async ({ rows }: Stores) =>
    void rows.push(row);

describe('makeWorks', () => {
  it('writes what a request leaves in one transaction, and keeps two requests apart', async () => {
    const { works, transactions } = makeStore();
    const request = (name: string) =>
      works.run(async () => {
        await works.later(put(`${name} code`));
        await new Promise((resolve) => setImmediate(resolve));
        await works.later(put(`${name} record`));
        await works.write();
      });
    await Promise.all([request('one'), request('two')]);
    assert.deepEqual(transactions, [
      ['one code', 'one record'],
      ['two code', 'two record'],
    ]);
  });

  it('writes nothing of a request where one of its writes throws', async () => {
    const { works, transactions } = makeStore();
    await works.run(async () => {
      await works.later(put('token'));
      await works.later(async () => {
        throw new Error('used at the same moment');
      });
      await assert.rejects(works.write(), /same moment/);
      await works.later(put('refusal'));
      await works.write();
    });
    assert.deepEqual(transactions, [['refusal']]);
  });

  it('writes before what it left is read, and not before anything else is', async () => {
    const { works, transactions } = makeStore();
    await works.run(async () => {
      await works.later(put('grant'), 'Grant:1');
      await works.settle('Grant:2');
      assert.equal(transactions.length, 0);
      await works.settle('Grant:1');
      assert.deepEqual(transactions, [['grant']]);
      await works.later(put('lost'));
      works.forget();
      await works.write();
    });
    assert.equal(transactions.length, 1);
  });

  it('writes and reads at once where no request is answered', async () => {
    const { works, transactions } = makeStore();
    let reads = 0;
    const read = async () => (reads += 1);
    await works.later(put('alone'));
    assert.deepEqual(transactions, [['alone']]);
    assert.deepEqual([await works.once('a', read), await works.once('a', read)], [1, 2]);
    await works.run(async () => {
      assert.deepEqual([await works.once('a', read), await works.once('a', read)], [3, 3]);
    });
  });
});

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { Client } from 'pg';
import { forEachStore, type StoreConnection, skipsAreFailures } from './for-each-store.ts';

/** The number that the only column of the only row holds. */
async function run(connection: StoreConnection, sql: string): Promise<unknown> {
  if (connection.kind === 'sqlite') {
    using database = new DatabaseSync(connection.file);
    return database.prepare(sql).get()?.['answer'];
  }
  const client = new Client(connection);
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows[0]?.answer;
}

const prepared: string[] = [];

async function prepare(connection: StoreConnection): Promise<void> {
  prepared.push(connection.kind);
  await run(connection, 'CREATE TABLE t (answer integer)');
  await run(connection, 'INSERT INTO t VALUES (1)');
}

describe('forEachStore', () => {
  forEachStore(({ name, make }) => {
    it('gives each test a database of its own, prepared once', async () => {
      const [one, other] = await Promise.all([make(), make()]);
      assert.equal(one.connection.kind, name);
      await run(one.connection, 'UPDATE t SET answer = 2');
      assert.equal(await run(one.connection, 'SELECT answer FROM t'), 2);
      assert.equal(await run(other.connection, 'SELECT answer FROM t'), 1);
      assert.equal(prepared.filter((kind) => kind === name).length, 1);
      await Promise.all([one.close(), other.close()]);
      assert.ok(one.connection.kind !== 'sqlite' || !existsSync(one.connection.file));
    });
  }, prepare);

  forEachStore(({ make }) => {
    it('gives an empty database without a preparation', async () => {
      const { connection, close } = await make();
      await run(connection, 'CREATE TABLE t (answer integer)');
      await close();
    });
  });
});

describe('skipsAreFailures', () => {
  it('in continuous integration and when asked for', () => {
    assert.ok(skipsAreFailures({ CI: 'true' }));
    assert.ok(skipsAreFailures({ PROOFUP_NO_SKIPS: '1' }));
    assert.ok(!skipsAreFailures({ CI: 'false', PROOFUP_NO_SKIPS: '' }));
  });
});

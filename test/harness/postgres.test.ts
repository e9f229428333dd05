import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startPostgres } from './postgres.ts';
import { createDatabase } from './postgres-database.ts';

async function ask(connectionString: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}

const folderOf = (connectionString: string): string =>
  new URL(connectionString).searchParams.get('host') ?? '';

describe('startPostgres', () => {
  for (const source of ['debian', 'package']) {
    it(`runs a durable server on a private socket, taken from: ${source}`, async (t) => {
      const server = await startPostgres({ PROOFUP_POSTGRES_FROM: source });
      if (server.kind === 'missing') return t.skip(server.why);
      const { connectionString, stop } = server;
      const folder = folderOf(connectionString);
      try {
        assert.deepEqual(await ask(connectionString, 'SHOW fsync'), ['on']);
        assert.deepEqual(await ask(connectionString, 'SHOW listen_addresses'), ['']);
        assert.ok(existsSync(`${folder}/.s.PGSQL.5432`));
      } finally {
        await stop();
      }
      assert.ok(!existsSync(folder));
      return undefined;
    });
  }

  it('takes the server that DATABASE_URL names and leaves it running', async () => {
    const server = await startPostgres({ DATABASE_URL: 'postgresql:///x?host=/nowhere' });
    assert.equal(
      server.kind === 'running' && server.connectionString,
      'postgresql:///x?host=/nowhere',
    );
  });

  it('leaves no server and no files behind a process that is killed', async (t) => {
    const program = `
      import { startPostgres } from '${import.meta.resolve('./postgres.ts')}';
      const server = await startPostgres();
      process.stdout.write(server.kind === 'running' ? server.connectionString : 'missing');
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
      env: { ...process.env, DATABASE_URL: '' },
    });
    const [output] = await once(owner.stdout, 'data');
    owner.kill('SIGKILL');
    if (String(output) === 'missing') return t.skip('no PostgreSQL');
    const folder = folderOf(String(output));
    assert.ok(folder.includes('proofup-postgres-'));
    for (let tries = 0; existsSync(folder) && tries < 200; tries += 1) await sleep(50);
    assert.ok(!existsSync(folder));
    return undefined;
  });
});

describe('createDatabase', () => {
  it('makes empty databases, copies of a template, and drops them', async (t) => {
    const server = await startPostgres({
      ...process.env,
      DATABASE_URL: process.env['PROOFUP_TEST_POSTGRES'],
    });
    if (server.kind === 'missing') return t.skip(server.why);
    try {
      const first = await createDatabase(server.connectionString);
      await ask(first.connectionString, 'CREATE TABLE here AS SELECT 42 AS answer');
      const [copy, empty] = await Promise.all([
        createDatabase(server.connectionString, first.name),
        createDatabase(server.connectionString),
      ]);
      assert.deepEqual(await ask(copy.connectionString, 'SELECT answer FROM here'), [42]);
      await assert.rejects(ask(empty.connectionString, 'SELECT answer FROM here'));
      await Promise.all([first, copy, empty].map(({ drop }) => drop()));
      await assert.rejects(ask(copy.connectionString, 'SELECT 1'));
    } finally {
      await server.stop();
    }
    return undefined;
  });
});

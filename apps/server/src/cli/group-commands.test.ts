import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addUser } from '#sql/testing/fixtures.ts';
import type { Database } from '#sql/open-database.ts';
import { type Bench, makeBench, openBench } from './testing/bench.ts';

const WHY = ['--reason', 'the harbour asked for it'];

describe('groups, scopes and policy on the command line', () => {
  let bench: Bench;
  let database: Database;
  before(async () => {
    bench = await makeBench();
    assert.equal((await bench.run('migrate')).exit, 0);
    database = await openBench(bench);
  });
  after(async () => {
    await database.close();
    await bench.remove();
  });

  const run = async (...words: readonly string[]) => {
    const { exit, out } = await bench.run(...words);
    return [exit, ...out];
  };

  it('makes, fills, limits by and deletes a group, each with its record', async () => {
    await addUser(database, { login: 'kim', loginKeys: ['kim'] });
    await addUser(database, { login: 'desk', loginKeys: ['desk'], role: 'help-desk' });
    assert.equal((await run('group', 'create', 'Harbour', ...WHY))[0], 0);
    assert.equal((await run('group', 'create', 'harbour', ...WHY))[0], 1);
    assert.deepEqual(await run('group', 'list'), [0, 'Harbour']);
    assert.deepEqual(await run('group', 'add', 'Harbour', 'kim', ...WHY), [0, 'kim is in Harbour']);
    assert.equal((await run('group', 'add', 'Harbour', 'nobody', ...WHY))[0], 1);
    assert.equal((await run('user', 'scope', 'kim', '--groups', 'Harbour', ...WHY))[0], 1);
    assert.deepEqual(await run('user', 'scope', 'desk', '--groups', 'Harbour', ...WHY), [
      0,
      'desk looks after Harbour',
    ]);
    assert.equal((await run('group', 'delete', 'Harbour', ...WHY))[0], 1);
    assert.deepEqual(await run('user', 'scope', 'desk', ...WHY), [0, 'desk looks after everybody']);
    assert.equal((await run('group', 'rename', 'Harbour', 'Port', ...WHY))[0], 0);
    assert.equal((await run('group', 'remove', 'Port', 'kim', ...WHY))[0], 0);
    assert.equal((await run('group', 'delete', 'Port', ...WHY))[0], 0);
    const rows = await database.stores.auditChain.listUnsealed(100);
    const actions = rows.flatMap(({ event, detail }) =>
      event === 'group.changed' ? [detail?.['action']] : [],
    );
    const expected = ['created', 'members_added', 'renamed', 'members_removed', 'removed'];
    assert.deepEqual(actions, expected);
  });

  it('leads back where an answer to a question locks people out', async () => {
    const by = { reason: 'a mistake', changedBy: 'boss', changedAt: new Date() };
    const value = { roles: { user: 'phishing-resistant' }, groups: [] };
    await database.transact('fact', (tx) =>
      tx.policies.insert({ question: 'strength', version: 1, value, ...by }),
    );
    const told = async () =>
      (await run('policy', 'list')).find((line) => String(line).startsWith('strength'));
    assert.match(String(await told()), /phishing-resistant.*version 1/);
    assert.equal((await run('policy', 'reset', 'strength', ...WHY))[0], 0);
    assert.equal(await told(), 'strength  {"roles":{},"groups":[]}  (version 2)');
    assert.equal((await run('policy', 'reset', 'nonsense', ...WHY))[0], 2);
  });
});

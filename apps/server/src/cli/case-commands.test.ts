import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addUser, newCase } from '#sql/testing/fixtures.ts';
import type { Database } from '#sql/open-database.ts';
import { type Bench, makeBench, openBench } from './testing/bench.ts';

const WHY = ['--reason', 'called back'];
const HOSTILE = 'Help\u001b[2J me\nsecond line\u202e';

describe('case list, show and close', () => {
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

  it('lists what waits, shows it and what was written, and closes it once', async () => {
    const userId = await addUser(database, { login: 'kim' });
    const help = newCase({ note: HOSTILE, about: 'an-id' });
    const fraud = newCase({ kind: 'fraud', userId });
    await database.transact('fact', async (tx) => {
      await tx.cases.open(help);
      await tx.cases.open(fraud);
    });
    const list = await bench.run('case', 'list');
    assert.equal(list.out.length, 2);
    assert.ok(list.out.some((line) => line.includes('fraud  kim')));
    assert.ok(!list.out.join('').includes('Help'), 'nobody reads it by the way');

    const shown = await bench.run('case', 'show', help.id);
    assert.equal(shown.exit, 0);
    assert.deepEqual(shown.out.slice(-2), ['Help [2J me', 'second line ']);
    assert.ok(shown.out.includes('about:   an-id'));

    assert.equal((await bench.run('case', 'close', help.id, ...WHY)).exit, 0);
    assert.equal((await bench.run('case', 'close', help.id, ...WHY)).exit, 1);
    assert.equal((await bench.run('case', 'list')).out.length, 1);
    for (const command of ['show', 'close']) {
      const reason = command === 'close' ? WHY : [];
      assert.equal((await bench.run('case', command, 'no-such-case', ...reason)).exit, 1);
    }
  });

  it('L08 says in the audit log who read and who closed', async () => {
    const rows = await database.stores.auditChain.listUnsealed(100);
    const own = rows.filter(({ event }) => event.startsWith('case.'));
    assert.deepEqual(
      own.map(({ event, actor }) => [event, actor?.type]),
      [
        ['case.read', 'operator'],
        ['case.closed', 'operator'],
      ],
    );
    assert.equal(own[1]?.detail?.['why'], 'called back');
  });
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql as raw } from 'kysely';
import { makeSql } from '../connection.ts';
import type { Database } from '../open-database.ts';
import { statement } from '../statement.ts';
import { newId, parallel } from './fixtures.ts';
import { forEachDatabase, openAt } from './open-store.ts';

const CUT = statement(() => ({
  compile: (builder) =>
    raw<{ cut: number }>`
      select count(pg_terminate_backend(pid)) as cut from pg_stat_activity
      where datname = current_database() and application_name = 'proofup signals'`.compile(builder),
}));

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition() && tries < 200; tries += 1) await sleep(20);
  assert.ok(condition());
}

function listenOn(database: Database, subject: ReturnType<typeof newId>) {
  const heard = { times: 0, stop: () => {} };
  heard.stop = database.signals.listen(subject, () => {
    heard.times += 1;
  });
  return heard;
}

forEachDatabase('Signals', ({ kind, database, connection }) => {
  it('are heard by who listens to the subject, until they stop', async () => {
    // When it is connected, it wakes everyone once.
    await sleep(200);
    const subject = newId();
    const [heard, other] = [listenOn(database(), subject), listenOn(database(), newId())];
    database().signals.changed(subject);
    await until(() => heard.times === 1);
    heard.stop();
    database().signals.changed(subject);
    await sleep(50);
    assert.deepEqual([heard.times, other.times], [1, 0]);
  });

  it('reach every node, each of very many', async () => {
    if (kind === 'sqlite') return;
    const second = await openAt(connection(), { node: 'node-2' });
    const subjects = await parallel(500, async () => newId());
    const heard = subjects.map((subject) => listenOn(second, subject));
    // A connection that is not there yet hears nothing; what changes is told when it is.
    await sleep(200);
    for (const subject of subjects) database().signals.changed(subject);
    await until(() => heard.every(({ times }) => times >= 1));
    await second.close();
  });

  it('wake everyone who may have missed something when the connection was lost', async () => {
    if (kind === 'sqlite') return;
    const heard = listenOn(database(), newId());
    await database().engine.withConnection('attempt', (on) => makeSql(on).all(CUT, {}));
    await until(() => heard.times >= 1);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { AUDIT_EVENTS } from '../../packages/contract/src/audit-events.ts';
import { forEachStore } from './for-each-store.ts';
import { compareEvents, documentedEvents, readSeenEvents, SEEN_EVENTS } from './seen-events.ts';
import { makeWorld, prepareDatabase } from './world/world.ts';

it('events that nobody writes, and events that nobody documents, are named', () => {
  const seen = new Set(['sys_startup', 'planted']);
  assert.deepEqual(compareEvents(seen, ['sys_startup', 'missed']), [
    'missed: documented, and no test writes it',
    'planted: written, and not documented',
  ]);
  assert.deepEqual(compareEvents(seen, ['planted', 'sys_startup']), []);
});

it('the documents name the events of the contract and no others', () => {
  const text = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8');
  assert.deepEqual(documentedEvents(text).toSorted(), Object.keys(AUDIT_EVENTS).toSorted());
});

forEachStore((store) => {
  let folder: string;
  const outer = process.env[SEEN_EVENTS];
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-seen-'));
  });
  after(() => {
    if (outer === undefined) delete process.env[SEEN_EVENTS];
    else process.env[SEEN_EVENTS] = outer;
    rmSync(folder, { recursive: true });
  });

  it('what an installation wrote is noted when it is closed', async () => {
    const world = await makeWorld(store, { listening: true });
    assert.equal((await world.browser().call('getSession')).status, 401);
    process.env[SEEN_EVENTS] = folder;
    await world.close();
    const seen = readSeenEvents(folder);
    for (const event of ['sys_startup', 'authz_fail', 'sys_shutdown']) assert.ok(seen.has(event));
    assert.ok(!seen.has('tap.issued'));
  });
}, prepareDatabase);

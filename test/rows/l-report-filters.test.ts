import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import type { AuditRecord } from '../../apps/server/src/audit/ports.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

forEachStore((store) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-filters-'));
  let world: World;
  let browser: Browser;
  before(async () => {
    const placesFile = path.join(folder, 'places.csv');
    writeFileSync(placesFile, 'network,country\n203.0.113.0/24,NL\n');
    world = await makeWorld(store, { config: { placesFile } });
    const boss = await world.person({ login: 'boss', role: 'administrator', apps: 1 });
    browser = world.browser();
    await browser.signIn(boss);
  });
  after(async () => {
    await world.close();
    rmSync(folder, { recursive: true });
  });

  const append = (records: readonly AuditRecord[]) =>
    world.database.transact('attempt', (tx) => tx.audit.append(records, world.clock.now()));

  it('a report of sign-ins is narrowed to a country, and says nothing of the others', async () => {
    const failed = { event: 'authn_login_fail', outcome: 'failure', reason: 'unknown' } as const;
    await append([
      { ...failed, personal: { address: '203.0.113.9' } },
      { ...failed, personal: { address: '192.0.2.9' } },
      failed,
    ]);
    const read = async (country: string) =>
      (await browser.call('readReport', { body: { report: 'sign-ins', country } })).value.records;
    assert.deepEqual(
      (await read('NL')).map(({ place }) => place?.country),
      ['NL'],
    );
    assert.deepEqual(await read('BE'), []);
    const body = { report: 'sign-ins', country: 'nl' } as const;
    assert.equal((await browser.call('readReport', { body })).problem?.code, 'invalid_request');
  });

  it('a report of applications names each, and is narrowed to one, tenants and hosts as well', async () => {
    const host = 'https://wiki.example.org';
    const body = {
      name: 'Intranet',
      redirectUris: ['https://intranet.example.org/callback'],
      reason: 'a test asks for it',
    };
    const made = await browser.call('createApplication', { body });
    assert.equal(made.status, 201, made.text);
    const { applications } = (await browser.call('listApplications')).value;
    const id = applications[0]?.id ?? '';
    await append([
      { event: 'oidc.signed_in', outcome: 'success', target: { type: 'application', id } },
      { event: 'forward_auth.let_in', outcome: 'success', reason: host },
      { event: 'forward_auth.refused', outcome: 'failure', reason: 'code', detail: { host } },
    ]);
    const read = async (asked: { application?: string; outcome?: 'failure' }) => {
      const given = { report: 'applications', ...asked } as const;
      const answer = await browser.call('readReport', { body: given });
      assert.equal(answer.status, 200, answer.text);
      return answer.value.records.map(({ event, application }) => [event, application]);
    };
    assert.equal((await read({})).length, 3);
    assert.deepEqual(await read({ application: id }), [['oidc.signed_in', 'Intranet']]);
    assert.deepEqual(await read({ application: host, outcome: 'failure' }), [
      ['forward_auth.refused', host],
    ]);
    assert.equal((await read({ application: host })).length, 2);
  });

  it('a case that is closed stays to be read: who closed it, when, and what came of it', async () => {
    const message = { message: 'I cannot get in' };
    assert.equal((await world.browser().call('reportProblem', { body: message })).status, 204);
    const open = (await browser.call('listCases', { query: {} })).value.cases;
    const params = { caseId: open[0]?.id ?? '' };
    const body = { reason: 'called back', outcome: 'false-alarm' } as const;
    assert.equal((await browser.call('closeCase', { params, body })).status, 200);
    const closed = await browser.call('listCases', { query: { state: 'closed' } });
    const [one] = closed.value.cases;
    assert.deepEqual(
      [one?.id, one?.outcome, one?.closedBy, one?.closedReason, one?.takenBy, one?.closedAt],
      [
        params.caseId,
        'false-alarm',
        'boss',
        'called back',
        undefined,
        world.clock.now().toISOString(),
      ],
    );
    const left = (await browser.call('listCases', { query: {} })).value.cases;
    assert.ok(left.every(({ id }) => id !== params.caseId));
  });
}, prepareDatabase);

import assert from 'node:assert/strict';
import type { CaseId } from '../../../apps/server/src/domain/ids.ts';
import { mustBe, noteOf, type Told } from './told.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

const REASON = 'asked for at the desk';

/** Everything that an administrator can do for others. */
export async function workAsStaff(world: World, told: Told): Promise<void> {
  const boss = await world.person({ login: 'boss', role: 'administrator', apps: 1 });
  const somebody = await world.person({ login: 'helped', apps: 1, recoveryCodes: 2 });
  for (const person of [boss, somebody]) noteOf(told, person);
  const browser = told.browser();
  await browser.signIn(boss);
  const params = { userId: somebody.id };
  const body = { reason: REASON };
  mustBe(200, await browser.call('searchUsers', { body: { search: 'help' } }));
  mustBe(200, await browser.call('getUser', { params }));
  mustBe(200, await browser.call('getUserActivity', { params, query: {} }));
  mustBe(200, await browser.call('revokeSessionsOf', { params, body }));
  mustBe(200, await browser.call('forgetBrowsersOf', { params, body }));
  mustBe(200, await browser.call('deleteAppPasswordsOf', { params, body }));
  const { password } = mustBe(200, await browser.call('resetPasswordOf', { params, body }));
  told.note('password', password);
  mustBe(
    200,
    await browser.call('clearMethods', { params, body: { ...body, registration: 'pass' } }),
  );
  const { pass } = mustBe(200, await browser.call('issuePass', { params, body }));
  told.note('pass', pass);
  mustBe(200, await browser.call('setUserState', { params, body: { ...body, state: 'enforced' } }));
  mustBe(200, await browser.call('setUserRole', { params, body: { ...body, role: 'auditor' } }));
  mustBe(200, await browser.call('blockUser', { params, body }));
  mustBe(200, await browser.call('unblockUser', { params, body }));
  await workOnCases(world, told, browser);
  const { records } = mustBe(
    200,
    await browser.call('readReport', { body: { report: 'sign-ins' } }),
  );
  const correlationId = records.find((one) => one.correlationId !== undefined)?.correlationId ?? '';
  mustBe(200, await browser.call('getAttempt', { params: { correlationId } }));
  await exportAsStaff(browser);
  await changeAlerts(told, browser);
}

/** A whole report as a file, as far as it has come. */
async function exportAsStaff(browser: StaffBrowser): Promise<void> {
  mustBe(200, await browser.call('readMessages', { body: {} }));
  mustBe(200, await browser.call('beginExport', { body: { report: 'blocked' } }));
  await until(async () => (await browser.call('listExports')).value.exports[0]?.state === 'done');
  const { exports } = mustBe(200, await browser.call('listExports'));
  const params = { exportId: exports[0]?.id ?? '' };
  mustBe(200, await browser.call('readExportPart', { params, body: {} }));
  mustBe(200, await browser.call('removeExport', { params }));
}

/** A webhook that nobody listens to. */
async function changeAlerts(told: Told, browser: StaffBrowser): Promise<void> {
  const body = { name: 'Watch', kind: 'webhook', address: 'http://127.0.0.1:9/' } as const;
  const added = mustBe(200, await browser.call('addAlertTarget', { body }));
  const params = { targetId: added.targets[0]?.id ?? '' };
  const rotated = mustBe(200, await browser.call('rotateAlertSecret', { params }));
  for (const secret of [added.secret ?? '', rotated.secret]) {
    told.note('webhook secret', secret.replace('whsec_', ''));
  }
  mustBe(200, await browser.call('changeAlertTarget', { params, body: { name: 'Guard' } }));
  mustBe(200, await browser.call('listAlertTargets'));
  mustBe(200, await browser.call('testAlertTarget', { params }));
  const { alerts } = mustBe(200, await browser.call('listAlerts'));
  const sent = { alertId: alerts[0]?.id ?? '' };
  mustBe(200, await browser.call('replayAlert', { params: sent }));
  mustBe(200, await browser.call('removeAlertTarget', { params }));
}

type StaffBrowser = ReturnType<Told['browser']>;

async function workOnCases(world: World, told: Told, browser: StaffBrowser): Promise<void> {
  const body = { message: 'My phone is gone' };
  assert.equal((await told.browser().call('reportProblem', { body })).status, 204);
  const { cases } = mustBe(200, await browser.call('listCases'));
  const one = cases.findLast(({ kind }) => kind === 'help');
  assert.ok(one);
  const params = { caseId: one.id };
  assert.equal(mustBe(200, await browser.call('getCase', { params })).note, body.message);
  mustBe(200, await browser.call('takeCase', { params }));
  const closing = { reason: REASON, outcome: 'solved' } as const;
  mustBe(200, await browser.call('closeCase', { params, body: closing }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was found by it just now
  assert.equal((await world.database.stores.cases.find(one.id as CaseId))?.state, 'closed');
}

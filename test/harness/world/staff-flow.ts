import assert from 'node:assert/strict';
import type { CaseId } from '../../../apps/server/src/domain/ids.ts';
import { workOnGroups } from './group-flow.ts';
import { mustBe, noteOf, type Told } from './told.ts';
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
  await workOnGroups(browser, { member: somebody, staff: somebody });
  mustBe(200, await browser.call('blockUser', { params, body }));
  mustBe(200, await browser.call('unblockUser', { params, body }));
  await workOnCases(world, told, browser);
  const { records } = mustBe(
    200,
    await browser.call('readReport', { body: { report: 'sign-ins' } }),
  );
  const correlationId = records.find((one) => one.correlationId !== undefined)?.correlationId ?? '';
  mustBe(200, await browser.call('getAttempt', { params: { correlationId } }));
}

async function workOnCases(
  world: World,
  told: Told,
  browser: ReturnType<Told['browser']>,
): Promise<void> {
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

import assert from 'node:assert/strict';
import type { CaseId } from '../../../apps/server/src/domain/ids.ts';
import type { Answer } from './browser.ts';
import type { Told } from './flows.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

const REASON = 'asked for at the desk';

function fine<Value>(answer: Answer<Value>): Value {
  assert.equal(answer.status, 200, answer.text);
  return answer.value;
}

/** Everything that an administrator can do for others. */
export async function workAsStaff(
  world: World,
  told: Told,
  noteOf: (told: Told, person: Person) => void,
): Promise<void> {
  const boss = await world.person({ login: 'boss', role: 'administrator', apps: 1 });
  const somebody = await world.person({ login: 'helped', apps: 1, recoveryCodes: 2 });
  for (const person of [boss, somebody]) noteOf(told, person);
  const browser = told.browser();
  await browser.signIn(boss);
  const params = { userId: somebody.id };
  const body = { reason: REASON };
  fine(await browser.call('searchUsers', { body: { search: 'help' } }));
  fine(await browser.call('getUser', { params }));
  fine(await browser.call('getUserActivity', { params, query: {} }));
  fine(await browser.call('revokeSessionsOf', { params, body }));
  fine(await browser.call('forgetBrowsersOf', { params, body }));
  fine(await browser.call('deleteAppPasswordsOf', { params, body }));
  const { password } = fine(await browser.call('resetPasswordOf', { params, body }));
  told.note('password', password);
  fine(await browser.call('clearMethods', { params, body: { ...body, registration: 'pass' } }));
  const { pass } = fine(await browser.call('issuePass', { params, body }));
  told.note('pass', pass);
  fine(await browser.call('setUserState', { params, body: { ...body, state: 'enforced' } }));
  fine(await browser.call('setUserRole', { params, body: { ...body, role: 'auditor' } }));
  fine(await browser.call('blockUser', { params, body }));
  fine(await browser.call('unblockUser', { params, body }));
  await workOnCases(world, told, browser);
  const { records } = fine(await browser.call('readReport', { body: { report: 'sign-ins' } }));
  const correlationId = records.find((one) => one.correlationId !== undefined)?.correlationId ?? '';
  fine(await browser.call('getAttempt', { params: { correlationId } }));
}

async function workOnCases(
  world: World,
  told: Told,
  browser: ReturnType<Told['browser']>,
): Promise<void> {
  const body = { message: 'My phone is gone' };
  assert.equal((await told.browser().call('reportProblem', { body })).status, 204);
  const { cases } = fine(await browser.call('listCases'));
  const one = cases.findLast(({ kind }) => kind === 'help');
  assert.ok(one);
  const params = { caseId: one.id };
  assert.equal(fine(await browser.call('getCase', { params })).note, body.message);
  fine(await browser.call('takeCase', { params }));
  const closing = { reason: REASON, outcome: 'solved' } as const;
  fine(await browser.call('closeCase', { params, body: closing }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was found by it just now
  assert.equal((await world.database.stores.cases.find(one.id as CaseId))?.state, 'closed');
}

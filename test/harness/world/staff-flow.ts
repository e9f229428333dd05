import assert from 'node:assert/strict';
import type { CaseId } from '../../../apps/server/src/domain/ids.ts';
import { bearer, orderKey } from './key.ts';
import { makeToken, type TokenInHand, tokenLine } from './hardware-token.ts';
import { workAsHelpDesk } from './help-flow.ts';
import { workOnGroups } from './group-flow.ts';
import { mustBe, noteOf, type Told } from './told.ts';
import { makeNumbers } from './outputs.ts';
import { connectOthers, handOverByProgram } from './relying-party-flow.ts';
import { rollOut } from './roll-out-flow.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

const REASON = 'asked for at the desk';

/** Everything that an administrator can do for others. */
export async function workAsStaff(world: World, told: Told): Promise<void> {
  const phones = { mobile: makeNumbers()() };
  const boss = await world.person({
    login: 'boss',
    role: 'owner',
    apps: 1,
    phones,
    prefers: 'totp',
  });
  const somebody = await world.person({ login: 'helped', apps: 1, recoveryCodes: 2 });
  for (const person of [boss, somebody]) noteOf(told, person);
  const browser = told.browser();
  await browser.signIn(boss);
  const params = { userId: somebody.id };
  const body = { reason: REASON };
  const calling = { ...body, callerVerifiedBy: 'came to the desk' };
  mustBe(200, await browser.call('searchUsers', { body: { search: 'help' } }));
  mustBe(200, await browser.call('getUser', { params }));
  mustBe(200, await browser.call('getUserActivity', { params, query: {} }));
  mustBe(200, await browser.call('revokeSessionsOf', { params, body }));
  mustBe(200, await browser.call('forgetBrowsersOf', { params, body }));
  mustBe(200, await browser.call('deleteAppPasswordsOf', { params, body }));
  const { password } = mustBe(
    200,
    await browser.call('resetPasswordOf', { params, body: calling }),
  );
  told.note('password', password);
  mustBe(
    200,
    await browser.call('clearMethods', { params, body: { ...calling, registration: 'pass' } }),
  );
  const { pass } = mustBe(200, await browser.call('issuePass', { params, body: calling }));
  told.note('pass', pass);
  mustBe(200, await browser.call('setUserState', { params, body: { ...body, state: 'enforced' } }));
  mustBe(200, await browser.call('setUserRole', { params, body: { ...body, role: 'auditor' } }));
  await workOnGroups(browser, { member: somebody, staff: somebody });
  mustBe(200, await browser.call('blockUser', { params, body }));
  mustBe(200, await browser.call('unblockUser', { params, body }));
  await rollOut(world, told, browser);
  await bringInPeople(told, browser);
  await handOutTokens(world, told, browser);
  await setVoice(browser);
  await setBrand(browser);
  await workOnCases(world, told, browser);
  await makeKeys(told, browser);
  await verifyByProgram(world, told);
  await handOverByProgram(world, told);
  await connectOthers(world, told, { browser, person: boss });
  await workAsHelpDesk(world, told);
  const { records } = mustBe(
    200,
    await browser.call('readReport', { body: { report: 'sign-ins' } }),
  );
  const correlationId = records.find((one) => one.correlationId !== undefined)?.correlationId ?? '';
  mustBe(200, await browser.call('getAttempt', { params: { correlationId } }));
  await exportAsStaff(browser);
  await changeAlerts(told, browser);
}

type StaffBrowser = ReturnType<Told['browser']>;

async function bringInPeople(told: Told, browser: StaffBrowser): Promise<void> {
  const one = { login: 'created', displayName: 'Created', state: 'enabled', withPassword: true };
  const made = mustBe(200, await browser.call('createUser', { body: { ...one, reason: REASON } }));
  told.note('password', made.password ?? '');
  const begin = { content: 'people', reason: REASON } as const;
  const { id } = mustBe(200, await browser.call('startImport', { body: begin }));
  const csv = 'login,name,email,state\nimported,Imported,,enabled\n';
  const body = { firstLine: 1, csv, last: true };
  mustBe(200, await browser.call('importLines', { params: { importId: id }, body }));
  mustBe(200, await browser.call('listImports'));
  const batch = { content: 'people', csv: 'batched,Batched,,enabled\n', reason: REASON } as const;
  const { results } = mustBe(200, await browser.call('importAtOnce', { body: batch }));
  assert.deepEqual(
    results.map(({ kind }) => kind),
    ['added'],
  );
}

async function makeKeys(told: Told, browser: StaffBrowser): Promise<void> {
  const body = { name: 'hr-import', scopes: ['users.read'], days: 30, reason: REASON };
  const { key } = mustBe(201, await browser.call('createApiKey', { body }));
  told.note('API key', key);
  const program = told.browser();
  const authorization = `Bearer ${key}`;
  mustBe(200, await program.call('searchUsers', { body: {} }, { authorization }));
  mustBe(200, await browser.call('listApiKeys'));
  const params = { keyName: 'hr-import' };
  mustBe(200, await browser.call('revokeApiKey', { params, body: { reason: REASON } }));
  mustBe(401, await program.call('searchUsers', { body: {} }, { authorization }));
}

/** A program asks for the second step: one that is given up, and one that is given. */
async function verifyByProgram(world: World, told: Told): Promise<void> {
  const { key } = await orderKey(world, ['verification']);
  told.note('API key', key);
  const person = await world.person({ login: 'asked', apps: 1 });
  noteOf(told, person);
  const program = told.browser();
  const asked = { login: person.login, purpose: 'The safe', clientAddress: '192.0.2.80' };
  const begin = async () =>
    mustBe(201, await program.call('beginVerification', { body: asked }, bearer(key)));
  const given = { params: { verificationId: (await begin()).id } };
  mustBe(204, await program.call('cancelVerification', given, bearer(key)));
  const { id, options } = await begin();
  const params = { verificationId: id };
  const optionId = options[0]?.id ?? '';
  const chosen = { params, body: { optionId } };
  const { challenge } = mustBe(200, await program.call('chooseVerification', chosen, bearer(key)));
  const output = person.code();
  told.note('code', output);
  const body = { challengeId: challenge?.id, output };
  mustBe(200, await program.call('verifyVerification', { params, body }, bearer(key)));
  mustBe(200, await program.call('getVerification', { params, query: {} }, bearer(key)));
  mustBe(200, await program.call('readVerification', { params }, bearer(key)));
}

/** Brought in, given out, taken back, activated by both, and deleted. */
async function handOutTokens(world: World, told: Told, browser: StaffBrowser): Promise<void> {
  const owner = await world.person({ login: 'token-owner', apps: 1 });
  noteOf(told, owner);
  const [one, other] = [makeToken(world), makeToken(world, 60)];
  for (const { secret, base32 } of [one, other]) {
    told.note('seed', secret);
    told.note('seed as text', base32);
  }
  const begin = { content: 'tokens', reason: REASON } as const;
  const { id } = mustBe(200, await browser.call('startImport', { body: begin }));
  const csv = `${tokenLine(one, owner.login)}\n${tokenLine(other)}`;
  const lines = { params: { importId: id }, body: { firstLine: 1, csv } };
  assert.equal(mustBe(200, await browser.call('importLines', lines)).run.added, 2);
  const { tokens } = mustBe(200, await browser.call('searchTokens', { body: {} }));
  const body = { reason: REASON };
  const paramsOf = (token: TokenInHand) => ({
    tokenId: tokens.find(({ serial }) => serial === token.serial)?.id ?? '',
  });
  const active = { params: paramsOf(one), body: { ...body, output: one.code() } };
  assert.equal(mustBe(200, await browser.call('activateToken', active)).state, 'active');
  const own = told.browser();
  await own.signIn(owner);
  const given = { params: paramsOf(other), body: { ...body, login: owner.login } };
  mustBe(200, await browser.call('assignToken', given));
  const begun = mustBe(
    201,
    await own.call('bindHardwareToken', { body: { serial: other.serial } }),
  );
  const confirm = { params: { bindingId: begun.id }, body: { output: other.code() } };
  mustBe(200, await own.call('confirmBinding', confirm));
  mustBe(200, await browser.call('deactivateToken', { params: paramsOf(one), body }));
  mustBe(204, await browser.call('deleteToken', { params: paramsOf(one), body }));
}

async function setVoice(browser: StaffBrowser): Promise<void> {
  const params = { message: 'call.goodbye' } as const;
  const body = { reason: REASON, language: 'en-US' };
  mustBe(200, await browser.call('getVoice'));
  const { methods } = mustBe(200, await browser.call('getSecurityInfo'));
  const methodId = methods.find(({ kind }) => kind === 'phone')?.id;
  const test = { reason: REASON, via: 'text', methodId } as const;
  mustBe(200, await browser.call('sendTest', { body: test }));
  mustBe(200, await browser.call('setVoice', { body }));
  mustBe(200, await browser.call('setVoiceWords', { params, body: { ...body, words: 'Bye.' } }));
  mustBe(200, await browser.call('setVoiceSound', { params, body }));
}

async function setBrand(browser: StaffBrowser): Promise<void> {
  const body = { reason: REASON };
  mustBe(200, await browser.call('getBrand'));
  mustBe(200, await browser.call('setBrand', { body }));
  mustBe(200, await browser.call('setLogo', { body }));
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

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { EndpointName } from '../../packages/contract/src/endpoints.ts';
import { isAmong, ROLES } from '../../packages/contract/src/roles.ts';
import type { Role } from '../../apps/server/src/domain/role.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { administrationOf, ORDER } from '../harness/world/order.ts';
import type { Person } from '../harness/world/person.ts';
import { callAny, endpointOf, endpointsFor } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const ADMINISTRATION = endpointsFor('administration');
const ON_SOMEBODY = ADMINISTRATION.filter(
  (name) => endpointOf(name).path.includes('{userId}') && endpointOf(name).method === 'POST',
);
const MINUTE = 60_000;
const DESK = 'desk@example.org';
const REASON = 'lost the phone, called back';

const may = (role: Role, name: EndpointName): boolean => isAmong(endpointOf(name).roles, role);

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { config: { casesMailTo: DESK } });
  });
  after(() => world.close());

  let made = 0;
  const somebody = (role: Role = 'user') => {
    made += 1;
    return world.person({ login: `${role}-${made}`, role, apps: 1 });
  };

  async function signedIn(role: Role): Promise<{ person: Person; browser: Browser }> {
    const person = await somebody(role);
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  const refusals = async () => (await world.audit('authz_fail')).length;

  const mailsToNobody = async () =>
    (await rowsOf(world.database, 'outbox_message')).filter((row) => row['user_id'] === null)
      .length;

  it('C01 every operation of the administration asks the one table: each role gets what its rows say', async () => {
    for (const role of ROLES) {
      const { browser, person } = await signedIn(role);
      for (const name of ADMINISTRATION) {
        const target = await somebody();
        world.clock.advance(MINUTE);
        const refused = await refusals();
        const untouched = await stateOf(world.database);
        const answer = await callAny(browser, name, { ids: { userId: target.id } });
        if (may(role, name)) {
          assert.ok(
            [endpointOf(name).status, 404, 409, 403, 410].includes(answer.status),
            `${role} ${name} ${answer.text}`,
          );
          const { code } = answer.problem ?? {};
          assert.notEqual(code, 'access_denied', `${role} ${name}`);
          if (code === 'step_up_required') await renew(browser, person);
        } else {
          assert.equal(answer.problem?.code, 'access_denied', `${role} ${name} ${answer.text}`);
          assert.deepEqual(await changesSince(world.database, untouched), []);
          assert.equal(await refusals(), refused + 1, name);
          const last = (await world.audit('authz_fail')).at(-1);
          assert.equal(last?.actor?.id, person.id);
          assert.equal(last?.reason, `${name}:access_denied`);
        }
      }
    }
  });

  /** The second step once more. */
  async function renew(browser: Browser, person: Person): Promise<void> {
    world.clock.advance(MINUTE);
    const begun = await browser.call('beginStepUp', { body: {} });
    assert.equal(begun.status, 200, begun.text);
    const proved = await browser.verify(begun.value, person.code());
    assert.equal(proved.status, 200, proved.text);
    await browser.call('getSession');
  }

  it('C01 nobody without a session, without a second step or with an older role gets in', async () => {
    const nobody = world.browser();
    for (const name of ADMINISTRATION) {
      assert.equal((await callAny(nobody, name)).status, 401, name);
    }
    const { person, browser } = await signedIn('user');
    const administration = administrationOf(world);
    // Straight into the store: the operation itself ends the sessions of the old role.
    await world.database.transact('fact', (tx) =>
      tx.users.change(person.id, { role: 'administrator' }),
    );
    assert.equal((await callAny(browser, 'searchUsers')).problem?.code, 'access_denied');
    await administration.setRole(person.id, 'auditor', ORDER);
    assert.equal((await callAny(browser, 'searchUsers')).status, 401);
    world.clock.advance(MINUTE);
    await browser.signIn(person);
    assert.equal((await callAny(browser, 'searchUsers')).status, 200);
    await administration.setRole(person.id, 'user', ORDER);
    assert.equal((await callAny(browser, 'searchUsers')).status, 401);
  });

  it('C14 a browser that was remembered before gives no administration after', async () => {
    const person = await somebody();
    const browser = world.browser();
    const begun = await browser.begin(person);
    const params = { signInId: begun.id };
    const body = { challengeId: begun.challenge?.id, output: person.code(), remember: true };
    assert.equal((await browser.call('verifyChallenge', { params, body })).status, 200);
    await administrationOf(world).setRole(person.id, 'administrator', ORDER);
    const again = await browser.begin(person);
    assert.equal(again.state, 'second-step');
    assert.equal((await callAny(browser, 'searchUsers')).status, 401);
  });

  it('M07 M08 nobody acts on themselves, and the help desk on no colleague and no administrator', async () => {
    const { person, browser } = await signedIn('help-desk');
    const boss = await somebody('administrator');
    const colleague = await somebody('help-desk');
    for (const name of ON_SOMEBODY.filter((one) => may('help-desk', one))) {
      const untouched = await stateOf(world.database);
      for (const [userId, code] of [
        [person.id, 'own_account'],
        [boss.id, 'out_of_reach'],
        [colleague.id, 'out_of_reach'],
      ] as const) {
        const answer = await callAny(browser, name, { ids: { userId } });
        assert.equal(answer.problem?.code, code, `${name} ${answer.text}`);
        assert.equal((await world.audit('authz_fail')).at(-1)?.target?.id, userId);
      }
      assert.deepEqual(await changesSince(world.database, untouched), [], name);
    }
    const admin = await signedIn('administrator');
    for (const name of ON_SOMEBODY) {
      const ids = { userId: admin.person.id };
      assert.equal((await callAny(admin.browser, name, { ids })).problem?.code, 'own_account');
    }
    const body = { reason: REASON, role: 'user' } as const;
    const demoted = await admin.browser.call('setUserRole', { params: { userId: boss.id }, body });
    assert.equal(demoted.problem?.code, 'approval_required', demoted.text);
  });

  it('H06 what changes an account asks for a proof of the last 5 minutes; looking does not', async () => {
    const { browser } = await signedIn('administrator');
    const target = await somebody();
    world.clock.advance(6 * MINUTE);
    const untouched = await stateOf(world.database);
    for (const name of ON_SOMEBODY) {
      const answer = await callAny(browser, name, { ids: { userId: target.id } });
      assert.equal(answer.problem?.code, 'step_up_required', `${name} ${answer.text}`);
    }
    assert.deepEqual(await changesSince(world.database, untouched), []);
    const read = await browser.call('getUser', { params: { userId: target.id } });
    assert.equal(read.status, 200, read.text);
    const [looked] = (await world.audit('account.read')).filter(
      (row) => row.target?.id === target.id,
    );
    assert.equal(looked?.detail?.['what'], 'account');
  });

  it('M08 L08 a clear needs a reason, says how the caller was verified, and the 11th in an hour raises an alarm', async () => {
    const { person, browser } = await signedIn('help-desk');
    const mailedBefore = await mailsToNobody();
    const noReason = await browser.call('clearMethods', {
      params: { userId: (await somebody()).id },
      body: { reason: ' ', registration: 'pass' },
    });
    assert.equal(noReason.status, 400);
    for (let n = 1; n <= 12; n += 1) {
      const target = await somebody();
      const body = { reason: REASON, registration: 'pass', callerVerifiedBy: 'known voice' };
      const cleared = await browser.call('clearMethods', { params: { userId: target.id }, body });
      assert.equal(cleared.status, 200, cleared.text);
      assert.deepEqual(cleared.value.user.methods, []);
      assert.equal((await world.audit('admin.clears_alarm')).length, Math.max(0, n - 10));
    }
    const [alarm] = await world.audit('admin.clears_alarm');
    assert.equal(alarm?.actor?.id, person.id);
    assert.equal(alarm?.detail?.['clears'], 11);
    const cleared = (await world.audit('admin.mfa_cleared')).at(-1);
    assert.deepEqual(cleared?.actor, { type: 'user', id: person.id });
    assert.ok(cleared?.requestId !== undefined && cleared.sessionId !== undefined);
    assert.equal(cleared.detail?.['callerVerifiedBy'], 'known voice');
    assert.equal(cleared.detail?.['why'], REASON);
    // To the help desk's address: a message of no account.
    assert.equal((await mailsToNobody()) - mailedBefore, 2);
  });

  it('U36 a pass is shown once, is good for the set-up after a clear, and nothing before it is', async () => {
    const { browser } = await signedIn('help-desk');
    const target = await somebody();
    const params = { userId: target.id };
    const clear = { reason: REASON, registration: 'pass', callerVerifiedBy: 'known' } as const;
    assert.equal((await browser.call('clearMethods', { params, body: clear })).status, 200);
    assert.equal((await world.browser().begin(target)).state, 'needs-help');
    const issued = await browser.call('issuePass', {
      params,
      body: { reason: REASON, callerVerifiedBy: 'known' },
    });
    assert.equal(issued.status, 200, issued.text);
    assert.match(issued.value.pass, /^(?:\w{4}-){2}\w{4}$/);
    const owner = world.browser();
    const begun = await owner.begin(target);
    assert.equal(begun.challenge?.option.type, 'temporary-access-pass');
    const proved = await owner.verify(begun, issued.value.pass);
    assert.equal(proved.value.state, 'set-up', proved.text);
    const rows = JSON.stringify(await world.audit());
    assert.ok(!rows.includes(issued.value.pass));
  });
}, prepareDatabase);

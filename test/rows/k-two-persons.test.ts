import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { judgeTarget, mayGive, ROLES, type Role } from '../../apps/server/src/domain/role.ts';
import { TWO_PERSON_ACTS, type TwoPersonAct } from '../../packages/contract/src/help-schemas.ts';
import { isAmong } from '../../packages/contract/src/roles.ts';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { bodyOf } from '../harness/world/acts.ts';
import type { Browser } from '../harness/world/browser.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import { administrationOf, ORDER } from '../harness/world/order.ts';
import type { Person } from '../harness/world/person.ts';
import { callAny, endpointOf } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RACES = 20;
const REASON = 'came to the desk';
const REFUSALS = { 'own-account': 'own_account', 'out-of-reach': 'out_of_reach' } as const;

const askFor = (browser: Browser, target: Person, act: TwoPersonAct) =>
  browser.call('requestApproval', {
    params: { userId: target.id },
    body: { act, details: bodyOf(act, target) },
  });

async function asked(browser: Browser, target: Person, act: TwoPersonAct): Promise<string> {
  const answer = await askFor(browser, target, act);
  assert.equal(answer.status, 200, answer.text);
  return answer.value.approvalId;
}

const approve = (browser: Browser, approvalId: string) =>
  browser.call('approveRequest', { params: { approvalId } });

/** A bypass for one of the staff takes two persons whoever asks. */
const takesTwo = (act: TwoPersonAct, target: Role): boolean =>
  act === 'issueBypass' && target !== 'user';

/** What the one table says to a role that wants to do this to an account of that role. */
function expected(act: TwoPersonAct, role: Role, target: Role): string {
  if (!isAmong(endpointOf(act).roles, role)) return 'access_denied';
  const reach = judgeTarget({ id: 'one', role }, { id: 'other', role: target });
  if (reach === 'needs-approval') return 'approval_required';
  if (reach !== 'allowed') return REFUSALS[reach];
  return takesTwo(act, target) ? 'approval_required' : 'done';
}

forEachStore((store) => {
  let world: World;
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { nodes, listening: true });
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

  const clearedOf = async ({ id }: Person) =>
    (await world.audit('admin.mfa_cleared')).filter(({ target }) => target?.id === id);

  it('K15 each role does to each role what the one table says, for every act', async () => {
    const staff = ROLES.filter((role) => role !== 'user');
    for (const role of staff) {
      for (const target of ROLES) {
        const { browser } = await signedIn(role);
        for (const act of TWO_PERSON_ACTS) {
          const other = await somebody(target);
          const untouched = await stateOf(world.database);
          const answer = await callAny(browser, act, {
            ids: { userId: other.id },
            body: bodyOf(act, other),
          });
          const told = answer.status === 200 ? 'done' : answer.problem?.code;
          assert.equal(told, expected(act, role, target), `${role} ${act} ${target}`);
          if (told === 'done') continue;
          assert.deepEqual(await changesSince(world.database, untouched), [], act);
        }
      }
    }
  });

  it('K15 nobody acts on themselves or asks for it, and only owners make administrators', async () => {
    for (const role of ['help-desk', 'administrator', 'owner'] as const) {
      const { person, browser } = await signedIn(role);
      for (const act of TWO_PERSON_ACTS) {
        if (!isAmong(endpointOf(act).roles, role)) continue;
        const ids = { userId: person.id };
        const body = bodyOf(act, person);
        assert.equal((await callAny(browser, act, { ids, body })).problem?.code, 'own_account');
        assert.equal((await askFor(browser, person, act)).problem?.code, 'own_account', act);
      }
      for (const wanted of ['administrator', 'owner'] as const) {
        const target = await somebody();
        const given = await browser.call('setUserRole', {
          params: { userId: target.id },
          body: { reason: REASON, role: wanted },
        });
        const is = (await world.database.stores.users.find(target.id))?.role;
        assert.equal(is, mayGive(role, wanted) ? wanted : 'user', `${role} ${given.text}`);
      }
    }
  });

  it('K15 what is done to an administrator takes a second one, who agrees once and not for themselves', async () => {
    const [first, second] = [await signedIn('administrator'), await signedIn('administrator')];
    const desk = await signedIn('help-desk');
    const target = await somebody('administrator');
    const approvalId = await asked(first.browser, target, 'clearMethods');
    assert.ok((await world.database.stores.authenticators.list(target.id)).length > 0);

    assert.equal((await approve(first.browser, approvalId)).problem?.code, 'out_of_reach');
    assert.equal((await approve(desk.browser, approvalId)).problem?.code, 'out_of_reach');
    const own = world.browser();
    await own.signIn(target);
    assert.equal((await approve(own, approvalId)).problem?.code, 'out_of_reach');
    assert.equal((await clearedOf(target)).length, 0);

    const { value } = await second.browser.call('listApprovals', { query: {} });
    const listed = value.approvals.find(({ id }) => id === approvalId);
    assert.deepEqual([listed?.act, listed?.mine], ['clearMethods', 'decide']);
    assert.equal(listed?.callerVerifiedBy, 'known voice');
    const done = await approve(second.browser, approvalId);
    assert.equal(done.status, 200, done.text);
    assert.deepEqual(await world.database.stores.authenticators.list(target.id), []);
    const [cleared] = await clearedOf(target);
    assert.equal(cleared?.actor?.id, second.person.id);
    assert.equal(cleared?.detail?.['requestedBy'], first.person.id);
    assert.equal((await approve(second.browser, approvalId)).problem?.code, 'approval_over');
  });

  it('K15 an approval asks for a fresh proof, ends after 24 hours, and can be refused or taken back', async () => {
    const [first, second] = [await signedIn('administrator'), await signedIn('owner')];
    const target = await somebody('administrator');
    const approvalId = await asked(first.browser, target, 'blockUser');
    world.clock.advance(6 * MINUTE);
    assert.equal((await approve(second.browser, approvalId)).problem?.code, 'step_up_required');
    world.clock.advance(24 * HOUR);
    const late = world.browser();
    await late.signIn(second.person);
    assert.equal((await approve(late, approvalId)).problem?.code, 'approval_over');
    assert.deepEqual((await late.call('listApprovals', { query: {} })).value.approvals, []);

    const asking = world.browser();
    await asking.signIn(first.person);
    for (const browser of [late, asking]) {
      const id = await asked(asking, target, 'blockUser');
      const body = { reason: REASON };
      const refused = await browser.call('refuseRequest', { params: { approvalId: id }, body });
      assert.equal(refused.status, 204, refused.text);
      assert.equal((await approve(late, id)).problem?.code, 'approval_over');
    }
    const user = await world.database.stores.users.find(target.id);
    assert.equal(user?.blockedUntil, undefined);
  });

  it('K15 an approval is judged by what is there then: not for somebody who lost the role', async () => {
    const [first, second] = [await signedIn('administrator'), await signedIn('administrator')];
    const target = await somebody('administrator');
    const approvalId = await asked(first.browser, target, 'issuePass');
    await administrationOf(world).setRole(first.person.id, 'user', ORDER);
    const refused = await approve(second.browser, approvalId);
    assert.equal(refused.problem?.code, 'out_of_reach', refused.text);
    assert.equal(
      (await world.audit('tap.issued')).filter((r) => r.target?.id === target.id).length,
      0,
    );
    // It still waits: nothing came of it.
    const { value } = await second.browser.call('listApprovals', { query: {} });
    assert.ok(value.approvals.some(({ id }) => id === approvalId));
  });

  it('K15 a pass that takes two is shown to whoever agreed, once', async () => {
    const [first, second] = [await signedIn('owner'), await signedIn('administrator')];
    const target = await somebody('owner');
    const approvalId = await asked(first.browser, target, 'issuePass');
    const done = await approve(second.browser, approvalId);
    assert.match(done.value.pass ?? '', /^(?:\w{4}-){2}\w{4}$/, done.text);
    const owner = world.browser();
    const begun = await owner.begin(target);
    const chosen = await owner.choose(begun, 'temporary-access-pass');
    assert.equal((await owner.verify(chosen.value, done.value.pass)).status, 200);
  });

  it('K15 of ten who approve one request in one moment one does, 20 times', async () => {
    const asking = await signedIn('owner');
    const others = await Promise.all(Array.from({ length: 10 }, () => signedIn('administrator')));
    for (let race = 0; race < RACES; race += 1) {
      const target = await somebody('administrator');
      const approvalId = await asked(asking.browser, target, 'blockUser');
      const approved = (await world.audit('approval.approved')).length;
      const answers = await par(others.length, (n) => {
        const url = world.nodeUrls[n % world.nodeUrls.length] ?? '';
        const browser = others[n]?.browser ?? asking.browser;
        return browser.barrierRequest('approveRequest', { params: { approvalId } }, url);
      });
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      assert.deepEqual(statuses, [200, ...Array.from({ length: 9 }, () => 410)]);
      assert.equal((await world.audit('approval.approved')).length, approved + 1);
    }
  });

  it('K15 two owners who demote each other in one moment leave one, and a demoted helper does nothing more, 20 times', async () => {
    const administration = administrationOf(world);
    const { users } = world.database.stores;
    const owners = await world.database.transact('attempt', (tx) => tx.users.holdOwners());
    for (const id of owners) {
      await world.database.transact('fact', (tx) => tx.users.change(id, { active: false }));
    }
    for (let race = 0; race < RACES; race += 1) {
      const [one, other] = [await somebody('owner'), await somebody('owner')];
      const outcomes = await Promise.all(
        [one, other].map(({ id }) => administration.setRole(id, 'user', ORDER)),
      );
      const kinds = outcomes.map(({ kind }) => kind).toSorted();
      assert.deepEqual(kinds, ['changed', 'last-owner']);
      const left = await world.database.transact('attempt', (tx) => tx.users.holdOwners());
      assert.equal(left.length, 1);
      for (const id of left) {
        await world.database.transact('fact', (tx) => tx.users.change(id, { active: false }));
      }
    }
    for (let race = 0; race < RACES; race += 1) {
      const desk = await signedIn('help-desk');
      const target = await somebody();
      const params = { userId: target.id };
      const [, acted] = await Promise.all([
        administration.setRole(desk.person.id, 'user', ORDER),
        desk.browser.call('blockUser', { params, body: { reason: REASON } }),
      ]);
      const rows = (await world.audit()).filter(
        ({ target: to }) => to?.id === desk.person.id || to?.id === target.id,
      );
      const demoted = rows.findIndex(
        ({ event, detail }) => event === 'authz_change' && detail?.['after'] === 'user',
      );
      const blocked = rows.findIndex(({ detail }) => detail?.['action'] === 'blocked');
      const isBlocked = (await users.find(target.id))?.blockedUntil !== undefined;
      assert.equal(isBlocked, acted.status === 200, acted.text);
      // Where it was done at all, it was done before the role was gone.
      assert.ok(!isBlocked || blocked < demoted, `${blocked} ${demoted}`);
    }
  });
}, prepareDatabase);

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Role } from '../../apps/server/src/domain/role.ts';
import { newHardwareToken } from '../../apps/server/src/sql/testing/people-fixtures.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import type { Person } from '../harness/world/person.ts';
import { callAny, endpointOf, endpointsFor } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'the harbour has a help desk of its own';
const ABOUT_SOMEBODY = endpointsFor('administration').filter(
  (name) =>
    endpointOf(name).path.includes('{userId}') &&
    endpointOf(name).roles?.some((one) => one === 'help-desk'),
);

const canRead = async (browser: Browser, { id }: Person): Promise<number> =>
  (await browser.call('getUser', { params: { userId: id } })).status;

forEachStore((store) => {
  let world: World;
  let boss: Browser;
  before(async () => {
    world = await makeWorld(store);
    boss = (await signedIn('administrator')).browser;
  });
  after(() => world.close());

  let made = 0;
  const somebody = (role: Role = 'user') => {
    made += 1;
    return world.person({ login: `scoped-${role}-${made}`, role, apps: 1 });
  };

  async function signedIn(role: Role): Promise<{ person: Person; browser: Browser }> {
    const person = await somebody(role);
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  async function groupOf(name: string, ...people: readonly Person[]): Promise<string> {
    const naming = { reason: REASON, name, description: '' };
    const group = await boss.call('createGroup', { body: naming });
    assert.equal(group.status, 201, group.text);
    if (people.length === 0) return group.value.id;
    const params = { groupId: group.value.id };
    const body = { reason: REASON, userIds: people.map(({ id }) => id) };
    const added = await boss.call('addGroupMembers', { params, body });
    assert.equal(added.value.count, people.length, added.text);
    return group.value.id;
  }

  const limit = async (staff: Person, ...groups: readonly string[]): Promise<void> => {
    const body = { reason: REASON, groups: [...groups] };
    const limited = await boss.call('setUserScope', { params: { userId: staff.id }, body });
    assert.equal(limited.status, 200, limited.text);
  };

  it('K15 a help desk that is limited to groups sees and touches nobody else, in no operation', async () => {
    const [inside, outside] = [await somebody(), await somebody()];
    const group = await groupOf('Harbour', inside);
    const { person: staff, browser } = await signedIn('help-desk');
    assert.equal(await canRead(browser, outside), 200);
    await limit(staff, group);
    assert.equal(await canRead(browser, inside), 200);
    for (const name of ABOUT_SOMEBODY) {
      const untouched = await stateOf(world.database);
      const answer = await callAny(browser, name, { ids: { userId: outside.id } });
      assert.equal(answer.problem?.code, 'out_of_reach', `${name} ${answer.text}`);
      assert.equal((await world.audit('authz_fail')).at(-1)?.target?.id, outside.id);
      assert.deepEqual(await changesSince(world.database, untouched), [], name);
    }
    const everybody = await browser.call('searchUsers', { body: {} });
    assert.deepEqual(
      everybody.value.users.map(({ id }) => id),
      [inside.id],
    );
    const others = await browser.call('searchUsers', { body: { search: outside.login } });
    assert.deepEqual(others.value.users, []);
    await limit(staff);
    assert.equal(await canRead(browser, outside), 200);
  });

  it('K15 the limit holds for several at once, and for what waits for a second person', async () => {
    const [inside, outside] = [await somebody(), await somebody()];
    const group = await groupOf('Dock', inside);
    const { person: staff, browser } = await signedIn('help-desk');
    await limit(staff, group);
    const untouched = await stateOf(world.database);
    const logins = [outside.login];
    const several = { reason: REASON, logins, deleteAppPasswords: true, restoreRemembered: true };
    const refused = await browser.call('manageSeveral', { body: several });
    assert.deepEqual(refused.value.results, [{ login: outside.login, result: 'out_of_reach' }]);
    assert.deepEqual(await changesSince(world.database, untouched), []);
    const done = await browser.call('manageSeveral', {
      body: { ...several, logins: [inside.login] },
    });
    assert.deepEqual(done.value.results, [{ login: inside.login, result: 'done' }]);

    const ask = (target: Person) =>
      boss.call('requestApproval', {
        params: { userId: target.id },
        body: { act: 'unblockUser', details: { reason: REASON } },
      });
    const [near, far] = [await ask(inside), await ask(outside)];
    assert.equal(far.status, 200, far.text);
    const waiting = (await browser.call('listApprovals', { query: {} })).value.approvals;
    assert.deepEqual(
      waiting.map(({ id, mine }) => [id, mine]),
      [[near.value.approvalId, 'decide']],
    );
    const decide = (approvalId: string) =>
      browser.call('approveRequest', { params: { approvalId } });
    assert.equal((await decide(far.value.approvalId)).problem?.code, 'out_of_reach');
    assert.equal((await decide(near.value.approvalId)).status, 200);
  });

  it('K15 of hardware tokens whoever is limited sees those of their people, and free ones', async () => {
    const [inside, outside] = [await somebody(), await somebody()];
    const { person: staff, browser } = await signedIn('auditor');
    await limit(staff, await groupOf('Pier', inside));
    const [near, far, free] = [
      newHardwareToken({ userId: inside.id }),
      newHardwareToken({ userId: outside.id }),
      newHardwareToken({ userId: undefined }),
    ];
    await world.database.transact('fact', async ({ hardwareTokens }) => {
      for (const token of [near, far, free]) await hardwareTokens.insert(token);
    });
    const { tokens } = (await browser.call('searchTokens', { body: {} })).value;
    const ids = new Set(tokens.map(({ id }) => id));
    assert.deepEqual(ids, new Set([near.id, free.id]));
    const body = { login: outside.login };
    assert.deepEqual((await browser.call('searchTokens', { body })).value.tokens, []);
  });

  it('K15 cases, reports and attempts show whoever is limited their own people alone', async () => {
    const [inside, outside] = [await somebody(), await somebody()];
    const group = await groupOf('Mill', inside);
    for (const person of [inside, outside]) await world.browser().signIn(person);
    const message = { message: 'My phone is gone' };
    assert.equal((await world.browser().call('reportProblem', { body: message })).status, 204);
    const { cases } = (await boss.call('listCases')).value;
    const caseId = cases.at(-1)?.id ?? '';
    const { person: staff, browser } = await signedIn('help-desk');
    await limit(staff, group);
    assert.deepEqual((await browser.call('listCases')).value.cases, []);
    for (const name of ['getCase', 'takeCase', 'closeCase'] as const) {
      const answer = await callAny(browser, name, { ids: { caseId } });
      assert.ok([404, 409].includes(answer.status), `${name} ${answer.text}`);
    }
    const auditor = await signedIn('auditor');
    await limit(auditor.person, group);
    const asked = { body: { report: 'sign-ins' } } as const;
    const { records } = (await auditor.browser.call('readReport', asked)).value;
    const accounts = new Set(records.map(({ account }) => account?.id));
    assert.deepEqual(accounts, new Set([inside.id, auditor.person.id]));
    // Of the whole organisation: counts of messages, and files.
    const read0 = (await world.audit('report.read')).length;
    const messages = await auditor.browser.call('readMessages', { body: {} });
    assert.equal(messages.problem?.code, 'out_of_reach', messages.text);
    assert.equal((await auditor.browser.call('beginExport', asked)).problem?.code, 'out_of_reach');
    assert.equal((await world.audit('report.read')).length, read0);
    assert.equal((await boss.call('readMessages', { body: {} })).status, 200);
    const all = (await boss.call('readReport', asked)).value.records;
    const attemptOf = (person: Person) =>
      all.find(({ account }) => account?.id === person.id)?.correlationId ?? '';
    const read = (person: Person) =>
      auditor.browser.call('getAttempt', { params: { correlationId: attemptOf(person) } });
    assert.equal((await read(inside)).status, 200);
    assert.equal((await read(outside)).status, 404);
  });

  it('K15 a group that limits somebody cannot be deleted, and a limit is for help desks and auditors', async () => {
    const group = await groupOf('Tower');
    const { person: staff, browser } = await signedIn('help-desk');
    await limit(staff, group);
    const deleting = { params: { groupId: group }, body: { reason: REASON } };
    assert.equal((await boss.call('deleteGroup', deleting)).problem?.code, 'group_in_use');
    const body = { reason: REASON, groups: [group] };
    const params = { userId: (await somebody('administrator')).id };
    assert.equal((await boss.call('setUserScope', { params, body })).problem?.code, 'role_forbids');
    const own = { params: { userId: staff.id }, body };
    assert.equal((await browser.call('setUserScope', own)).problem?.code, 'access_denied');
    const [changed] = (await world.audit('authz_change')).filter(
      ({ target, detail }) => target?.id === staff.id && detail?.['action'] === 'scope',
    );
    assert.equal(changed?.detail?.['before'], 'everybody');
    assert.equal(changed.detail['after'], 'Tower');
    await limit(staff);
    assert.equal((await boss.call('deleteGroup', deleting)).status, 204);
    const actions = (await world.audit('group.changed')).map(({ detail }) => detail?.['action']);
    assert.ok(actions.includes('created') && actions.includes('removed'));
  });
}, prepareDatabase);

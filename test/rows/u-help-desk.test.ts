import assert from 'node:assert/strict';
import { it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { confirmNumber, KNOWN, REASON, useDesk } from '../harness/world/desk.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import { prepareDatabase } from '../harness/world/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const newNumber = makeNumbers();

forEachStore((store) => {
  const { world, somebody, signedIn, onDesk } = useDesk(store);

  it('J1 a clear keeps passkeys unless they are ticked', async () => {
    const desk = await onDesk();
    for (const passkeys of [false, true]) {
      const target = await somebody({ passkeys: [{}] });
      const params = { userId: target.id };
      const body = { ...KNOWN, registration: 'pass', passkeys } as const;
      const cleared = await desk.browser.call('clearMethods', { params, body });
      const kinds = cleared.value.user.methods.map(({ kind }) => kind);
      assert.deepEqual(kinds, passkeys ? [] : ['passkey']);
    }
  });

  it('J1 J2 J3 settings of several people: a result of each, and bad lines stop nothing', async () => {
    const desk = await onDesk();
    const boss = await somebody({ role: 'administrator' });
    const people = [await somebody(), await somebody()];
    const logins = [
      people[0]?.login,
      'nobody-there',
      boss.login,
      desk.person.login,
      people[1]?.email,
    ];
    const body = {
      ...KNOWN,
      logins,
      provideAgain: { registration: 'password' },
      deleteAppPasswords: true,
      restoreRemembered: true,
    };
    const { value, text } = await desk.browser.call('manageSeveral', { body });
    const results = value.results.map(({ result }) => result);
    assert.deepEqual(results, ['done', 'not_found', 'out_of_reach', 'own_account', 'done'], text);
    for (const { id } of people) {
      assert.deepEqual(await world().database.stores.authenticators.list(id), []);
    }
    assert.equal((await world().database.stores.authenticators.list(boss.id)).length, 1);
  });

  it('J3 D04 remembered browsers that are forgotten are told of', async () => {
    const desk = await onDesk();
    const target = await somebody();
    const params = { userId: target.id };
    const forgotten = await desk.browser.call('forgetBrowsersOf', {
      params,
      body: { reason: REASON },
    });
    assert.equal(forgotten.status, 200, forgotten.text);
    const mail = await world().sink.waitForMail(target.email);
    assert.match(mail.subject, /remembered browsers/);
  });

  it('U22 N1 N2 N3 blocked for 90 days and unblocked, each with its reason in the history', async () => {
    const desk = await onDesk();
    const target = await somebody();
    const params = { userId: target.id };
    const blocked = await desk.browser.call('blockUser', {
      params,
      body: { reason: 'stolen laptop' },
    });
    const until = new Date(blocked.value.user.user.blockedUntil ?? 0).getTime();
    assert.equal(until - world().clock.now().getTime(), 90 * 24 * HOUR);
    const body = { login: target.login, password: target.password };
    const denied = await world().browser().call('beginSignIn', { body });
    assert.equal(denied.problem?.code, 'sign_in_blocked');
    await desk.browser.call('unblockUser', { params, body: { reason: 'it was found' } });
    await world().browser().signIn(target);
    const { value } = await desk.browser.call('getUserBlocks', { params });
    assert.deepEqual(
      value.entries.map(({ what, reason, by }) => [what, reason, by]),
      [
        ['unblocked', 'it was found', desk.person.login],
        ['blocked', 'stolen laptop', desk.person.login],
      ],
    );
  });

  it('U40 a client lists methods, deletes one and sets the state; the person, the reports and the audit log agree', async () => {
    const admin = await signedIn({ role: 'administrator' });
    const mobile = newNumber();
    const owner = await signedIn({ phones: { mobile }, prefers: 'totp' });
    const params = { userId: owner.person.id };
    const listed = await admin.browser.call('getUser', { params });
    const phone = listed.value.methods.find(({ kind }) => kind === 'phone');
    assert.equal(phone?.masked, `+X XXXXXXXX${mobile.slice(-2)}`);
    const body = { reason: REASON, methodId: phone?.id };
    const removed = await admin.browser.call('removeMethodOf', { params, body });
    assert.equal(removed.status, 200, removed.text);
    assert.deepEqual(
      removed.value.user.methods.map(({ kind }) => kind),
      ['totp'],
    );
    const state = { reason: REASON, state: 'enabled' } as const;
    const changed = await admin.browser.call('setUserState', { params, body: state });
    assert.equal(changed.value.user.user.state, 'enabled');
    await world().sink.waitForText(mobile);

    assert.equal((await owner.browser.call('getSecurityInfo')).status, 401, 'signed out');
    world().clock.advance(MINUTE);
    const again = world().browser();
    await again.signIn(owner.person);
    const own = await again.call('getSecurityInfo');
    assert.deepEqual(
      own.value.methods.map(({ kind }) => kind),
      ['totp'],
    );
    const report = await admin.browser.call('readReport', { body: { report: 'administration' } });
    const events = report.value.records
      .filter(({ account }) => account?.id === owner.person.id)
      .map(({ event }) => event);
    assert.ok(events.includes('admin.method_removed') && events.includes('authz_change'));
    const signIns = await admin.browser.call('readReport', { body: { report: 'sign-ins' } });
    assert.ok(signIns.value.records.some(({ account }) => account?.id === owner.person.id));
    for (const { text } of [listed, removed, changed, own, report, signIns]) {
      assert.ok(!text.includes(mobile) && !text.includes(mobile.slice(1)), 'a whole number');
    }
  });

  it('D07 staff who mix up ids: a method of somebody else, and what nobody has, change nothing', async () => {
    const desk = await onDesk();
    const [one, other] = [await somebody({ apps: 2 }), await somebody({ apps: 2 })];
    const untouched = await stateOf(world().database);
    const crossed = await desk.browser.call('removeMethodOf', {
      params: { userId: one.id },
      body: { reason: REASON, methodId: other.apps[0]?.id },
    });
    const unknown = await desk.browser.call('removeMethodOf', {
      params: { userId: one.id },
      body: { reason: REASON, methodId: crypto.randomUUID() },
    });
    assert.deepEqual([crossed.status, unknown.status], [404, 404]);
    const checkId = crypto.randomUUID();
    assert.equal((await confirmNumber(desk.browser, checkId, '123456')).status, 410);
    const approvalId = crypto.randomUUID();
    const approved = await desk.browser.call('approveRequest', { params: { approvalId } });
    assert.equal(approved.status, 410);
    assert.deepEqual(await changesSince(world().database, untouched), []);
  });

  it('D04 a number that the help desk adds or corrects counts at once; the old one is told', async () => {
    const desk = await onDesk();
    const [old, corrected] = [newNumber(), newNumber()];
    const target = await somebody({ phones: { office: old } });
    const params = { userId: target.id };
    const body = { ...KNOWN, slot: 'office', number: corrected, country: 'US' };
    const added = await desk.browser.call('addPhoneOf', { params, body });
    assert.equal(added.status, 200, added.text);
    const phones = added.value.user.methods.filter(({ kind }) => kind === 'phone');
    assert.deepEqual(
      phones.map(({ masked }) => masked),
      [`+X XXXXXXXX${corrected.slice(-2)}`],
    );
    await world().sink.waitForText(old);
    await world().sink.waitForText(corrected);
    const bad = await desk.browser.call('addPhoneOf', {
      params,
      body: { ...body, number: '+88212345678' },
    });
    assert.equal(bad.problem?.code, 'number_unavailable', 'F03');
  });
}, prepareDatabase);

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { numberRead, sendNumber, verifyCaller } from '../harness/world/caller.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { codeSpoken, makeNumbers } from '../harness/world/outputs.ts';
import type { Person, PersonWanted } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RACES = 20;
const DESK = 'desk@example.org';
const REASON = 'lost the phone, called back';
const KNOWN = { reason: REASON, callerVerifiedBy: 'known voice' } as const;

forEachStore((store) => {
  let world: World;
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { nodes, phones: true, config: { casesMailTo: DESK } });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  const somebody = (wanted: Partial<PersonWanted> = {}) => {
    made += 1;
    return world.person({ login: `person-${made}`, apps: 1, ...wanted });
  };

  async function signedIn(wanted: Partial<PersonWanted>) {
    const person = await somebody(wanted);
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }
  const onDesk = () => signedIn({ role: 'help-desk' });

  const confirm = (browser: Browser, checkId: string, number: string) =>
    browser.call('confirmCallerNumber', { params: { checkId }, body: { number } });

  const pass = (browser: Browser, { id }: Person, body: Readonly<Record<string, unknown>>) =>
    browser.call('issuePass', { params: { userId: id }, body: { reason: REASON, ...body } });

  it('M08 12 clears in 10 minutes: each needs a reason and how the caller was verified, the 11th and 12th raise an alarm', async () => {
    const { browser } = await onDesk();
    const registration = 'pass';
    for (const body of [
      { registration, callerVerifiedBy: 'known voice' },
      { registration, callerVerifiedBy: 'known voice', reason: '  ' },
      { registration, reason: REASON, callerVerifiedBy: '' },
    ]) {
      const params = { userId: (await somebody()).id };
      assert.equal((await browser.call('clearMethods', { params, body })).status, 400);
    }
    const silent = { userId: (await somebody()).id };
    const body = { registration, reason: REASON };
    const unsaid = await browser.call('clearMethods', { params: silent, body });
    assert.equal(unsaid.problem?.code, 'caller_not_verified', unsaid.text);
    for (let n = 1; n <= 12; n += 1) {
      const params = { userId: (await somebody()).id };
      const cleared = await browser.call('clearMethods', {
        params,
        body: { ...KNOWN, registration },
      });
      assert.equal(cleared.status, 200, cleared.text);
    }
    assert.equal((await world.audit('admin.clears_alarm')).length, 2);
    const mail = await world.sink.waitForMail(DESK);
    assert.match(mail.subject, /cleared within an hour/);
  });

  it('M08 nothing that opens an account is done for a caller nobody vouches for', async () => {
    const { browser } = await onDesk();
    const target = await somebody();
    const params = { userId: target.id };
    const untouched = await stateOf(world.database);
    const phone = { slot: 'mobile', number: newNumber(), country: 'US' };
    const answers = [
      await pass(browser, target, {}),
      await browser.call('resetPasswordOf', { params, body: { reason: REASON } }),
      await browser.call('issueBypass', { params, body: { reason: REASON } }),
      await browser.call('addPhoneOf', { params, body: { reason: REASON, ...phone } }),
      await pass(browser, target, { callerCheck: crypto.randomUUID() }),
    ];
    for (const { problem, text } of answers)
      assert.equal(problem?.code, 'caller_not_verified', text);
    assert.deepEqual(await changesSince(world.database, untouched), []);
  });

  it('M08 a number goes to a method that the person has left, and is good once, for who sent it, for 10 minutes and 3 tries', async () => {
    const desk = await onDesk();
    const colleague = await onDesk();
    const mobile = newNumber();
    const target = await somebody({ phones: { mobile } });
    const params = { userId: target.id };
    const methodId = (await world.database.stores.authenticators.list(target.id)).find(
      ({ kind }) => kind === 'phone',
    )?.id;
    const body = { reason: REASON, via: 'text', methodId } as const;
    const sent = await desk.browser.call('sendCallerNumber', { params, body });
    assert.equal(sent.status, 200, sent.text);
    const { checkId } = sent.value;
    const number = await numberRead(world, { text: mobile });
    const wrong = number === '000000' ? '000001' : '000000';

    assert.equal((await confirm(colleague.browser, checkId, number)).status, 410);
    assert.equal((await confirm(desk.browser, checkId, wrong)).status, 401);
    assert.equal(
      (await confirm(desk.browser, checkId, `${number.slice(0, 3)} ${number.slice(3)}`)).status,
      200,
    );
    assert.equal((await confirm(desk.browser, checkId, number)).status, 410, 'one use');

    const other = await somebody();
    const proof = { callerCheck: checkId };
    assert.equal((await pass(desk.browser, other, proof)).problem?.code, 'caller_not_verified');
    assert.equal(
      (await pass(colleague.browser, target, proof)).problem?.code,
      'caller_not_verified',
    );
    assert.equal((await pass(desk.browser, target, proof)).status, 200);
    assert.equal((await pass(desk.browser, target, proof)).problem?.code, 'caller_not_verified');
    const issued = (await world.audit('tap.issued')).at(-1);
    const how = String(issued?.detail?.['callerVerifiedBy']);
    assert.equal(how, `a number sent by text to the number ending ${mobile.slice(-2)}`);

    const second = await sendNumber(desk.browser, target);
    const read = await numberRead(world, { mail: target.email });
    for (const status of [401, 401, 401, 410]) {
      const guess = read === '111111' ? '111112' : '111111';
      assert.equal((await confirm(desk.browser, second, guess)).status, status);
    }
    assert.equal((await confirm(desk.browser, second, read)).status, 410);

    const third = await sendNumber(desk.browser, await somebody());
    world.clock.advance(11 * MINUTE);
    const later = world.browser();
    await later.signIn(desk.person);
    assert.equal((await confirm(later, third, number)).status, 410);
    const details = JSON.stringify((await world.audit()).map(({ detail }) => detail));
    assert.ok(!details.includes(number));
  });

  it('M08 F02 numbers for callers spend the budgets of every other message', async () => {
    const desk = await onDesk();
    const mobile = newNumber();
    const target = await somebody({ phones: { mobile } });
    const [phone] = (await world.database.stores.authenticators.list(target.id)).filter(
      ({ kind }) => kind === 'phone',
    );
    const params = { userId: target.id };
    const body = { reason: REASON, via: 'text', methodId: phone?.id } as const;
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      statuses.push((await desk.browser.call('sendCallerNumber', { params, body })).status);
    }
    assert.equal(statuses[0], 200);
    assert.equal(statuses.at(-1), 429);
    assert.ok(statuses.filter((status) => status === 200).length <= 3, statuses.join());
    const foreign = await somebody({ phones: { mobile: newNumber() } });
    const crossed = { params: { userId: foreign.id }, body };
    const refused = await desk.browser.call('sendCallerNumber', crossed);
    assert.equal(refused.problem?.code, 'method_unavailable', 'D07 a phone of somebody else');
  });

  it('M08 a call says the number, and that it is read out only by whoever called', async () => {
    const desk = await onDesk();
    const mobile = newNumber();
    const target = await somebody({ phones: { mobile } });
    const [phone] = (await world.database.stores.authenticators.list(target.id)).filter(
      ({ kind }) => kind === 'phone',
    );
    const body = { reason: REASON, via: 'call', methodId: phone?.id } as const;
    const sent = await desk.browser.call('sendCallerNumber', {
      params: { userId: target.id },
      body,
    });
    assert.equal(sent.status, 200, sent.text);
    const number = await codeSpoken(world, mobile);
    const [{ sid = '' } = {}] = world.sink.calls(mobile);
    await world.sink.waitForSpoken(sid, 'Read it out only if it was you');
    const passed = await confirm(desk.browser, sent.value.checkId, number);
    assert.equal(passed.status, 200, passed.text);
  });

  it('U30 M1 M2 M3 a one-time bypass of 300 s skips the second step of one sign-in; its session says so', async () => {
    const desk = await onDesk();
    const target = await somebody();
    const params = { userId: target.id };
    const open = () => desk.browser.call('issueBypass', { params, body: KNOWN });
    const opened = await open();
    assert.equal(opened.status, 200, opened.text);
    const seconds = new Date(opened.value.expiresAt).getTime() - world.clock.now().getTime();
    assert.equal(seconds, 300_000);
    await world.sink.waitForMail(target.email);

    const owner = world.browser();
    assert.equal((await owner.begin(target)).state, 'completed');
    const [row] = (await rowsOf(world.database, 'session')).filter(
      (one) => one['user_id'] === target.id,
    );
    assert.deepEqual(
      [row?.['acr'], row?.['amr'], row?.['second_step']],
      ['one-step', '["pwd"]', null],
    );
    const [skipped] = (await world.audit('mfa.skipped')).filter(
      ({ actor }) => actor?.id === target.id,
    );
    assert.equal(skipped?.reason, 'one_time_bypass');
    // It opens no change of the account.
    assert.equal((await owner.call('bindApp', { body: {} })).problem?.code, 'step_up_required');
    assert.equal((await world.browser().begin(target)).state, 'second-step', 'the next one');

    await open();
    world.clock.advance(300_000);
    assert.equal((await world.browser().begin(target)).state, 'second-step', 'after 300 s');
    const admin = await signedIn({ role: 'administrator' });
    const report = await admin.browser.call('readReport', { body: { report: 'administration' } });
    const told = report.value.records.filter(({ account }) => account?.id === target.id);
    const events = told.map(({ event }) => event);
    assert.ok(events.includes('bypass.issued') && events.includes('bypass.used'), events.join());
  });

  it('U30 B13 one bypass at 20 sign-ins in one moment, 20 times: one skips', async () => {
    const desk = await onDesk();
    for (let race = 0; race < RACES; race += 1) {
      const target = await somebody();
      const params = { userId: target.id };
      if (race % 5 === 4) {
        world.clock.advance(MINUTE);
        await desk.browser.signIn(desk.person);
      }
      const opened = await desk.browser.call('issueBypass', { params, body: KNOWN });
      assert.equal(opened.status, 200, opened.text);
      const body = { login: target.login, password: target.password, returnTo: '/' };
      const answers = await par(20, (n) => {
        const url = world.nodeUrls[n % world.nodeUrls.length] ?? '';
        return world.browser().barrierRequest('beginSignIn', { body }, url);
      });
      const states = answers.map(({ body: text }) => /"state":"([a-z-]+)"/.exec(text)?.[1]);
      assert.equal(states.filter((state) => state === 'completed').length, 1, states.join());
    }
  });

  it('U30 no bypass for oneself, none for the staff without a second person, none after a block', async () => {
    const desk = await onDesk();
    const boss = await signedIn({ role: 'administrator' });
    const open = (browser: Browser, { id }: Person) =>
      browser.call('issueBypass', { params: { userId: id }, body: KNOWN });
    assert.equal((await open(desk.browser, desk.person)).problem?.code, 'own_account');
    assert.equal((await open(boss.browser, desk.person)).problem?.code, 'approval_required');
    const target = await somebody();
    assert.equal((await open(desk.browser, target)).status, 200);
    const params = { userId: target.id };
    await desk.browser.call('blockUser', { params, body: { reason: REASON } });
    await desk.browser.call('unblockUser', { params, body: { reason: REASON } });
    assert.equal((await world.browser().begin(target)).state, 'second-step');
  });

  it('M07 each limit of a pass: 10 minutes to 8 hours, one use, one of a person, never for oneself, 10 minutes to register', async () => {
    const desk = await onDesk();
    const target = await somebody();
    for (const minutes of [9, 481, 60.5]) {
      assert.equal((await pass(desk.browser, target, { ...KNOWN, minutes })).status, 400);
    }
    assert.equal((await pass(desk.browser, desk.person, KNOWN)).problem?.code, 'own_account');
    const usual = await pass(desk.browser, target, KNOWN);
    const life = new Date(usual.value.expiresAt).getTime() - world.clock.now().getTime();
    assert.equal(life, HOUR);
    assert.match(usual.value.pass, /^(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}$/);
    const newer = await pass(desk.browser, target, { ...KNOWN, minutes: 10 });
    const use = async (typed: string) => {
      const browser = world.browser();
      const begun = await browser.begin(target);
      const { value } = await browser.choose(begun, 'temporary-access-pass');
      return { browser, answer: await browser.verify(value, typed) };
    };
    assert.equal((await use(usual.value.pass)).answer.status, 401, 'replaced');
    world.clock.advance(MINUTE);
    assert.equal((await use(newer.value.pass)).answer.status, 200);
    const options = (await world.browser().begin(target)).options.map(({ type }) => type);
    assert.ok(!options.includes('temporary-access-pass'), 'used up');
    world.clock.advance(HOUR);
    await desk.browser.signIn(desk.person);
    await pass(desk.browser, target, { ...KNOWN, minutes: 10 });
    world.clock.advance(10 * MINUTE);
    const late = (await world.browser().begin(target)).options.map(({ type }) => type);
    assert.ok(!late.includes('temporary-access-pass'), 'expired');
  });

  it('M07 U36 whoever got in by a pass registers within 10 minutes, or not at all', async () => {
    const desk = await onDesk();
    const target = await somebody();
    const params = { userId: target.id };
    const body = { ...KNOWN, registration: 'pass' } as const;
    assert.equal((await desk.browser.call('clearMethods', { params, body })).status, 200);
    const { value } = await pass(desk.browser, target, KNOWN);
    const owner = world.browser();
    const begun = await owner.begin(target);
    assert.equal((await owner.verify(begun, value.pass)).value.state, 'set-up');
    world.clock.advance(10 * MINUTE);
    const late = await owner.call('bindApp', { body: {} });
    assert.ok(late.status === 401 || late.status === 410, late.text);
    assert.equal((await world.browser().begin(target)).state, 'needs-help');
  });

  it('U12 U36 the password alone opens the set-up for 24 hours where the help desk says so, and a pass is asked for otherwise', async () => {
    const desk = await onDesk();
    for (const registration of ['password', 'pass'] as const) {
      const target = await somebody();
      const params = { userId: target.id };
      const body = { ...KNOWN, registration };
      assert.equal((await desk.browser.call('clearMethods', { params, body })).status, 200);
      const open = registration === 'password' ? 'set-up' : 'needs-help';
      assert.equal((await world.browser().begin(target)).state, open);
      world.clock.advance(24 * HOUR);
      assert.equal((await world.browser().begin(target)).state, 'needs-help');
      await desk.browser.signIn(desk.person);
    }
  });

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
      assert.deepEqual(await world.database.stores.authenticators.list(id), []);
    }
    assert.equal((await world.database.stores.authenticators.list(boss.id)).length, 1);
  });

  it('J3 D04 remembered browsers that are forgotten are told of', async () => {
    const desk = await onDesk();
    const target = await somebody();
    const params = { userId: target.id };
    const forgotten = await desk.browser.call('forgetBrowsersOf', { params, body: KNOWN_REASON });
    assert.equal(forgotten.status, 200, forgotten.text);
    const mail = await world.sink.waitForMail(target.email);
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
    assert.equal(until - world.clock.now().getTime(), 90 * 24 * HOUR);
    const body = { login: target.login, password: target.password };
    const denied = await world.browser().call('beginSignIn', { body });
    assert.equal(denied.problem?.code, 'sign_in_blocked');
    await desk.browser.call('unblockUser', { params, body: { reason: 'it was found' } });
    await world.browser().signIn(target);
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
    const before = await admin.browser.call('getUser', { params });
    const phone = before.value.methods.find(({ kind }) => kind === 'phone');
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
    await world.sink.waitForText(mobile);

    assert.equal((await owner.browser.call('getSecurityInfo')).status, 401, 'signed out');
    world.clock.advance(MINUTE);
    const again = world.browser();
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
    for (const { text } of [before, removed, changed, own, report, signIns]) {
      assert.ok(!text.includes(mobile) && !text.includes(mobile.slice(1)), 'a whole number');
    }
  });

  it('D07 staff who mix up ids: a method of somebody else, and what nobody has, change nothing', async () => {
    const desk = await onDesk();
    const [one, other] = [await somebody({ apps: 2 }), await somebody({ apps: 2 })];
    const untouched = await stateOf(world.database);
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
    assert.equal((await confirm(desk.browser, checkId, '123456')).status, 410);
    const approvalId = crypto.randomUUID();
    const approved = await desk.browser.call('approveRequest', { params: { approvalId } });
    assert.equal(approved.status, 410);
    assert.deepEqual(await changesSince(world.database, untouched), []);
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
    await world.sink.waitForText(old);
    await world.sink.waitForText(corrected);
    const bad = await desk.browser.call('addPhoneOf', {
      params,
      body: { ...body, number: '+88212345678' },
    });
    assert.equal(bad.problem?.code, 'number_unavailable', 'F03');
  });
}, prepareDatabase);

const KNOWN_REASON = { reason: REASON } as const;

forEachStore((store) => {
  let world: World;
  before(async () => {
    const helpDesk = { twoPersons: 'unverified', bypassSeconds: 60 } as const;
    world = await makeWorld(store, { phones: true, config: { helpDesk } });
  });
  after(() => world.close());

  it('M08 in two-person mode a caller who reads out no number, and the 11th clear of an hour, wait for a second person', async () => {
    const desk = await world.person({ login: 'desk', role: 'help-desk', apps: 1 });
    const second = await world.person({ login: 'second', role: 'help-desk', apps: 1 });
    const [browser, agreeing] = [world.browser(), world.browser()];
    await browser.signIn(desk);
    await agreeing.signIn(second);
    const registration = 'pass';
    const people: Person[] = [];
    for (let n = 0; n < 12; n += 1) people.push(await world.person({ login: `u${n}`, apps: 1 }));
    const [first] = people;
    assert.ok(first);
    const params = { userId: first.id };
    const stated = { ...KNOWN, registration } as const;
    const blocked = await browser.call('clearMethods', { params, body: stated });
    assert.equal(blocked.problem?.code, 'approval_required', blocked.text);
    const asked = await browser.call('requestApproval', {
      params,
      body: { act: 'clearMethods', details: stated },
    });
    const { approvalId } = asked.value;
    assert.equal((await browser.call('approveRequest', { params: { approvalId } })).status, 403);
    const done = await agreeing.call('approveRequest', { params: { approvalId } });
    assert.equal(done.status, 200, done.text);

    const answers: (string | number | undefined)[] = [];
    for (const person of people.slice(1)) {
      const body = {
        reason: REASON,
        registration,
        callerCheck: await verifyCaller(world, browser, person),
      };
      const cleared = await browser.call('clearMethods', { params: { userId: person.id }, body });
      answers.push(cleared.problem?.code ?? cleared.status);
    }
    assert.deepEqual(answers, [...Array.from({ length: 10 }, () => 200), 'approval_required']);
  });
}, prepareDatabase);

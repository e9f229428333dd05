import assert from 'node:assert/strict';
import { it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { numberRead, sendNumber, verifyCaller } from '../harness/world/caller.ts';
import { confirmNumber, issuePass, KNOWN, REASON, useDesk } from '../harness/world/desk.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import { codeSpoken, makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { prepareDatabase } from '../harness/world/world.ts';

const MINUTE = 60_000;
const DESK = 'desk@example.org';
const newNumber = makeNumbers();

forEachStore((store) => {
  const { world, somebody, onDesk } = useDesk(store, { casesMailTo: DESK });

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
    assert.equal((await world().audit('admin.clears_alarm')).length, 2);
    const mail = await world().sink.waitForMail(DESK);
    assert.match(mail.subject, /cleared within an hour/);
  });

  it('M08 nothing that opens an account is done for a caller nobody vouches for', async () => {
    const { browser } = await onDesk();
    const target = await somebody();
    const params = { userId: target.id };
    const untouched = await stateOf(world().database);
    const phone = { slot: 'mobile', number: newNumber(), country: 'US' };
    const answers = [
      await issuePass(browser, target, {}),
      await browser.call('resetPasswordOf', { params, body: { reason: REASON } }),
      await browser.call('issueBypass', { params, body: { reason: REASON } }),
      await browser.call('addPhoneOf', { params, body: { reason: REASON, ...phone } }),
      await issuePass(browser, target, { callerCheck: crypto.randomUUID() }),
    ];
    for (const { problem, text } of answers)
      assert.equal(problem?.code, 'caller_not_verified', text);
    assert.deepEqual(await changesSince(world().database, untouched), []);
  });

  it('M08 a number goes to a method that the person has left, and is good once, for who sent it, for 10 minutes and 3 tries', async () => {
    const desk = await onDesk();
    const colleague = await onDesk();
    const mobile = newNumber();
    const target = await somebody({ phones: { mobile } });
    const params = { userId: target.id };
    const methodId = (await world().database.stores.authenticators.list(target.id)).find(
      ({ kind }) => kind === 'phone',
    )?.id;
    const body = { reason: REASON, via: 'text', methodId } as const;
    const sent = await desk.browser.call('sendCallerNumber', { params, body });
    assert.equal(sent.status, 200, sent.text);
    const { checkId } = sent.value;
    const number = await numberRead(world(), { text: mobile });
    const wrong = number === '000000' ? '000001' : '000000';

    assert.equal((await confirmNumber(colleague.browser, checkId, number)).status, 410);
    assert.equal((await confirmNumber(desk.browser, checkId, wrong)).status, 401);
    assert.equal(
      (await confirmNumber(desk.browser, checkId, `${number.slice(0, 3)} ${number.slice(3)}`))
        .status,
      200,
    );
    assert.equal((await confirmNumber(desk.browser, checkId, number)).status, 410, 'one use');

    const other = await somebody();
    const proof = { callerCheck: checkId };
    assert.equal(
      (await issuePass(desk.browser, other, proof)).problem?.code,
      'caller_not_verified',
    );
    assert.equal(
      (await issuePass(colleague.browser, target, proof)).problem?.code,
      'caller_not_verified',
    );
    assert.equal((await issuePass(desk.browser, target, proof)).status, 200);
    assert.equal(
      (await issuePass(desk.browser, target, proof)).problem?.code,
      'caller_not_verified',
    );
    const issued = (await world().audit('tap.issued')).at(-1);
    const how = String(issued?.detail?.['callerVerifiedBy']);
    assert.equal(how, `a number sent by text to the number ending ${mobile.slice(-2)}`);

    const second = await sendNumber(desk.browser, target);
    const read = await numberRead(world(), { mail: target.email });
    for (const status of [401, 401, 401, 410]) {
      const guess = read === '111111' ? '111112' : '111111';
      assert.equal((await confirmNumber(desk.browser, second, guess)).status, status);
    }
    assert.equal((await confirmNumber(desk.browser, second, read)).status, 410);

    const third = await sendNumber(desk.browser, await somebody());
    world().clock.advance(11 * MINUTE);
    const later = world().browser();
    await later.signIn(desk.person);
    assert.equal((await confirmNumber(later, third, number)).status, 410);
    const details = JSON.stringify((await world().audit()).map(({ detail }) => detail));
    assert.ok(!details.includes(number));
  });

  it('M08 F02 numbers for callers spend the budgets of every other message', async () => {
    const desk = await onDesk();
    const mobile = newNumber();
    const target = await somebody({ phones: { mobile } });
    const [phone] = (await world().database.stores.authenticators.list(target.id)).filter(
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
    const [phone] = (await world().database.stores.authenticators.list(target.id)).filter(
      ({ kind }) => kind === 'phone',
    );
    const body = { reason: REASON, via: 'call', methodId: phone?.id } as const;
    const sent = await desk.browser.call('sendCallerNumber', {
      params: { userId: target.id },
      body,
    });
    assert.equal(sent.status, 200, sent.text);
    const number = await codeSpoken(world(), mobile);
    const [call] = world().sink.calls(mobile);
    assert.ok(call);
    await world().sink.waitForSpoken(call.sid, 'Read it out only if it was you');
    const passed = await confirmNumber(desk.browser, sent.value.checkId, number);
    assert.equal(passed.status, 200, passed.text);
  });
}, prepareDatabase);

forEachStore((store) => {
  const helpDesk = { twoPersons: 'unverified', bypassSeconds: 60, reusablePasses: false } as const;
  const { world } = useDesk(store, { helpDesk, casesMailTo: DESK });

  it('M07 where the settings say so a pass is good once and no more', async () => {
    const desk = await world().person({ login: 'pass-desk', role: 'administrator', apps: 1 });
    const target = await world().person({ login: 'pass-target', apps: 1 });
    const browser = world().browser();
    await browser.signIn(desk);
    const callerCheck = await verifyCaller(world(), browser, target);
    const proof = { callerCheck, uses: 'many' } as const;
    assert.equal((await issuePass(browser, target, proof)).status, 400);
    assert.equal((await issuePass(browser, target, { ...proof, uses: 'once' })).status, 200);
  });

  it('M08 in two-person mode a caller who reads out no number, and the 11th clear of an hour, wait for a second person', async () => {
    const desk = await world().person({ login: 'desk', role: 'help-desk', apps: 1 });
    const second = await world().person({ login: 'second', role: 'help-desk', apps: 1 });
    const [browser, agreeing] = [world().browser(), world().browser()];
    await browser.signIn(desk);
    await agreeing.signIn(second);
    const registration = 'pass';
    const people: Person[] = [];
    for (let n = 0; n < 12; n += 1) people.push(await world().person({ login: `u${n}`, apps: 1 }));
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
    const mail = await world().sink.waitForMail(DESK);
    assert.match(mail.subject, /second person/);
    assert.equal((await browser.call('approveRequest', { params: { approvalId } })).status, 403);
    const done = await agreeing.call('approveRequest', { params: { approvalId } });
    assert.equal(done.status, 200, done.text);

    const answers: (string | number | undefined)[] = [];
    for (const person of people.slice(1)) {
      const body = {
        reason: REASON,
        registration,
        callerCheck: await verifyCaller(world(), browser, person),
      };
      const cleared = await browser.call('clearMethods', { params: { userId: person.id }, body });
      answers.push(cleared.problem?.code ?? cleared.status);
    }
    assert.deepEqual(answers, [...Array.from({ length: 10 }, () => 200), 'approval_required']);
  });
}, prepareDatabase);

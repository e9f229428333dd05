import assert from 'node:assert/strict';
import { it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { ask, complete, withDevice } from '../harness/with-device.ts';
import { dumpOf } from '../harness/world/dump.ts';
import type { World } from '../harness/world/world.ts';
import type { Person } from '../harness/world/person.ts';

const MINUTE = 60_000;
const REASON = 'somebody calls';

async function onDesk(world: World, login = 'desk') {
  const staff = await world.person({ login, role: 'help-desk', apps: 1 });
  const browser = world.browser();
  await browser.signIn(staff);
  const deviceOf = async ({ id }: Person) =>
    (await world.database.stores.authenticators.list(id)).find(({ kind }) => kind === 'device')?.id;
  const send = async (person: Person, methodId?: string) => {
    const wanted = methodId ?? (await deviceOf(person));
    const body = { reason: REASON, via: 'app', methodId: wanted } as const;
    return browser.call('sendCallerNumber', { params: { userId: person.id }, body });
  };
  const confirm = (checkId: string, number: string) =>
    browser.call('confirmCallerNumber', { params: { checkId }, body: { number } });
  return { browser, send, confirm, deviceOf };
}

forEachStore((store) => {
  it('M08 a number is shown on the phone with the authenticator, read out once, and gone', () =>
    withDevice(store, async ({ world, person, device }) => {
      assert.equal((await device.look()).callerNumber, undefined);
      const { send, confirm } = await onDesk(world);
      const sent = await send(person);
      assert.equal(sent.status, 200, sent.text);
      const { checkId } = sent.value;
      const { callerNumber, request } = await device.look();
      assert.equal(request, undefined, 'nothing is asked that could be answered');
      assert.match(callerNumber?.number ?? '', /^\d{6}$/);
      const number = callerNumber?.number ?? '';
      const kept = JSON.stringify(await dumpOf(world.database));
      assert.ok(!kept.includes(number), 'it is nowhere but on the phone');
      const wrong = number === '000000' ? '000001' : '000000';
      assert.equal((await confirm(checkId, wrong)).problem?.code, 'caller_check_refused');
      assert.equal((await device.look()).callerNumber?.number, number);
      assert.equal((await confirm(checkId, number)).status, 200);
      assert.equal((await device.look()).callerNumber, undefined);
      assert.equal((await confirm(checkId, number)).problem?.code, 'caller_check_over');
      // Read out right, it counts no more as a request that nobody approved.
      assert.equal((await send(person)).status, 200);
      const [row] = await world.audit('caller_check.passed');
      assert.deepEqual([row?.target?.id, row?.detail], [person.id, { by: 'the authenticator' }]);
    }));

  it('E05 M08 nothing that the phone signs turns that number into an approval', () =>
    withDevice(store, async (given) => {
      const { world, person, device } = given;
      const approved = (await world.audit('mfa.push.approved')).length;
      const { send } = await onDesk(world);
      const { checkId } = (await send(person)).value;
      const number = (await device.look()).callerNumber?.number ?? '';
      // As a request of its own: there is none of that id.
      const params = { requestId: checkId };
      const relyingParty = (await device.look()).organisation;
      for (const decision of ['approve', 'deny', 'report']) {
        const answer = device.sign('proofup-answer+jwt', {
          aud: world.authenticatorUrl,
          request: checkId,
          relyingParty,
          decision,
          ...(decision === 'approve' ? { number } : {}),
          iat: device.seconds,
        });
        const told = await device.call('answerRequest', { params, body: { answer } });
        assert.equal(told.status, 404, told.text);
      }
      // As the number of a sign-in that is asked for meanwhile: it is another one.
      world.clock.advance(MINUTE);
      const { browser, signIn } = await ask(given);
      const shown = await device.look();
      assert.ok(shown.request !== undefined && shown.callerNumber?.number === number);
      const asked = shown.request;
      const answer = device.sign('proofup-answer+jwt', {
        aud: world.authenticatorUrl,
        request: asked.id,
        relyingParty: asked.relyingParty,
        decision: 'approve',
        number: number.slice(0, asked.digits),
        iat: device.seconds,
      });
      if (number.slice(0, asked.digits) !== signIn.challenge?.number) {
        const told = await device.call('answerRequest', {
          params: { requestId: asked.id },
          body: { answer },
        });
        assert.equal(told.status, 401, told.text);
      }
      assert.ok((await complete(browser, signIn)).status >= 400);
      assert.equal((await world.audit('mfa.push.approved')).length, approved);
    }));

  it('M08 it is shown on that phone alone, while that counts, and for ten minutes', () =>
    withDevice(store, async ({ world, person, device }) => {
      const { browser, send, deviceOf } = await onDesk(world);
      const other = await world.person({ login: 'other', apps: 1 });
      const methodId = await deviceOf(person);
      assert.ok(methodId);
      assert.equal((await send(other, methodId)).problem?.code, 'method_unavailable');
      const [app] = await world.database.stores.authenticators.list(other.id);
      assert.equal((await send(other, app?.id)).problem?.code, 'method_unavailable');
      assert.equal((await send(person)).status, 200);
      assert.equal((await send(person)).problem?.code, 'too_many_messages', 'as with requests');
      assert.ok((await device.look()).callerNumber !== undefined);
      world.clock.advance(11 * MINUTE);
      assert.equal((await device.look()).callerNumber, undefined);
      await world.database.transact('fact', ({ authenticators }) =>
        authenticators.freeze(methodId, person.id, world.clock.now()),
      );
      assert.equal((await browser.call('getSession')).status, 200);
      const late = await onDesk(world, 'late');
      assert.equal((await late.send(person)).problem?.code, 'method_unavailable');
    }));
});

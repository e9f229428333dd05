import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDevice, Device } from '../harness/device.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { ask, complete, read, withDevice } from '../harness/with-device.ts';
import { prepareDatabase } from '../harness/world/world.ts';

const MINUTE = 60_000;

const other = (number: string | undefined): string => (number === '123' ? '124' : '123');

forEachStore((store) => {
  describe('requests on a device', () => {
    it('U34 signs in with the number, and the browser that asked alone', () =>
      withDevice(store, async (given) => {
        const { world, device } = given;
        const { browser, signIn } = await ask(given);
        const { request } = await device.look();
        assert.equal(request?.relyingParty, 'Example Organisation');
        assert.equal(request.purpose, 'sign-in');
        assert.equal((await device.approve(signIn.challenge?.number)).status, 204);
        const stranger = await world.browser().call('completeSignIn', {
          params: { signInId: signIn.id },
        });
        assert.equal(stranger.status, 410);
        const done = await complete(browser, signIn);
        assert.equal(done.value.state, 'completed', done.text);
        assert.equal((await world.audit('mfa.push.approved')).length, 2);
      }));

    it('E01 refuses an approval without the number, and counts it', () =>
      withDevice(store, async (given) => {
        const { world, device } = given;
        for (const number of [undefined, null, '', 0, true]) {
          const { browser, signIn } = await ask(given);
          const answered = await device.respond({ decision: 'approve', number });
          assert.equal(answered.status, 401, String(number));
          assert.equal((await complete(browser, signIn)).status, 409);
          assert.equal((await read(browser, signIn)).value.challenge?.state, 'failed');
          world.clock.advance(2 * 60 * MINUTE);
        }
        assert.equal((await world.audit('mfa.push.wrong_number')).length, 5);
        assert.equal((await world.database.stores.users.find(given.person.id))?.failedSteps, 5);
      }));

    it('E02 takes one entry: a wrong number ends the request, three of them an hour of requests', () =>
      withDevice(store, async (given) => {
        const { world, device, person } = given;
        const numbers = new Set<string>();
        for (let round = 0; round < 3; round += 1) {
          const { browser, signIn } = await ask(given);
          const number = signIn.challenge?.number;
          numbers.add(number ?? '');
          const { id, answer } = await device.answerFor({ decision: 'approve', number });
          assert.equal(
            (await device.respond({ decision: 'approve', number: other(number) })).status,
            401,
          );
          assert.equal((await device.send(id, answer)).status, 410);
          assert.equal((await complete(browser, signIn)).status, 409);
          world.clock.advance(31_000);
        }
        assert.ok(numbers.size > 1);
        const browser = world.browser();
        const begun = await browser.begin(person);
        const refused = await browser.choose(begun, 'push');
        assert.equal(refused.status, 429);
        assert.ok((refused.problem?.retryAfter ?? 0) > 50 * 60);
        world.clock.advance(61 * MINUTE);
        await ask(given);
      }));

    it('E03 brings three requests of sixty in ten minutes, tells once, and leaves other methods', () =>
      withDevice(
        store,
        async (given) => {
          const { world, device, person } = given;
          const before = (await world.audit('mfa.push.sent')).length;
          const seen = new Set<string>();
          for (let round = 0; round < 60; round += 1) {
            const browser = world.browser();
            const begun = await browser.begin(person);
            await browser.choose(begun, 'push');
            const { request } = await device.look();
            if (request !== undefined) seen.add(request.id);
            world.clock.advance(10_000);
          }
          assert.equal(seen.size, 3);
          assert.equal((await world.audit('mfa.push.sent')).length - before, 3);
          const told = await waitFor(() => world.sink.mails(person.email).filter(isTold));
          assert.equal(told.length, 1);
          assert.equal((await world.browser().signIn(person)).state, 'completed');
        },
        { phones: true },
      ));

    it('E03 takes back what was approved', () =>
      withDevice(store, async (given) => {
        for (let round = 0; round < 8; round += 1) {
          const { browser, signIn } = await ask(given);
          await given.device.approve(signIn.challenge?.number);
          assert.equal((await complete(browser, signIn)).value.state, 'completed');
        }
      }));

    it('E04 refuses what is stale: after 61 seconds, and after a newer one', () =>
      withDevice(store, async (given) => {
        const { world, device } = given;
        const first = await ask(given);
        const late = await device.answerFor({
          decision: 'approve',
          number: first.signIn.challenge?.number,
        });
        world.clock.advance(61_000);
        assert.equal((await device.send(late.id, late.answer)).status, 410);
        assert.equal((await read(first.browser, first.signIn)).value.challenge?.state, 'expired');

        const second = await ask(given);
        const number = second.signIn.challenge?.number;
        const held = await device.answerFor({ decision: 'approve', number });
        world.clock.advance(31_000);
        const third = await ask(given);
        assert.equal((await device.send(held.id, held.answer)).status, 410);
        assert.equal((await complete(second.browser, second.signIn)).status, 409);
        assert.equal((await device.approve(third.signIn.challenge?.number)).status, 204);
      }));

    it('E06 refuses what a phone of somebody else signs, and sends it nothing', () =>
      withDevice(store, async (given) => {
        const { world, device } = given;
        const sam = await world.person({ login: 'sam', apps: 1 });
        const browser = world.browser();
        await browser.signIn(sam);
        const theirs = new Device(world);
        await addDevice(browser, theirs);
        const asked = await ask(given);
        const { id = '', number } = asked.signIn.challenge ?? {};
        const foreign = theirs.signAnswer(id, { decision: 'approve', number });
        assert.equal((await theirs.look()).request, undefined);
        assert.equal((await theirs.send(id, foreign)).status, 404);
        assert.equal((await complete(asked.browser, asked.signIn)).status, 409);
        assert.equal((await device.send(id, foreign)).status, 401);
        assert.equal((await complete(asked.browser, asked.signIn)).status, 409);
      }));

    it('E06 refuses what is replayed, altered, or signed by another device', () =>
      withDevice(store, async (given) => {
        const { world, device, person } = given;
        const mine = world.browser();
        await mine.signInByBoth(person);
        const second = new Device(world);
        await addDevice(mine, second);
        world.clock.advance(2 * 60 * MINUTE);
        const number = async () => {
          const { signIn } = await ask(given);
          return { decision: 'approve', number: signIn.challenge?.number };
        };
        for (const alter of [
          { aud: 'https://other.example' },
          { request: '0190f0e0-0000-7000-8000-000000000000' },
          { relyingParty: 'Another Organisation' },
          { iat: device.seconds - 3600 },
          { decision: 'approved' },
        ]) {
          const claims = await number();
          const { request } = await device.look();
          const now = 'iat' in alter ? { iat: device.seconds - 61 } : alter;
          const answer = device.signAnswer(request?.id ?? '', { ...claims, ...now });
          assert.equal(
            (await device.send(request?.id ?? '', answer)).status,
            401,
            JSON.stringify(alter),
          );
          world.clock.advance(2 * 60 * MINUTE);
        }
        const claims = await number();
        const { request } = await device.look();
        const id = request?.id ?? '';
        const foreign = second.signAnswer(id, claims);
        assert.equal((await second.send(id, foreign)).status, 404);
        assert.equal((await device.send(id, foreign)).status, 401);
        world.clock.advance(2 * 60 * MINUTE);

        const { id: last, answer } = await device.answerFor(await number());
        assert.equal((await device.send(last, answer)).status, 204);
        assert.equal((await device.send(last, answer)).status, 410);
        world.clock.advance(31_000);
        await ask(given);
        const again = await device.look();
        assert.equal((await device.send(again.request?.id ?? '', answer)).status, 401);
      }));

    it('E06 has one outcome of many answers at once: double taps, deny against approve (20 of 50)', () =>
      withDevice(store, async (given) => {
        const { world, device } = given;
        for (let round = 0; round < 20; round += 1) {
          const { browser, signIn } = await ask(given);
          const { request } = await device.look();
          const id = request?.id ?? '';
          const approve = { decision: 'approve', number: signIn.challenge?.number };
          const answers = Array.from({ length: 50 }, (_, n) =>
            device.signAnswer(id, n % 2 === 0 ? approve : { decision: 'deny' }),
          );
          const sent = await Promise.all(answers.map((answer) => device.send(id, answer)));
          const taken = sent.flatMap(({ status }, index) => (status === 204 ? [index] : []));
          assert.equal(taken.length, 1);
          const isApproved = (taken[0] ?? 1) % 2 === 0;
          const done = await complete(browser, signIn);
          assert.equal(done.status === 200 && done.value.state === 'completed', isApproved);
          world.clock.advance(2 * 60 * MINUTE);
        }
      }));

    it('U20 fails the sign-in that is denied, and the log says that the user declined', () =>
      withDevice(store, async (given) => {
        const { browser, signIn } = await ask(given);
        assert.equal((await given.device.respond({ decision: 'deny' })).status, 204);
        assert.equal((await complete(browser, signIn)).status, 410);
        const [row] = await given.world.audit('mfa.push.denied');
        assert.equal(row?.reason, 'user_declined');
      }));

    it('E07 stops requests after a report until another method is used, marks the password, tells', () =>
      withDevice(
        store,
        async (given) => {
          const { world, device, person } = given;
          const { browser, signIn } = await ask(given);
          assert.equal((await device.respond({ decision: 'report' })).status, 204);
          assert.equal((await read(browser, signIn)).status, 410);
          assert.equal((await world.audit('mfa.fraud_reported')).length, 1);
          assert.equal((await device.look()).state, 'off');
          assert.equal((await world.database.stores.cases.listOpen(10)).length, 1);
          const again = world.browser();
          const begun = await again.begin(person);
          assert.ok(begun.options.every(({ type }) => type !== 'push'));
          const after = await again.signInByBoth(person);
          assert.deepEqual(after.value.tasks, ['change-password']);
          assert.equal((await device.look()).state, 'active');
        },
        { config: { fraudReporting: { enabled: true, block: false } } },
      ));

    it('U21 blocks who reports, where policy says so', () =>
      withDevice(store, async (given) => {
        const { world, device, person } = given;
        await ask(given);
        assert.equal((await device.respond({ decision: 'report' })).status, 204);
        const body = { login: person.login, password: person.password };
        assert.equal(
          (await world.browser().call('beginSignIn', { body })).problem?.code,
          'sign_in_blocked',
        );
      }));

    it('E08 keeps the number from the device, the log and the audit', () =>
      withDevice(store, async (given) => {
        const { world, device } = given;
        const { signIn } = await ask(given);
        const number = signIn.challenge?.number ?? '';
        const seen = await device.call('getDevice');
        const shown = JSON.stringify(seen.value, (key, value: unknown) =>
          /^(?:id|now|createdAt|expiresAt|lastUsedAt|address)$/.test(key) ? '' : value,
        );
        assert.ok(!shown.includes(number), shown);
        const logged = world.logLines.map((line) =>
          line.replaceAll(/"(?:time|ms|pid)":[0-9.]+/g, ''),
        );
        assert.ok(logged.every((line) => !line.includes(`"${number}"`)));
        const rows = await world.audit('mfa.push.sent');
        assert.ok(rows.every(({ detail }) => !JSON.stringify(detail ?? {}).includes(number)));
      }));

    it('E11 lets fifty devices of one source wait, and answers when something is asked', () =>
      withDevice(store, async (given) => {
        const { device } = given;
        const wait = () => device.call('getDevice', { query: { wait: '20' } });
        const waits = Array.from({ length: 60 }, wait);
        const refused: unknown[] = [];
        for (const waiting of waits) {
          void waiting.then(({ code }) => code === 'too_many_attempts' && refused.push(code));
        }
        while (refused.length < 10) await sleep(10);
        await ask(given);
        const seen = await Promise.all(waits);
        assert.equal(refused.length, 10);
        assert.equal(seen.filter(({ text }) => text.includes('"request"')).length, 50);
      }));
  });
}, prepareDatabase);

const isTold = ({ subject }: { readonly subject: string }): boolean =>
  subject.includes('keeps asking');

/** Mail leaves in its own time. */
async function waitFor<Item>(look: () => readonly Item[]): Promise<readonly Item[]> {
  for (let tries = 0; tries < 100 && look().length === 0; tries += 1) await sleep(50);
  await sleep(100);
  return look();
}

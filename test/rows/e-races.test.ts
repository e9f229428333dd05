import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDevice, Device } from '../harness/device.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { complete, type Given, withDevice } from '../harness/with-device.ts';
import type { Browser } from '../harness/world/browser.ts';
import { prepareDatabase } from '../harness/world/world.ts';

const MINUTE = 60_000;
const ROUNDS = 20;
const ANSWERS = 50;

/** The same person's other phone, as active as the first. */
async function addSecond({ world, person }: Given): Promise<Device> {
  const browser = world.browser();
  await browser.signInByBoth(person);
  const second = new Device(world, { source: '192.0.2.78' });
  await addDevice(browser, second);
  world.clock.advance(2 * 60 * MINUTE);
  return second;
}

/** Asks one of the two, by its place in the list. */
async function askOne({ world, person }: Given, index: number) {
  const browser: Browser = world.browser();
  const begun = await browser.begin(person);
  const options = begun.options.filter(({ type }) => type === 'push');
  assert.equal(options.length, 2);
  const asked = await browser.call('issueChallenge', {
    params: { signInId: begun.id },
    body: { optionId: options[index]?.id },
  });
  assert.equal(asked.status, 200, asked.text);
  const { id = '', number } = asked.value.challenge ?? {};
  return { browser, signIn: asked.value, id, number };
}

const countOf = (statuses: readonly number[], status: number): number =>
  statuses.filter((one) => one === status).length;

forEachStore((store) => {
  describe('two phones of one person', () => {
    it('E06 of two active phones only the one that was asked sees the request or answers it: one outcome of 50 answers, 20 times', () =>
      withDevice(store, async (given) => {
        const { world, device: first } = given;
        const phones = [first, await addSecond(given)] as const;
        const seen = new Set<Device>();
        for (let round = 0; round < ROUNDS; round += 1) {
          const { browser, signIn, id, number } = await askOne(given, round % 2);
          const looks = await Promise.all(phones.map((phone) => phone.look()));
          const holders = phones.filter((_, index) => looks[index]?.request?.id === id);
          assert.equal(holders.length, 1);
          const [asked] = holders;
          assert.ok(asked);
          seen.add(asked);
          const answers = Array.from({ length: ANSWERS }, (_, n) => {
            const phone = phones[n % 2] ?? first;
            const decision = n % 4 < 2 ? { decision: 'approve', number } : { decision: 'deny' };
            return { phone, decision, answer: phone.signAnswer(id, decision) };
          });
          const sent = await Promise.all(
            answers.map(async ({ phone, decision, answer }) => {
              const { status } = await phone.send(id, answer);
              return { phone, decision, status };
            }),
          );
          const [own, others] = [true, false].map((isOwn) =>
            sent.filter(({ phone }) => (phone === asked) === isOwn).map(({ status }) => status),
          );
          assert.deepEqual(
            [countOf(own ?? [], 204), countOf(own ?? [], 410)],
            [1, ANSWERS / 2 - 1],
          );
          assert.equal(countOf(others ?? [], 404), ANSWERS / 2);
          const taken = sent.find(({ status }) => status === 204)?.decision.decision;
          const done = await complete(browser, signIn);
          const isIn = done.status === 200 && done.value.state === 'completed';
          assert.equal(isIn, taken === 'approve', `${taken}: ${done.text}`);
          world.clock.advance(2 * 60 * MINUTE);
        }
        assert.equal(seen.size, 2);
        const outcomes = [
          ...(await world.audit('mfa.push.approved')),
          ...(await world.audit('mfa.push.denied')),
        ];
        // Two tests of new phones, and each round's one.
        assert.equal(outcomes.length, 2 + ROUNDS);
      }));

    it('E06 what the other phone signs for the request of this one is refused, and ends it where this one sends it', () =>
      withDevice(store, async (given) => {
        const { device: first } = given;
        const second = await addSecond(given);
        const { browser, signIn, id, number } = await askOne(given, 0);
        const { request } = await first.look();
        const [asked, other] = request === undefined ? [second, first] : [first, second];
        const foreign = other.signAnswer(id, { decision: 'approve', number });
        assert.equal((await other.send(id, foreign)).status, 404);
        assert.equal((await complete(browser, signIn)).status, 409);
        assert.equal((await asked.send(id, foreign)).status, 401);
        assert.equal(
          (await asked.send(id, asked.signAnswer(id, { decision: 'approve', number }))).status,
          410,
        );
        assert.equal((await complete(browser, signIn)).status, 409);
      }));
  });
}, prepareDatabase);

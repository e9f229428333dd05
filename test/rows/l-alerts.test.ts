import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ALERT_KIND_NAMES } from '../../packages/contract/src/alert-kinds.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import {
  isSignedBy,
  startWebhookReceiver,
  type WebhookReceiver,
} from '../harness/webhook-receiver.ts';
import type { Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { until } from '../harness/world/until.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MAIL = 'alerts@example.org';
const MINUTE = 60_000;

const ofKind = (type: string) => (alert: { readonly body: { readonly type: string } }) =>
  alert.body.type === type;

/** An administrator, signed in, and somebody who listens. */
async function watch(world: World, receiver: WebhookReceiver) {
  const boss = await world.person({ login: 'boss', role: 'administrator', apps: 1 });
  const browser = world.browser();
  await browser.signIn(boss);
  const body = { name: 'Watch', kind: 'webhook', address: receiver.url } as const;
  const added = await browser.call('addAlertTarget', { body });
  assert.equal(added.status, 200, added.text);
  const [target] = added.value.targets;
  assert.ok(target !== undefined && added.value.secret !== undefined);
  return { boss, browser, targetId: target.id, secret: added.value.secret };
}

/** 0# and then 1, on the phone. */
async function reportFraud(world: World, login: string, number: string): Promise<void> {
  const person = await world.person({ login, phones: { mobile: number } });
  const browser = world.browser();
  const begun = await browser.begin(person);
  world.clock.advance(31_000);
  await browser.choose(begun, 'call');
  const { sid } = await world.sink.waitForCall(number);
  world.sink.answer(sid);
  await world.sink.waitForSpoken(sid, 'press zero');
  world.sink.press(sid, '0');
  await world.sink.waitForSpoken(sid, 'press the pound key now');
  world.sink.press(sid, '#');
  await world.sink.waitForSpoken(sid, 'press one');
  world.sink.press(sid, '1');
  await world.sink.waitForSpoken(sid, 'Thank you for your report');
}

forEachStore((store) => {
  describe(`alerts, ${store.name}`, () => {
    let world: World;
    let receiver: WebhookReceiver;
    let watched: Awaited<ReturnType<typeof watch>>;
    let browser: Browser;
    before(async () => {
      world = await makeWorld(store, { phones: true });
      receiver = await startWebhookReceiver();
      watched = await watch(world, receiver);
      browser = watched.browser;
    });
    after(async () => {
      await receiver.close();
      await world.close();
    });

    it('E07 F10 U21 a report of fraud is at the webhook and in the mail within a minute', async () => {
      const alerts = ['fraud-reported' as const];
      const body = { name: 'Desk', kind: 'mail', address: MAIL, alerts } as const;
      const added = await browser.call('addAlertTarget', { body });
      assert.equal(added.value.secret, undefined);
      const start = Date.now();
      await reportFraud(world, 'called', '+12125550167');
      const alert = await receiver.waitFor(ofKind('fraud-reported'));
      assert.ok(Date.now() - start < MINUTE);
      assert.equal(alert.body.data['event'], 'mfa.fraud_reported');
      assert.ok(isSignedBy(alert, watched.secret));
      assert.ok(!isSignedBy({ ...alert, raw: `${alert.raw} ` }, watched.secret));
      assert.ok(!alert.raw.includes('5550167') && !alert.raw.includes('called'));
      const mail = await world.sink.waitForMail(MAIL);
      assert.match(mail.subject, /somebody else tries to sign in/);
      await until(async () => (await world.audit('alert.sent')).length > 0);
    });

    it('F02 once pumping is on record (here by the test itself) it is told, once an hour', async () => {
      const record = { event: 'sms.pumping_suspected', outcome: 'failure' } as const;
      for (let n = 0; n < 3; n += 1) {
        await world.database.transact('attempt', (tx) =>
          tx.audit.append([record], world.clock.now()),
        );
      }
      await receiver.waitFor(ofKind('pumping-suspected'));
      world.clock.advance(61 * MINUTE);
      await world.database.transact('attempt', (tx) =>
        tx.audit.append([record], world.clock.now()),
      );
      await until(async () => receiver.received.filter(ofKind('pumping-suspected')).length === 2);
    });

    it('a failing receiver is tried again, and an alert can be sent anew under its own identifier', async () => {
      await renew();
      receiver.behave(500);
      const params = { targetId: watched.targetId };
      assert.equal((await browser.call('testAlertTarget', { params })).status, 200);
      const first = await receiver.waitFor(ofKind('test'));
      const sent = () => receiver.received.filter(({ id }) => id === first.id).length;
      assert.equal((await outcomeOf(first.id))?.attempts, 1);
      receiver.behave(204);
      await until(async () => {
        // The wait begins when the failure is written, a moment after the receiver has answered.
        world.clock.advance(6_000);
        return (await outcomeOf(first.id))?.status === 'sent';
      });
      assert.equal(sent(), 2);
      const replay = await browser.call('replayAlert', { params: { alertId: first.id } });
      assert.equal(replay.status, 200, replay.text);
      await until(async () => sent() === 3);
    });

    const outcomeOf = async (id: string) =>
      (await browser.call('listAlerts')).value.alerts.find((one) => one.id === id);

    async function renew(): Promise<void> {
      world.clock.advance(MINUTE);
      await browser.signIn(watched.boss);
    }

    it('the secret is shown once, sealed, and goes on signing for a day after it was replaced', async () => {
      await renew();
      const params = { targetId: watched.targetId };
      const { secret } = (await browser.call('rotateAlertSecret', { params })).value;
      const listed = await browser.call('listAlertTargets');
      assert.ok(!listed.text.includes('whsec_'));
      const bare = secret.replace('whsec_', '');
      const rows = await rowsOf(world.database, 'alert_target');
      assert.ok(rows.length > 0);
      for (const { address } of rows) {
        assert.ok(address instanceof Uint8Array && !Buffer.from(address).includes(bare));
      }
      assert.equal((await browser.call('testAlertTarget', { params })).status, 200);
      const seen = receiver.received.length;
      const both = await receiver.waitFor(
        (alert) => receiver.received.indexOf(alert) >= seen - 1 && isSignedBy(alert, secret),
      );
      assert.ok(isSignedBy(both, watched.secret));
      assert.ok(!JSON.stringify(await world.audit()).includes(bare));
      assert.ok(!world.logLines.join('').includes(bare));
    });

    it('each kind is on or off, and what nobody wants is not sent', async () => {
      await renew();
      const params = { targetId: watched.targetId };
      const others = ALERT_KIND_NAMES.filter((kind) => kind !== 'key-rotated');
      const body = { alerts: others };
      assert.equal((await browser.call('changeAlertTarget', { params, body })).status, 200);
      const now = world.clock.now();
      await world.database.transact('attempt', (tx) =>
        tx.audit.append(
          [
            { event: 'key.rotated', outcome: 'success' },
            { event: 'audit.broken', outcome: 'failure' },
          ],
          now,
        ),
      );
      await receiver.waitFor(ofKind('chain-broken'));
      assert.deepEqual(receiver.received.filter(ofKind('key-rotated')), []);
    });

    it('what is turned off is told nothing, keeps its list, and hears nothing later of what happened meanwhile', async () => {
      await renew();
      const params = { targetId: watched.targetId };
      const turn = async (off: boolean) => {
        const { targets } = (await browser.call('changeAlertTarget', { params, body: { off } }))
          .value;
        return targets.find(({ id }) => id === watched.targetId);
      };
      const happen = (reason: string) =>
        world.database.transact('attempt', (tx) =>
          tx.audit.append(
            [{ event: 'audit.broken', outcome: 'failure', reason }],
            world.clock.now(),
          ),
        );
      const on = await turn(false);
      assert.deepEqual(await turn(true), { ...on, off: true });
      await happen('while-off');
      const { alerts } = world.database.stores;
      const position = async () => (await alerts.position()) ?? 0;
      await until(async () => {
        const rows = await world.audit('audit.broken');
        const mine = rows.find(({ reason }) => reason === 'while-off');
        return mine?.seq !== undefined && (await position()) >= mine.seq;
      });
      assert.equal((await turn(false))?.off, false);
      await happen('on-again');
      await receiver.waitFor(({ raw }) => raw.includes('on-again'));
      assert.ok(receiver.received.every(({ raw }) => !raw.includes('while-off')));
    });

    it('an address with a name and password in it, or no web address, is refused', async () => {
      await renew();
      for (const address of ['https://me:secret@example.org/', 'ftp://example.org/', 'nothing']) {
        const body = { name: 'x', kind: 'webhook', address } as const;
        const answer = await browser.call('addAlertTarget', { body });
        assert.equal(answer.problem?.code, 'address_refused', address);
      }
      const body = { name: 'x', kind: 'mail', address: 'nobody' } as const;
      const answer = await browser.call('addAlertTarget', { body });
      assert.equal(answer.problem?.code, 'address_refused');
    });
  });

  describe(`webhooks in production, ${store.name}`, () => {
    it('K18 a webhook inside the house is refused and recorded, by whatever name it goes', async () => {
      const world = await makeWorld(store, {
        listening: true,
        config: { mode: 'production', alerts: { privateHosts: [] } },
      });
      const receiver = await startWebhookReceiver();
      try {
        const boss = await world.person({ login: 'boss', role: 'administrator', apps: 1 });
        const browser = world.browser();
        await browser.signIn(boss);
        const plain = { name: 'x', kind: 'webhook', address: receiver.url } as const;
        const refused = await browser.call('addAlertTarget', { body: plain });
        assert.equal(refused.problem?.code, 'address_refused');
        const { port } = new URL(receiver.url);
        const hosts = [
          '127.0.0.1',
          '[::ffff:127.0.0.1]',
          '2130706433',
          '169.254.169.254',
          'localhost',
        ];
        for (const host of hosts) {
          const address = `https://${host}:${port}/alerts`;
          const body = { name: host, kind: 'webhook', address, alerts: [] } as const;
          const added = await browser.call('addAlertTarget', { body });
          assert.equal(added.status, 200, added.text);
          const target = added.value.targets.find(({ name }) => name === host);
          const params = { targetId: target?.id ?? '' };
          assert.equal((await browser.call('testAlertTarget', { params })).status, 200);
        }
        const undelivered = () => world.audit('alert.undelivered');
        await until(async () => (await undelivered()).length === hosts.length);
        assert.deepEqual(
          (await undelivered()).map(({ reason }) => reason),
          hosts.map(() => 'not_public'),
        );
        assert.deepEqual(receiver.received, []);
      } finally {
        await receiver.close();
        await world.close();
      }
    });
  });
}, prepareDatabase);

import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as client from 'openid-client';
import { forEachStore } from '../harness/for-each-store.ts';
import { discover, register, signIn } from '../harness/oidc/peer.ts';
import { useProvider } from '../harness/oidc/setting.ts';
import { ask, complete, withDevice } from '../harness/with-device.ts';
import { administrationOf, ORDER } from '../harness/world/order.ts';
import { prepareDatabase, type World } from '../harness/world/world.ts';
import type { UserId } from '../../apps/server/src/domain/ids.ts';

type End = (world: World, id: UserId) => Promise<unknown>;

/** What the administration does that ends all access. */
const ENDS: Readonly<Record<string, End>> = {
  'a block': (world, userId) => administrationOf(world).block({ userId, days: 90 }, ORDER),
  'a clear': (world, userId) =>
    administrationOf(world).clearMethods({ userId, registration: 'pass', passkeys: true }, ORDER),
  'an account that is off': (world, id) =>
    world.database.transact('fact', (tx) => tx.users.change(id, { active: false })),
};

forEachStore((store) => {
  const setting = useProvider(store);

  for (const [how, end] of Object.entries(ENDS)) {
    it(`C18 after ${how} sessions, open challenges and refresh tokens die at the next request`, async () => {
      const config = await discover(setting.world(), await register(setting.world()));
      const { person, browser } = await setting.signedIn();
      const tokens = await signIn(config, browser);
      const half = setting.world().browser();
      const begun = await half.begin(person);
      assert.equal(begun.state, 'second-step');
      assert.equal((await browser.call('getSession')).status, 200);
      setting.time().advance(60_000);

      await end(setting.world(), person.id);
      assert.equal((await browser.call('getSession')).status, 401);
      assert.equal((await browser.call('getSecurityInfo')).status, 401);
      const proved = await half.verify(begun, person.code());
      assert.ok(proved.status === 410 || proved.status === 401, proved.text);
      assert.equal((await half.call('getSession')).status, 401);
      const refreshing = client.refreshTokenGrant(config, tokens.refresh_token ?? '');
      await assert.rejects(refreshing, { error: 'invalid_grant' });
    });

    it(`C18 after ${how} a request that is on the phone is worth nothing`, () =>
      withDevice(store, async (given) => {
        const { browser, signIn: asked } = await ask(given);
        const { number } = asked.challenge ?? {};
        const { id, answer } = await given.device.answerFor({ decision: 'approve', number });
        await end(given.world, given.person.id);
        const approved = await given.device.send(id, answer);
        assert.ok(approved.status >= 400, approved.text);
        const done = await complete(browser, asked);
        assert.notEqual(done.status, 200, done.text);
        assert.equal((await browser.call('getSession')).status, 401);
      }));
  }
}, prepareDatabase);

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { makeSignedIn } from '../harness/world/signed-in.ts';
import { mustBe } from '../harness/world/told.ts';
import { makeWorld, type World } from '../harness/world/world.ts';

const DAY = 24 * 60 * 60_000;

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  const signedIn = makeSignedIn(() => world);

  it('the list of people is narrowed by the best that they have, and by when they signed in last', async () => {
    const app = await world.person({ login: 'late-app', apps: 1 });
    await world.person({ login: 'late-phone', phones: { mobile: '+12125550143' } });
    await world.person({ login: 'late-none' });
    await world.browser().signIn(app);
    const signedInAt = world.clock.now().getTime();
    world.clock.advance(40 * DAY);
    const { browser } = await signedIn('administrator');
    const back = (days: number) => new Date(world.clock.now().getTime() - days * DAY).toISOString();
    const found = async (asked: {
      readonly coveredBy?: 'none' | 'phone' | 'app' | 'passkey';
      readonly signedInSince?: string;
      readonly notSignedInSince?: string;
    }) => {
      const body = { search: 'late-', ...asked };
      const { users } = mustBe(200, await browser.call('searchUsers', { body }));
      return users.map(({ login }) => login);
    };
    assert.deepEqual(await found({ coveredBy: 'app' }), ['late-app']);
    assert.deepEqual(await found({ coveredBy: 'phone' }), ['late-phone']);
    assert.deepEqual(await found({ coveredBy: 'none' }), ['late-none']);
    assert.deepEqual(await found({ coveredBy: 'passkey' }), []);
    assert.deepEqual(await found({ signedInSince: back(41) }), ['late-app']);
    assert.deepEqual(await found({ signedInSince: back(30) }), []);
    assert.deepEqual(await found({ notSignedInSince: back(41) }), ['late-none', 'late-phone']);
    const all = ['late-app', 'late-none', 'late-phone'];
    assert.deepEqual(await found({ notSignedInSince: back(30) }), all);

    const { user } = mustBe(200, await browser.call('getUser', { params: { userId: app.id } }));
    assert.equal(user.coveredBy, 'app');
    assert.ok(signedInAt - Date.parse(user.lastSignInAt ?? '') < DAY);
    const searched = (await world.audit('account.searched')).map(({ detail }) => detail);
    assert.ok(searched.some((one) => one?.['coveredBy'] === 'phone'));
    assert.ok(searched.some((one) => one?.['lastSignIn'] === `not since ${back(30)}`));
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { it } from 'node:test';
import { PRIVATE_URLS } from '../harness/entra/private-urls.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { discover, register, signIn } from '../harness/oidc/peer.ts';
import { useProvider } from '../harness/oidc/setting.ts';
import { until } from '../harness/world/until.ts';

forEachStore((store) => {
  const setting = useProvider(store, { config: { mode: 'production' } });

  it('K18 no logout token goes to a private address, however it is spelt, nor over plain http', async () => {
    let connections = 0;
    const inside = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(inside, 'listening');
    const address = inside.address();
    assert.ok(typeof address === 'object' && address !== null);
    const local = new URL(`http://127.0.0.1:${address.port}/over`);
    const world = setting.world();
    const { browser } = await setting.signedIn();
    const uris = [...PRIVATE_URLS.map(({ urlOf }) => urlOf(local)), 'http://wiki.example.org/over'];
    for (const backchannelLogoutUri of uris) {
      const application = await register(world, { metadata: { backchannelLogoutUri } });
      await signIn(await discover(world, application), browser);
    }
    assert.equal((await browser.call('endSession')).status, 204);
    const told = () => world.audit('oidc.logout_told');
    await until(async () => (await told()).length === uris.length);
    inside.close();
    assert.equal(connections, 0);
    for (const { outcome, reason } of await told()) {
      assert.equal(outcome, 'failure');
      assert.match(String(reason), /^not_(public|https)$/);
    }
  });
});

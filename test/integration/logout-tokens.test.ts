import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { discover, register, signIn } from '../harness/oidc/peer.ts';
import { useProvider } from '../harness/oidc/setting.ts';
import { until } from '../harness/world/until.ts';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** Of the `ports` that a server of the system has given. */
async function portOf(server: net.Server | Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on an address
  return (server.address() as AddressInfo).port;
}

/** Answers what it is told to, one request after the other, and 200 from then on. */
async function listener(statuses: number[]) {
  const tokens: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      tokens.push(new URLSearchParams(body).get('logout_token') ?? '');
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  const uri = `http://127.0.0.1:${await portOf(server)}/over`;
  return { uri, tokens, close: () => server.close() };
}

forEachStore((store) => {
  const setting = useProvider(store);
  const told = async () =>
    (await setting.world().audit('oidc.logout_told')).map(({ outcome, reason }) => [
      outcome,
      reason ?? undefined,
    ]);

  async function signOutOf(backchannelLogoutUri: string): Promise<void> {
    const world = setting.world();
    const application = await register(world, { metadata: { backchannelLogoutUri } });
    const { browser } = await setting.signedIn();
    await signIn(await discover(world, application), browser);
    assert.equal((await browser.call('endSession')).status, 204);
  }

  /** The wait begins when the failure is written, a moment after the application has answered. */
  const later = (milliseconds: number, isDone: () => Promise<boolean>) =>
    until(async () => {
      if (await isDone()) return true;
      setting.world().clock.advance(milliseconds);
      return false;
    });

  it('an application that is down is told again, with a new token, until it has heard', async () => {
    const application = await listener([503, 503]);
    await signOutOf(application.uri);
    await until(async () => application.tokens.length === 1);
    assert.deepEqual(await told(), []);
    await later(6 * SECOND, async () => (await told()).length === 1);
    application.close();
    assert.deepEqual(await told(), [['success', undefined]]);
    assert.equal(application.tokens.length, 3);
    assert.equal(new Set(application.tokens).size, 3);
  });

  it('one that never takes it is given up within a day, and that is on record', async () => {
    const sofar = (await told()).length;
    const application = await listener(Array.from({ length: 20 }, () => 500));
    await signOutOf(application.uri);
    await until(async () => application.tokens.length === 1);
    await later(DAY, async () => (await told()).length > sofar);
    application.close();
    assert.deepEqual((await told()).slice(sofar), [['failure', 'expired']]);
    assert.ok(application.tokens.length < 4);
  });
});

forEachStore((store) => {
  const setting = useProvider(store, {
    config: { mode: 'production', applications: { privateHosts: ['127.0.0.1/32'] } },
  });

  it('K18 a network that is listed may be told over https, and no other', async () => {
    let connections = 0;
    const inside = net.createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    const port = await portOf(inside);
    const world = setting.world();
    const { browser } = await setting.signedIn();
    for (const host of [
      `https://127.0.0.1:${port}`,
      'https://127.0.0.2',
      'https://10.0.0.1',
      `http://127.0.0.1:${port}`,
    ]) {
      const metadata = { backchannelLogoutUri: `${host}/over` };
      const application = await register(world, { metadata });
      await signIn(await discover(world, application), browser);
    }
    assert.equal((await browser.call('endSession')).status, 204);
    const rows = () => world.audit('oidc.logout_told');
    await until(async () => connections === 1 && (await rows()).length === 3);
    inside.close();
    const reasons = (await rows()).map(({ reason }) => String(reason));
    assert.deepEqual(reasons.toSorted(), ['not_https', 'not_public', 'not_public']);
  });
});

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { orderBootstrap } from '../harness/world/order.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const HOUR = 60 * 60_000;

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { listening: true, nodes: store.name === 'postgres' ? 2 : 1 });
  });
  after(() => world.close());

  let made = 0;
  const claim = (token: string) => {
    made += 1;
    return {
      token,
      login: `administrator-${made}`,
      displayName: 'Administrator',
      email: `administrator-${made}@example.org`,
      password: 'a sentence that nobody else uses',
    };
  };

  const administrators = async () => {
    const rows = await rowsOf(world.database, 'user_account');
    return rows.filter(({ role }) => role === 'owner').length;
  };

  /** As on a new installation: nobody administers it. */
  const dismissAll = () =>
    world.database.engine.withConnection('fact', async (connection) => {
      const text = "update user_account set role = 'user'";
      await connection.run({ name: text, text, isRead: false, bind: () => [] }, []);
    });

  it('L09 a new installation has no account, and its link is worth 256 bits', async () => {
    assert.deepEqual(await rowsOf(world.database, 'user_account'), []);
    assert.match(await orderBootstrap(world), /^[\w-]{43}$/);
  });

  it('L09 two claims with one link make one administrator, 20 times', async () => {
    for (let round = 0; round < 20; round += 1) {
      const token = await orderBootstrap(world);
      const answers = await par(2, (index) => {
        const node = world.nodeUrls[index % world.nodeUrls.length] ?? '';
        return world.browser().barrierRequest('claimBootstrap', { body: claim(token) }, node);
      });
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      assert.deepEqual(statuses, [201, 403]);
      assert.equal(await administrators(), 1);
      await dismissAll();
    }
  });

  it('L09 two claims with two links make one administrator', async () => {
    const tokens = [await orderBootstrap(world), await orderBootstrap(world)];
    const answers = await par(2, (index) => {
      const node = world.nodeUrls[index % world.nodeUrls.length] ?? '';
      const body = claim(tokens[index] ?? '');
      return world.browser().barrierRequest('claimBootstrap', { body }, node);
    });
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    assert.equal(await administrators(), 1, statuses.join());
    await dismissAll();
  });

  it('L09 a link is used once, and not where there is an administrator', async () => {
    const [token, second] = [await orderBootstrap(world), await orderBootstrap(world)];
    const first = await world.browser().call('claimBootstrap', { body: claim(token) });
    assert.equal(first.status, 201, first.text);
    assert.deepEqual(first.setCookies, [], 'signing in comes after it');
    const untouched = await stateOf(world.database);
    for (const again of [token, second]) {
      const refused = await world.browser().call('claimBootstrap', { body: claim(again) });
      assert.equal(refused.problem?.code, 'bootstrap_refused');
    }
    await dismissAll();
    const spent = await world.browser().call('claimBootstrap', { body: claim(token) });
    assert.equal(spent.status, 403);
    const changes = await changesSince(world.database, untouched);
    assert.deepEqual(
      changes.filter((line) => !line.startsWith('user_account ')),
      [],
    );
  });

  it('L09 a link ends after 24 hours', async () => {
    const [late, timely] = [await orderBootstrap(world), await orderBootstrap(world)];
    world.clock.advance(24 * HOUR - 1);
    const body = claim(timely);
    assert.equal((await world.browser().call('claimBootstrap', { body })).status, 201);
    await dismissAll();
    world.clock.advance(1);
    const refused = await world.browser().call('claimBootstrap', { body: claim(late) });
    assert.equal(refused.problem?.code, 'bootstrap_refused');
    assert.equal(await administrators(), 0);
  });

  it('L09 the first administrator has to set up a second step before anything else', async () => {
    const body = claim(await orderBootstrap(world));
    assert.equal((await world.browser().call('claimBootstrap', { body })).status, 201);
    const { login, password } = body;
    const browser = world.browser();
    const { value } = await browser.call('beginSignIn', { body: { login, password } });
    assert.equal(value.state, 'set-up');
    assert.equal((await browser.call('getSession')).status, 401);
  });
}, prepareDatabase);

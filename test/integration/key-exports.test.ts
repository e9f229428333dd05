import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Scope } from '../../packages/contract/src/scopes.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { bearer, orderKey } from '../harness/world/key.ts';
import { until } from '../harness/world/until.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'the data warehouse asks';
const DAY = 24 * 60 * 60_000;

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  let made = 0;
  const somebody = (role: 'user' | 'administrator' | 'help-desk' = 'user') =>
    world.person({ login: `asked-${(made += 1)}`, role, apps: 1 });
  async function program(...scopes: readonly Scope[]) {
    const { key, name: keyName } = await orderKey(world, scopes);
    const browser = world.browser();
    const call: typeof browser.call = (name, input, headers) =>
      browser.call(name, input, { ...bearer(key), ...headers });
    return { keyName, call };
  }

  it('K14 a program has a report made into a file, and no other program or person fetches it', async () => {
    const { call, keyName } = await program('reports.read');
    const other = await program('reports.read');
    const boss = world.browser();
    await boss.signIn(await somebody('administrator'));
    const begun = await call('beginExport', { body: { report: 'sign-ins' } });
    assert.equal(begun.status, 200, begun.text);
    const exports = async () => (await call('listExports')).value.exports;
    await until(async () => (await exports())[0]?.state === 'done');
    const [one] = await exports();
    assert.ok(one !== undefined && one.lines > 0);
    const params = { exportId: one.id };
    const read = await call('readExportPart', { params, body: {} });
    assert.ok(read.value.text.split('\n').length > one.lines, read.text);
    const bossCall: typeof call = (name, input, headers) => boss.call(name, input, headers);
    for (const caller of [other.call, bossCall]) {
      assert.deepEqual((await caller('listExports')).value.exports, []);
      assert.equal((await caller('readExportPart', { params, body: {} })).status, 404);
      assert.equal((await caller('removeExport', { params })).status, 404);
    }
    const records = (await world.audit('report.read')).filter(({ actor }) => actor?.id === keyName);
    assert.deepEqual(
      records.map(({ actor, detail }) => [actor?.type, detail?.['what']]),
      [
        ['api-key', 'export sign-ins'],
        ['api-key', 'export fetched'],
      ],
    );
    assert.deepEqual((await call('removeExport', { params })).value.exports, []);
  });

  it('K14 five files of one key at a time, each for a day; begun twice under one Idempotency-Key it is one', async () => {
    const { call } = await program('reports.read');
    const begin = (headers: Readonly<Record<string, string>> = {}) =>
      call('beginExport', { body: { report: 'fraud' } }, headers);
    const once = { 'idempotency-key': '"the file of today"' };
    const first = await begin(once);
    assert.equal((await begin(once)).text, first.text);
    assert.equal((await call('listExports')).value.exports.length, 1);
    for (let n = 2; n <= 5; n += 1) assert.equal((await begin()).status, 200);
    assert.equal((await begin()).problem?.code, 'limit_reached');
    const mine = await program('reports.read');
    assert.equal((await mine.call('beginExport', { body: { report: 'fraud' } })).status, 200);
    const [one] = first.value.exports;
    const params = { exportId: one?.id ?? '' };
    await until(async () => (await call('readExportPart', { params, body: {} })).status === 200);
    world.clock.advance(DAY);
    assert.equal((await call('readExportPart', { params, body: {} })).status, 404);
  });

  it('K14 K15 several at once by a key: each is judged by its rank, and has a result of its own', async () => {
    const { call, keyName } = await program('users.recover');
    const [one, helper, boss] = [
      await somebody(),
      await somebody('help-desk'),
      await somebody('administrator'),
    ];
    const logins = [one.login, helper.login, boss.login, 'nobody-of-that-name'];
    const body = { reason: REASON, logins, provideAgain: { registration: 'pass' } } as const;
    const kinds = async (more: object = {}) => {
      const { value, text } = await call('manageSeveral', { body: { ...body, ...more } });
      assert.ok(value !== undefined, text);
      return value.results.map(({ result }) => result);
    };
    const others = ['out_of_reach', 'out_of_reach', 'not_found'];
    assert.deepEqual(await kinds(), ['caller_not_verified', ...others]);
    const verified = { callerVerifiedBy: 'the desk rang them back' };
    assert.deepEqual(await kinds(verified), ['done', ...others]);
    const left = async ({ id }: { readonly id: typeof one.id }) =>
      (await world.database.stores.authenticators.list(id)).length;
    assert.deepEqual([await left(one), await left(helper), await left(boss)], [0, 1, 1]);
    const cleared = (await world.audit('admin.mfa_cleared')).filter(
      ({ actor }) => actor?.id === keyName,
    );
    assert.deepEqual(
      cleared.map(({ actor, target }) => [actor?.type, target?.id]),
      [['api-key', one.id]],
    );
  });

  it('K14 more than ten clears of one key within an hour raise the alarm', async () => {
    const { call, keyName } = await program('users.recover');
    const people = await Promise.all(Array.from({ length: 11 }, () => somebody()));
    const body = {
      reason: REASON,
      logins: people.map(({ login }) => login),
      provideAgain: { registration: 'pass' },
      callerVerifiedBy: 'the desk rang them back',
    } as const;
    const { value, text } = await call('manageSeveral', { body });
    assert.ok(
      value.results.every(({ result }) => result === 'done'),
      text,
    );
    const alarms = (await world.audit('admin.clears_alarm')).filter(
      ({ actor }) => actor?.id === keyName,
    );
    assert.equal(alarms.length, 1);
  });

  it('the brand is read and set by a key, each with its own scope', async () => {
    const reader = await program('settings.read');
    const { call } = await program('brand.write');
    assert.equal((await call('getBrand')).problem?.code, 'scope_missing');
    const body = { organisation: 'Harbour Works', reason: REASON };
    assert.equal((await reader.call('setBrand', { body })).problem?.code, 'scope_missing');
    const set = await call('setBrand', { body });
    assert.equal(set.value.organisation, 'Harbour Works', set.text);
    assert.equal((await reader.call('getBrand')).value.organisation, 'Harbour Works');
  });
}, prepareDatabase);

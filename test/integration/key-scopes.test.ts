import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { PEOPLE_ONLY } from '../../packages/contract/src/people-only.ts';
import { SCOPE_NAMES, type Scope } from '../../packages/contract/src/scopes.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { bearer, orderKey, programOf } from '../harness/world/key.ts';
import { ALL_ENDPOINTS, endpointOf, endpointsFor, isWrite } from '../harness/world/walk.ts';
import { until } from '../harness/world/until.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'the personnel system asks';
const DAY = 24 * 60 * 60_000;
/** 20 bytes in Base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** What makes others mightier, or everybody less safe, is for people: no scope opens it. */
const FOR_PEOPLE_ONLY = [
  'createApiKey',
  'revokeApiKey',
  'setUserRole',
  'setUserScope',
  'setPolicy',
  'issueBypass',
  'requestApproval',
  'approveRequest',
  'refuseRequest',
  'addTenant',
  'setTenantState',
  'removeTenant',
  'createApplication',
  'replaceApplicationSecret',
  'setApplicationState',
  'removeApplication',
  'addAlertTarget',
  'rotateAlertSecret',
  'activateToken',
] as const;

/** A line of a file of hardware tokens. */
const tokenOf = (login: string, serial: string): string =>
  `${login},${serial},${SECRET},30,Maker,Model`;

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  let made = 0;
  const somebody = (role: 'user' | 'administrator' = 'user') =>
    world.person({ login: `scoped-${(made += 1)}`, role, apps: 1 });
  async function program(...scopes: readonly Scope[]) {
    const { key } = await orderKey(world, scopes);
    const browser = world.browser();
    const call: typeof browser.call = (name, input, headers) =>
      browser.call(name, input, { ...bearer(key), ...headers });
    return { key, call };
  }
  const actorsOf = async (event: string) =>
    (await world.audit(event)).map(({ actor }) => actor?.type);

  const untilFilesAreMade = () =>
    until(async () =>
      (await rowsOf(world.database, 'report_export')).every(({ state }) => state !== 'running'),
    );

  it('K14 what makes others mightier, or everybody less safe, has no scope', () => {
    for (const name of FOR_PEOPLE_ONLY) assert.equal(endpointOf(name).scope, undefined, name);
    const without = endpointsFor('administration').filter(
      (name) => endpointOf(name).scope === undefined,
    );
    assert.deepEqual(new Set(Object.keys(PEOPLE_ONLY)), new Set(without));
  });

  it('a file of people comes in by a key, 500 lines at a time; sent again it adds nothing', async () => {
    const { call } = await program('users.import');
    const lines = Array.from(
      { length: 3 },
      (_, n) => `hired-${n},Hired ${n},hired-${n}@example.org,enabled`,
    );
    const body = { content: 'people', csv: lines.join('\n'), reason: REASON } as const;
    const kinds = async (more: object = {}) => {
      const { value, status, text } = await call('importAtOnce', { body: { ...body, ...more } });
      assert.equal(status, 200, text);
      return value.results.map(({ kind }) => kind);
    };
    assert.deepEqual(await kinds({ dryRun: true }), ['added', 'added', 'added']);
    assert.deepEqual(await kinds(), ['added', 'added', 'added']);
    assert.deepEqual(await kinds(), ['unchanged', 'unchanged', 'unchanged']);
    const csv = Array.from({ length: 501 }, (_, n) => `x${n}`).join('\n');
    const tooMany = await call('importAtOnce', { body: { ...body, csv } });
    assert.deepEqual([tooMany.status, tooMany.problem?.fields], [400, ['body.csv']]);
    assert.ok((await actorsOf('import.lines')).every((type) => type === 'api-key'));
  });

  it('K15 no line of a file reaches somebody with a role', async () => {
    const { call } = await program('users.import');
    const boss = await somebody('administrator');
    const bring = async (content: 'states' | 'tokens', csv: string) => {
      const body = { content, csv, reason: REASON };
      const { value, text } = await call('importAtOnce', { body });
      assert.equal(value.results.length, 1, text);
      return value.results[0];
    };
    assert.equal((await bring('states', `${boss.login},enabled`))?.kind, 'bad');
    const refused = await bring('tokens', tokenOf(boss.login, 'serial'));
    assert.deepEqual([refused?.kind, refused?.why], ['bad', 'out-of-reach']);
    assert.equal(
      (await bring('tokens', tokenOf((await somebody()).login, 'serial')))?.kind,
      'added',
    );
  });

  it('groups are made and filled by a key, with nobody whom it may not act on', async () => {
    const { call } = await program('groups.write', 'settings.read');
    const name = `Floor ${store.name}`;
    const group = await call('createGroup', { body: { name, description: '', reason: REASON } });
    assert.equal(group.status, 201, group.text);
    const params = { groupId: group.value.id };
    const [one, boss] = [await somebody(), await somebody('administrator')];
    const put = (userIds: readonly string[]) =>
      call('addGroupMembers', { params, body: { userIds: [...userIds], reason: REASON } });
    assert.equal((await put([one.id])).value.count, 1);
    assert.equal((await put([one.id, boss.id])).problem?.code, 'out_of_reach');
    const out = { userIds: [boss.id], reason: REASON };
    const taken = await call('removeGroupMembers', { params, body: out });
    assert.equal(taken.problem?.code, 'out_of_reach');
    const listed = await call('listGroups');
    assert.equal(listed.value.groups.find(({ id }) => id === params.groupId)?.members, 1);
  });

  it('hardware tokens and the voice of calls are set by a key, and settings read', async () => {
    const { call } = await program('tokens.write', 'voice.write', 'settings.read', 'users.import');
    const serial = `stock-${store.name}`;
    const csv = `,${serial},${SECRET},30,Maker,Model`;
    await call('importAtOnce', { body: { content: 'tokens', csv, reason: REASON } });
    const found = await call('searchTokens', { body: { serial } });
    const params = { tokenId: found.value.tokens[0]?.id ?? '' };
    const assign = (login: string) =>
      call('assignToken', { params, body: { login, reason: REASON } });
    assert.equal((await assign((await somebody('administrator')).login)).status, 403);
    assert.equal((await assign((await somebody()).login)).value.state, 'assigned');
    const voice = await call('setVoice', { body: { language: 'en-GB', reason: REASON } });
    assert.equal(voice.value.language, 'en-GB', voice.text);
    for (const name of ['getPolicy', 'listAlertTargets', 'getVoice'] as const) {
      assert.equal((await call(name)).status, 200, name);
    }
    const write = await call('setPolicy', {
      body: {
        answer: { question: 'order', value: { systemPreferred: true } },
        basedOn: 0,
        reason: REASON,
      },
    });
    assert.equal(write.problem?.code, 'not_signed_in');
  });

  it('K14 a key passes nothing to an administrator: no pass, no method, no password', async () => {
    const boss = await somebody('administrator');
    const { key } = await orderKey(world, SCOPE_NAMES);
    const { call } = programOf(world, key);
    const ids = { userId: boss.id };
    for (const name of ALL_ENDPOINTS) {
      const { path, scope, method } = endpointOf(name);
      if (scope === undefined || method === 'GET' || !path.includes('{userId}')) continue;
      const { status, problem, text } = await call(name, { ids });
      assert.deepEqual([status, problem?.code], [403, 'out_of_reach'], `${name} ${text}`);
    }
  });

  it('every operation of a key tells what is left of its calls, also where it says no', async () => {
    const { key } = await orderKey(world, SCOPE_NAMES);
    const { call } = programOf(world, key);
    for (const name of ALL_ENDPOINTS) {
      if (endpointOf(name).scope === undefined) continue;
      const { headers } = await call(name);
      assert.match(String(headers['ratelimit-policy']), /^"key";q=6000;w=60$/, name);
      assert.match(String(headers['ratelimit']), /^"key";r=\d+;t=\d+$/, name);
    }
  });

  it('every write of a key is done once under its Idempotency-Key: answered as before, with nothing more done, and no other body', async () => {
    const { key } = await orderKey(world, SCOPE_NAMES);
    const { browser, requestOf } = programOf(world, key);
    for (const name of ALL_ENDPOINTS) {
      const { scope, once } = endpointOf(name);
      if (scope === undefined || !isWrite(name)) continue;
      const { headers: sent, ...request } = requestOf(name);
      const headers = { ...sent, 'idempotency-key': `"once-${name}"` };
      const send = (more: object = {}) => browser.send({ ...request, headers, ...more });
      const first = await send();
      assert.ok(first.status < 429, `${name} ${first.text}`);
      await untilFilesAreMade();
      const done = await stateOf(world.database);
      const again = await send();
      assert.deepEqual(await changesSince(world.database, done), [], name);
      const isShownOnce = once === true && first.status < 300;
      if (isShownOnce) assert.equal(again.problem?.code, 'shown_once', name);
      else assert.deepEqual([again.status, again.text], [first.status, first.text], name);
      const path = `${request.path}?other=1`;
      const other = await send(
        request.body === undefined ? { path } : { body: changed(request.body) },
      );
      // What is no request any more is refused before that.
      assert.ok([400, 422].includes(other.status), `${name} ${other.text}`);
    }
  });

  it('an answer is kept for a day, and then the call is done anew', async () => {
    const { call } = await program('groups.write');
    const body = { name: `Once ${store.name}`, description: '', reason: REASON };
    const create = () => call('createGroup', { body }, { 'idempotency-key': '"day"' });
    const first = await create();
    assert.equal(first.status, 201, first.text);
    world.clock.advance(DAY - 60_000);
    assert.equal((await create()).text, first.text);
    world.clock.advance(60_000);
    assert.equal((await create()).problem?.code, 'name_taken');
  });
}, prepareDatabase);

/** The same request about something else. */
function changed(body: string): string {
  const parsed: Readonly<Record<string, unknown>> = JSON.parse(body);
  const [name = 'x', value] =
    Object.entries(parsed).find(([, one]) => typeof one === 'string') ?? [];
  return JSON.stringify({ ...parsed, [name]: `${String(value)}1` });
}

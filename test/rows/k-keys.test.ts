import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { SCOPE_NAMES, type Scope } from '../../packages/contract/src/scopes.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { changesSince, dumpOf, stateOf } from '../harness/world/dump.ts';
import { bearer, orderKey, programOf } from '../harness/world/key.ts';
import { administrationOf, ORDER } from '../harness/world/order.ts';
import { ALL_ENDPOINTS, callAny, endpointOf } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const REASON = 'the personnel system asks';
const named = (value: string) => ({ 'idempotency-key': value });
const statusOf = async ({ call }: Pick<ReturnType<typeof programOf>, 'call'>) =>
  (await call('searchUsers')).status;

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  let made = 0;
  const somebody = (role: 'user' | 'administrator' = 'user') => {
    made += 1;
    return world.person({ login: `${role}-${made}`, role, apps: 1 });
  };
  async function administrator() {
    const person = await somebody('administrator');
    const browser = world.browser();
    world.clock.advance(MINUTE);
    await browser.signIn(person);
    return { person, browser };
  }
  const body = (scopes: readonly Scope[], more: object = {}) => {
    made += 1;
    return { name: `made-${made}`, scopes, days: 30, reason: REASON, ...more };
  };

  it('K14 a key reaches the operations of its scopes, and no other: scope by scope, route by route', async () => {
    const target = await somebody();
    const given = { ids: { userId: target.id } };
    for (const scope of SCOPE_NAMES) {
      // No more refusals of one node are recorded within that time than a few scopes make.
      world.clock.advance(10 * MINUTE);
      const { key, name: keyName } = await orderKey(world, [scope]);
      const { call } = programOf(world, key);
      const untouched = await stateOf(world.database);
      const refused = new Set<string>();
      for (const name of ALL_ENDPOINTS) {
        const { scope: needed, access } = endpointOf(name);
        if (needed === scope || access === 'public') continue;
        const { status, problem, text } = await call(name, given);
        const said = `${scope} ${name} ${text}`;
        if (needed === undefined) {
          assert.ok([401, 403, 410].includes(status), said);
          assert.notEqual(problem?.code, 'scope_missing', said);
        } else {
          assert.deepEqual([status, problem?.code], [403, 'scope_missing'], said);
          refused.add(`${name}:scope_missing`);
        }
      }
      assert.deepEqual(await changesSince(world.database, untouched), [], scope);
      const recorded = (await world.audit('authz_fail')).filter(
        ({ actor }) => actor?.type === 'api-key' && actor.id === keyName,
      );
      assert.deepEqual(new Set(recorded.map(({ reason }) => reason)), refused);
    }
    for (const name of ALL_ENDPOINTS) {
      const { scope } = endpointOf(name);
      if (scope === undefined) continue;
      const { call } = programOf(world, (await orderKey(world, [scope])).key);
      const { problem, text } = await call(name, given);
      assert.notEqual(problem?.code, 'scope_missing', text);
      assert.notEqual(problem?.code, 'service_key_refused', text);
    }
  });

  it('K14 no operation that makes keys or roles is open to any key', async () => {
    const { key } = await orderKey(world, SCOPE_NAMES);
    const { call } = programOf(world, key);
    for (const name of ['createApiKey', 'revokeApiKey', 'listApiKeys', 'setUserRole'] as const) {
      const { id } = await somebody();
      assert.equal(
        (await call(name, { ids: { userId: id } })).status,
        name === 'listApiKeys' ? 401 : 403,
      );
    }
  });

  it('K14 a key is shown once, and stored as a hash alone', async () => {
    const { browser } = await administrator();
    const created = await browser.call('createApiKey', { body: body(['users.read']) });
    assert.equal(created.status, 201, created.text);
    const { key, apiKey } = created.value;
    assert.match(key, /^proofup_[\w-]{43}$/);
    const listed = await browser.call('listApiKeys');
    assert.ok(listed.value.apiKeys.some(({ name }) => name === apiKey.name));
    const { call } = programOf(world, key);
    assert.equal((await call('searchUsers')).status, 200);
    const everywhere = [
      JSON.stringify(await dumpOf(world.database)),
      JSON.stringify(await world.audit()),
      world.logLines.join(),
      listed.text,
    ].join();
    for (const part of [key, key.slice('proofup_'.length)]) assert.ok(!everywhere.includes(part));
    const again = await browser.call('createApiKey', { body: { ...body([]), ...apiKey } });
    assert.equal(again.status, 400);
    const taken = { ...body(['users.read']), name: apiKey.name };
    assert.equal((await browser.call('createApiKey', { body: taken })).problem?.code, 'name_taken');
    const configured = { ...body(['users.read']), name: 'mail' };
    assert.equal(
      (await browser.call('createApiKey', { body: configured })).problem?.code,
      'name_taken',
    );
    const [row] = (await world.audit('api_key.created')).filter(
      ({ target }) => target?.id === apiKey.name,
    );
    assert.equal(row?.detail?.['scopes'], 'users.read');
  });

  it('K14 a key ends: after a year at most, when it is revoked, and with the role of its maker', async () => {
    const { person, browser } = await administrator();
    const tooLong = await browser.call('createApiKey', {
      body: body(['users.read'], { days: 366 }),
    });
    assert.equal(tooLong.status, 400);
    const make = async (days: number) => {
      const created = await browser.call('createApiKey', { body: body(['users.read'], { days }) });
      assert.equal(created.status, 201, created.text);
      return { ...created.value, ...programOf(world, created.value.key) };
    };
    const [short, long, revoked] = [await make(1), await make(365), await make(30)];
    const params = { keyName: revoked.apiKey.name };
    const ended = await browser.call('revokeApiKey', { params, body: { reason: REASON } });
    assert.equal(ended.status, 200, ended.text);
    const again = await browser.call('revokeApiKey', { params, body: { reason: REASON } });
    assert.equal(again.status, 404);
    assert.deepEqual(
      [await statusOf(short), await statusOf(long), await statusOf(revoked)],
      [200, 200, 401],
    );
    world.clock.advance(DAY);
    assert.deepEqual([await statusOf(short), await statusOf(long)], [401, 200]);
    const administration = administrationOf(world);
    await somebody('administrator');
    await administration.block({ userId: person.id, days: 1 }, ORDER);
    assert.equal(await statusOf(long), 401);
    await administration.unblock(person.id, ORDER);
    assert.equal(await statusOf(long), 200);
    await administration.setRole(person.id, 'auditor', ORDER);
    assert.equal(await statusOf(long), 401);
    const ofOperator = await orderKey(world, ['users.read'], { days: 365 });
    assert.equal(await statusOf(programOf(world, ofOperator.key)), 200);
    world.clock.advance(365 * DAY);
    assert.equal(await statusOf(programOf(world, ofOperator.key)), 401);
  });

  it('K14 a key has a budget of its own, and says what is left of it', async () => {
    const { key, name } = await orderKey(world, ['users.read'], { callsPerMinute: 3 });
    const other = programOf(world, (await orderKey(world, ['users.read'])).key);
    const { call } = programOf(world, key);
    for (const left of [2, 1, 0]) {
      const { status, headers } = await call('searchUsers');
      assert.equal(status, 200);
      assert.equal(headers['ratelimit-policy'], '"key";q=3;w=60');
      assert.match(String(headers['ratelimit']), new RegExp(`^"key";r=${left};t=\\d+$`));
    }
    const over = await call('searchUsers');
    assert.deepEqual([over.status, over.problem?.code], [429, 'too_many_calls']);
    const wait = Number(over.headers['retry-after']);
    assert.ok(wait > 0 && wait <= 60);
    assert.equal((await other.call('searchUsers')).status, 200);
    const recorded = (await world.audit('excess_rate_limit_exceeded')).at(-1);
    assert.deepEqual(recorded?.actor, { type: 'api-key', id: name });
    world.clock.advance(wait * 1000);
    assert.equal((await call('searchUsers')).status, 200);
  });

  it('K14 K15 a key acts on nobody who has a role, and is named in the audit log', async () => {
    const { person, browser } = await administrator();
    const target = await somebody();
    const created = await browser.call('createApiKey', { body: body(['users.write']) });
    const { call } = programOf(world, created.value.key);
    for (const [userId, code] of [
      [person.id, 'own_account'],
      [(await somebody('administrator')).id, 'out_of_reach'],
    ] as const) {
      assert.equal((await call('blockUser', { ids: { userId } })).problem?.code, code);
    }
    const blocked = await call('blockUser', {
      ids: { userId: target.id },
      body: { reason: REASON },
    });
    assert.equal(blocked.status, 200, blocked.text);
    const [row] = (await world.audit('authz_admin')).filter(
      ({ target: to }) => to?.id === target.id,
    );
    assert.deepEqual(row?.actor, { type: 'api-key', id: created.value.apiKey.name });
    assert.ok(row?.requestId !== undefined && row.sessionId === undefined);
  });

  it('K14 a key beside a session is the key, and a session needs its token as ever', async () => {
    const { browser } = await administrator();
    const { key } = await orderKey(world, ['cases.read']);
    const withKey = await browser.call('searchUsers', { body: {} }, bearer(key));
    assert.equal(withKey.problem?.code, 'scope_missing');
    const unknown = await browser.call('searchUsers', { body: {} }, bearer('proofup_nothing'));
    assert.equal(unknown.problem?.code, 'service_key_refused');
    assert.equal((await callAny(browser, 'searchUsers')).status, 200);
    const own = await browser.call('getSession', {}, bearer(key));
    assert.equal(own.status, 200);
  });

  it('an Idempotency-Key does a call once, and answers it again as before', async () => {
    const { key } = await orderKey(world, ['users.write', 'users.recover']);
    const { call } = programOf(world, key);
    const target = await somebody();
    const ids = { userId: target.id };
    const sessionsEnded = async () =>
      (await world.audit('authz_admin')).filter(({ target: to }) => to?.id === target.id).length;

    const first = await call('blockUser', { ids }, named('"one"'));
    assert.equal(first.status, 200, first.text);
    const ended = await sessionsEnded();
    const again = await call('blockUser', { ids }, named('one'));
    assert.deepEqual([again.status, again.text], [first.status, first.text]);
    assert.equal(await sessionsEnded(), ended);
    const other = await call('blockUser', { ids, body: { reason: 'another one' } }, named('one'));
    assert.deepEqual([other.status, other.problem?.code], [422, 'idempotency_key_reused']);
    const elsewhere = programOf(world, (await orderKey(world, ['users.write'])).key);
    assert.equal((await elsewhere.call('blockUser', { ids }, named('one'))).status, 200);

    const nobody = await call('unblockUser', {}, named('two'));
    const nobodyAgain = await call('unblockUser', {}, named('two'));
    assert.equal(nobody.status, 404);
    assert.equal(nobodyAgain.status, 422, 'another account is another call');
    assert.equal((await call('unblockUser', { ids }, named('x'.repeat(129)))).status, 400);
  });

  it('M08 a key says how the caller was verified, and no number counts for it', async () => {
    const { key } = await orderKey(world, ['users.recover']);
    const { call } = programOf(world, key);
    const target = await somebody();
    const ids = { userId: target.id };
    const asked = { reason: 'lost the phone' };
    for (const name of ['issuePass', 'resetPasswordOf', 'clearMethods'] as const) {
      const silent = await call(name, { ids, body: asked });
      assert.deepEqual([silent.status, silent.problem?.code], [409, 'caller_not_verified'], name);
      const callerCheck = randomUUID();
      const both = { ...asked, callerCheck, callerVerifiedBy: 'the desk rang them back' };
      const invented = await call(name, { ids, body: both });
      assert.equal(invented.problem?.code, 'caller_not_verified', name);
    }
    assert.equal(
      (await world.audit('tap.issued')).filter(({ target: to }) => to?.id === target.id).length,
      0,
    );
  });

  it('of calls at once with one Idempotency-Key one is done; a secret is answered once', async () => {
    const { key } = await orderKey(world, ['users.recover']);
    const { browser, requestOf } = programOf(world, key);
    const target = await somebody();
    const ids = { userId: target.id };
    const asked = { reason: 'lost the phone', callerVerifiedBy: 'the desk rang them back' };
    const sent = requestOf('issuePass', { ids, body: asked });
    const headers = { ...sent.headers, 'idempotency-key': '"pass"' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => browser.send({ ...sent, headers })),
    );
    const passes = answers.filter(({ status }) => status === 200);
    assert.equal(passes.length, 1);
    for (const { status, problem } of answers.filter((one) => one.status !== 200)) {
      assert.equal(status, 409);
      assert.ok(problem?.code === 'call_in_progress' || problem?.code === 'shown_once');
    }
    const issued = (await world.audit('tap.issued')).filter(
      ({ target: to }) => to?.id === target.id,
    );
    assert.equal(issued.length, 1);
    const again = await browser.send({ ...sent, headers });
    assert.equal(again.problem?.code, 'shown_once');
    world.clock.advance(DAY);
  });
}, prepareDatabase);

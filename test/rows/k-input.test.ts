import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { EndpointName } from '../../packages/contract/src/endpoints.ts';
import { SCHEMAS, type Shape } from '../../packages/contract/src/schemas.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import { entitledTo } from '../harness/world/entitled.ts';
import { fieldNames, openObjects, stringFields, withField } from '../harness/world/fields.ts';
import { ALL_ENDPOINTS, bodyFor, endpointOf, isWrite } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const shapeOf = (name: EndpointName): Shape => SCHEMAS[name];

/** What nobody writes (the row's list), and what an account has that its owner may not choose. */
const FOREIGN = {
  role: 'owner',
  mfaRequired: false,
  phoneVerified: true,
  userId: randomUUID(),
  createdAt: '2020-01-01T00:00:00.000Z',
  registered: true,
  ['__proto__']: { role: 'owner' },
};

/** Its fields are those of another operation, which the server reads as strictly. */
const OPEN = ['requestApproval details'];

/** Never a string that any field takes. */
const NO_STRING: Readonly<Record<string, unknown>> = {
  'an operator of a document store': { $gt: '' },
  'a list of operators': [{ $ne: null }],
  'a megabyte': 'x'.repeat(1024 * 1024),
};
/** Two engines store these differently, or not at all. */
const UNSTORABLE: Readonly<Record<string, string>> = {
  'a null character': 'null\u0000character',
  'half of a character': 'half\ud800character',
  'the other half': '\udfff',
};
/** Text like any other: stored as it is, or not what the field takes. */
const TEXT: Readonly<Record<string, string>> = {
  'a wildcard for much': '%',
  'a wildcard for one': '_',
  'a condition': "' OR 1=1--",
  'a statement': `'; drop table user_account; --`,
  'an operator as text': '{"$gt":""}',
};
/** Tells nobody whether an account exists: a name that cannot be anybody's is one that nobody has. */
const SAYS_NOTHING: readonly EndpointName[] = ['forgotPassword'];
/** Alerts of what earlier operations did, and files that they asked for, are made beside all this. */
const BESIDE = ['alert', 'outbox_message', 'report_export', 'report_part'];
/** A wrong code of any kind is counted. */
const COUNTS: Readonly<Partial<Record<EndpointName, readonly string[]>>> = {
  confirmBinding: ['challenge', 'authenticator', 'user_account'],
};

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  describe('K16 fields that the contract does not know', () => {
    it('K16 no shape of any operation is open to others, and what an approval asks for is read as strictly', () => {
      const open = ALL_ENDPOINTS.flatMap((name) => {
        const { body, query } = shapeOf(name);
        return [body, query].flatMap((shape) =>
          shape === undefined ? [] : openObjects(shape).map((at) => `${name} ${at}`),
        );
      });
      assert.deepEqual(open, OPEN);
    });

    for (const name of ALL_ENDPOINTS) {
      const { body, query } = shapeOf(name);
      const own = body === undefined ? [] : fieldNames(body);
      if (!isWrite(name) && query === undefined) continue;
      it(`K16 ${name}: what nobody may write is refused, and nothing moves`, async () => {
        const { browser, requestOf } = await entitledTo(world, name);
        const untouched = await stateOf(world.database);
        for (const [field, value] of Object.entries(FOREIGN)) {
          if (own.includes(field)) continue;
          const { headers, path, ...sent } = requestOf();
          const json = { ...headers, 'content-type': 'application/json' };
          const more = { ...bodyFor(name), [field]: value };
          const asked = isWrite(name)
            ? { ...sent, path, headers: json, body: JSON.stringify(more) }
            : { ...sent, path: `${path}?${field}=1`, headers };
          const answer = await browser.send(asked);
          assert.equal(answer.status, 400, `${name} ${field}: ${answer.text}`);
        }
        assert.deepEqual(await changesSince(world.database, untouched), []);
      });
    }

    it('K16 what a second person is asked for has no other fields than the operation itself', async () => {
      const { browser, requestOf } = await entitledTo(world, 'requestApproval');
      const untouched = await stateOf(world.database);
      for (const [field, value] of Object.entries(FOREIGN)) {
        const details = { reason: 'a test asks for it', [field]: value };
        const answer = await browser.send(requestOf({ body: { act: 'unblockUser', details } }));
        assert.equal(answer.status, 400, `${field} ${answer.text}`);
      }
      assert.deepEqual(await changesSince(world.database, untouched), []);
    });
  });

  it('K17 no path parameter of any operation is more than an id', async () => {
    const odd = ["' OR 1=1--", '%', '{"$gt":""}', '../session', 'null\u0000character'];
    for (const name of ALL_ENDPOINTS) {
      if (shapeOf(name).params === undefined) continue;
      const { browser, requestOf } = await entitledTo(world, name);
      const names = [...endpointOf(name).path.matchAll(/\{(\w+)\}/g)].map(([, key = '']) => key);
      const untouched = await stateOf(world.database);
      for (const value of odd) {
        const ids = Object.fromEntries(names.map((key) => [key, value]));
        const { status, text } = await browser.send(requestOf({ ids }));
        assert.ok(status >= 400 && status < 500, `${name} ${value}: ${status} ${text}`);
      }
      assert.deepEqual(await changesSince(world.database, untouched), [], name);
    }
  });

  describe('K17 what is no plain text, in every field of every operation (times: in bench/)', () => {
    for (const name of ALL_ENDPOINTS) {
      const { body } = shapeOf(name);
      const fields = body === undefined ? [] : stringFields(body);
      if (fields.length === 0) continue;
      it(`K17 ${name}: refused without an error of ours, and nothing moves`, async () => {
        const { browser, requestOf } = await entitledTo(world, name);
        const send = (at: (typeof fields)[number], value: unknown) => {
          const sent = requestOf();
          return browser.send({
            ...sent,
            body: JSON.stringify(withField(bodyFor(name), at, value)),
          });
        };
        const mayChange = [...BESIDE, ...(COUNTS[name] ?? [])];
        const untouched = await stateOf(world.database);
        for (const at of fields) {
          for (const [what, value] of Object.entries({ ...NO_STRING, ...UNSTORABLE })) {
            const { status, text } = await send(at, value);
            const where = `${name} ${at.join('.')}, ${what}: ${status} ${text}`;
            const isRefused = status >= 400 || SAYS_NOTHING.includes(name);
            assert.ok(isRefused && status < 500, where);
          }
        }
        assert.deepEqual(await changesSince(world.database, untouched, mayChange), []);
        for (const at of fields) {
          for (const [what, value] of Object.entries(TEXT)) {
            const { status, text } = await send(at, value);
            assert.ok(status < 500, `${name} ${at.join('.')}, ${what}: ${status} ${text}`);
          }
        }
      });
    }
  });

  it('K17 wildcards and quotes in a search are letters like any other', async () => {
    const boss = await world.person({ login: 'searching', role: 'owner', apps: 1 });
    const browser = world.browser();
    await browser.signIn(boss);
    const wild = ['wild_card1', 'wild%card2', "wild'card3", 'wild\\card4', 'wild[card]5'];
    for (const login of [...wild, 'wildxcard6']) await world.person({ login });
    for (const search of wild) {
      const { users } = (await browser.call('searchUsers', { body: { search } })).value;
      assert.deepEqual(
        users.map(({ login }) => login),
        [search],
      );
    }
    for (const search of ['%', '_', "' OR 1=1--", '%card', '*', '.*', '{"$gt":""}']) {
      const { users } = (await browser.call('searchUsers', { body: { search } })).value;
      assert.ok(
        users.every(({ login }) => login.startsWith(search)),
        search,
      );
      const { tokens } = (await browser.call('searchTokens', { body: { serial: search } })).value;
      assert.deepEqual(tokens, [], search);
      const asked = { report: 'sign-ins', login: search } as const;
      const { records } = (await browser.call('readReport', { body: asked })).value;
      assert.deepEqual(records, [], search);
    }
  });

  it('K17 what is no text in a file makes a bad line, and the others are read', async () => {
    const boss = await world.person({ login: 'importing', role: 'owner', apps: 1 });
    const browser = world.browser();
    await browser.signIn(boss);
    const begin = { content: 'people', reason: 'a test asks for it' } as const;
    const { id } = (await browser.call('startImport', { body: begin })).value;
    const lines = [
      'login,name,email,state',
      'null\u0000login,Somebody,,enabled',
      'nullname,Some\u0000body,,enabled',
      'half,Some\ud800body,,enabled',
      "good,O'Hara; drop table user_account; --,,enabled",
    ];
    const body = { firstLine: 1, csv: lines.join('\n'), last: true };
    const read = await browser.call('importLines', { params: { importId: id }, body });
    assert.equal(read.status, 200, read.text);
    assert.deepEqual(
      read.value.results.map(({ kind }) => kind),
      ['bad', 'bad', 'bad', 'added'],
    );
    const { users } = (await browser.call('searchUsers', { body: { search: 'good' } })).value;
    assert.equal(users[0]?.displayName, "O'Hara; drop table user_account; --");
  });
}, prepareDatabase);

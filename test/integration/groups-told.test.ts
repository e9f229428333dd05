import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import * as client from 'openid-client';
import type { GroupId } from '../../apps/server/src/domain/ids.ts';
import { makeHostVisitor } from '../harness/forward-auth/host-visitor.ts';
import { WIKI } from '../harness/forward-auth/hosts.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { ask, discover, follow, register, signIn } from '../harness/oidc/peer.ts';
import { pretendItIs } from '../harness/oidc/time.ts';
import { administrationOf, ORDER } from '../harness/world/order.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const USUAL = ['openid', 'profile', 'email', 'offline_access'];

const changed = ({ id }: Pick<Person, 'id'>, groupId: GroupId) => ({ groupId, userIds: [id] });

forEachStore((store) => {
  let world: World;
  let time: ReturnType<typeof pretendItIs>;
  before(async () => {
    world = await makeWorld(store, { listening: true });
    time = pretendItIs(world);
  });
  after(async () => {
    time.end();
    await world.close();
  });

  let made = 0;
  async function signedIn() {
    const person = await world.person({ login: `member-${(made += 1)}`, apps: 1 });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  async function group(name: string, ...people: readonly Person[]): Promise<GroupId> {
    const { groups } = administrationOf(world);
    const created = await groups.create({ name, description: '' }, ORDER);
    assert.ok(created.kind === 'created');
    for (const person of people) await groups.add(changed(person, created.group.id), ORDER);
    return created.group.id;
  }

  it('a site behind a proxy hears the groups of now, and no role', async () => {
    const { person, browser } = await signedIn();
    const visitor = makeHostVisitor(world, WIKI);
    await visitor.enter(browser);
    const heard = async () => String((await visitor.check()).headers['remote-groups']);
    assert.equal(await heard(), '');
    const editors = await group(`Editors ${store.name}`, person);
    await group(`A, B ${store.name}`, person);
    await group(`Others ${store.name}`);
    assert.equal(await heard(), `A%2C B ${store.name},Editors ${store.name}`);
    await administrationOf(world).groups.takeOut(changed(person, editors), ORDER);
    assert.equal(await heard(), `A%2C B ${store.name}`);
  });

  it('an application that may is told the groups of now; one that may not is told none, whatever it asks', async () => {
    const { person, browser } = await signedIn();
    const name = `Readers ${store.name}`;
    await group(name, person);
    const allowed = await discover(
      world,
      await register(world, { metadata: { scopes: [...USUAL, 'groups'] } }),
    );
    const told = async (scope: string, config: client.Configuration, more: object = {}) => {
      const tokens = await signIn(config, browser, { scope, ...more });
      return client.fetchUserInfo(config, tokens.access_token, client.skipSubjectCheck);
    };
    assert.deepEqual((await told('openid groups', allowed))['groups'], [name]);
    assert.equal((await told('openid profile', allowed))['groups'], undefined);
    const other = await discover(world, await register(world));
    const claims = JSON.stringify({ userinfo: { groups: null }, id_token: { groups: null } });
    const sneaky = await told('openid', other, { claims });
    assert.equal(sneaky['groups'], undefined);
    const refused = await ask(other, { scope: 'openid groups' });
    const { at } = await follow(browser, refused.url);
    assert.equal(new URL(at).searchParams.get('error'), 'invalid_scope', at);
  });

  it('an application is given the scope by name alone', async () => {
    const boss = world.browser();
    const login = `boss-${(made += 1)}`;
    await boss.signIn(await world.person({ login, role: 'administrator', apps: 1 }));
    const scopesOf = async (more: object) => {
      const name = `Told ${(made += 1)}`;
      const body = { name, redirectUris: ['https://a.example.org/cb'], reason: 'a test', ...more };
      assert.equal((await boss.call('createApplication', { body })).status, 201);
      const { value } = await boss.call('listApplications');
      return value.applications.find((one) => one.name === name)?.scopes;
    };
    assert.deepEqual(await scopesOf({}), USUAL);
    assert.deepEqual(await scopesOf({ groups: true }), [...USUAL, 'groups']);
  });
}, prepareDatabase);

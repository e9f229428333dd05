import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { GroupId } from '#domain/ids.ts';
import { addUser, newCase, newGroup, newUser, NOW } from './fixtures.ts';
import { forEachDatabase } from './open-store.ts';

const ANY = { state: undefined, role: undefined, registered: undefined };

forEachDatabase('groups', ({ database }) => {
  const addGroup = async (name?: string) => {
    const group = newGroup(name === undefined ? {} : { name });
    assert.ok(await database().transact('fact', (tx) => tx.groups.insert(group)));
    return group;
  };

  /** Every page of a search within groups. */
  async function walk(within: readonly GroupId[], prefix?: string) {
    const found: string[] = [];
    let after: { key: string; id: string } | undefined;
    do {
      const search = { prefix, filter: ANY, within, after, limit: 2 };
      const page = await database().stores.userDirectory.search(search);
      found.push(...page.users.map(({ displayName }) => displayName));
      after = page.next;
    } while (after !== undefined);
    return found;
  }

  it('have one name each, however it is written, and keep it when they are renamed', async () => {
    const harbour = await addGroup('Harbour');
    const { groups } = database().stores;
    const again = newGroup({ name: 'HARBOUR ' });
    assert.equal(await database().transact('fact', (tx) => tx.groups.insert(again)), false);
    const other = await addGroup('Port');
    const to = { name: 'harbour', description: 'x' };
    assert.equal(await database().transact('fact', (tx) => tx.groups.change(other.id, to)), false);
    assert.equal(await database().transact('fact', (tx) => tx.groups.change(harbour.id, to)), true);
    assert.equal((await groups.findByName('hArbour'))?.name, 'harbour');
  });

  it('list their members by name, each once, whatever group they are found in', async () => {
    const [one, two] = [await addGroup(), await addGroup()];
    const ids = new Map<string, Awaited<ReturnType<typeof addUser>>>();
    for (const name of ['Dora', 'Alan', 'Carl', 'Bea', 'Eve']) {
      ids.set(name, await addUser(database(), { displayName: name }));
    }
    const idOf = (name: string) => [ids.get(name)].filter((id) => id !== undefined);
    await database().transact('fact', async (tx) => {
      const first = ['Dora', 'Alan', 'Bea'].flatMap(idOf);
      assert.equal(await tx.groups.addMembers(one.id, first), 3);
      assert.equal(await tx.groups.addMembers(one.id, first), 0);
      assert.equal(await tx.groups.addMembers(two.id, ['Carl', 'Bea'].flatMap(idOf)), 2);
    });
    assert.deepEqual(await walk([one.id]), ['Alan', 'Bea', 'Dora']);
    assert.deepEqual(await walk([one.id, two.id]), ['Alan', 'Bea', 'Carl', 'Dora']);
    assert.deepEqual(await walk([one.id], 'b'), ['Bea']);
    assert.deepEqual(await walk([one.id], 'carl'), []);
    assert.equal(await database().stores.groups.countMembers(one.id, 10), 3);
    assert.equal(await database().stores.groups.countMembers(one.id, 2), 2);
    await database().transact('fact', (tx) => tx.groups.removeMembers(one.id, idOf('Bea')));
    assert.deepEqual(await walk([one.id]), ['Alan', 'Dora']);
  });

  it('are searched by login without a look at anybody else, and by an address that is new', async () => {
    const group = await addGroup();
    const others = Array.from({ length: 450 }, (_, n) => `crowd-${n}`);
    await database().transact('fact', async (tx) => {
      for (const login of others) await tx.users.insert(newUser({ login, loginKeys: [login] }));
    });
    const member = await addUser(database(), {
      login: 'crowd-z',
      displayName: 'Zoe',
      loginKeys: ['crowd-z'],
    });
    await database().transact('fact', (tx) => tx.groups.addMembers(group.id, [member]));
    const search = { prefix: 'crowd', filter: ANY, within: [group.id], after: undefined, limit: 5 };
    const page = await database().stores.userDirectory.search(search);
    assert.deepEqual([page.users.map(({ id }) => id), page.next], [[member], undefined]);
    const changed = await database().transact('fact', (tx) =>
      tx.users.changeEmail(member, {
        email: 'Newly@example.org',
        loginKey: 'newly@example.org',
        oldLoginKey: undefined,
        changedAt: NOW,
      }),
    );
    assert.ok(changed);
    assert.deepEqual(await walk([group.id], 'newly@'), ['Zoe']);
    await database().transact('fact', (tx) => tx.groups.removeMembers(group.id, [member]));
    assert.deepEqual(await walk([group.id], 'crowd'), []);
  });

  it('K15 limit whom one of the staff looks after, and what cases they see', async () => {
    const group = await addGroup();
    const [staff, inside, outside] = [
      await addUser(database()),
      await addUser(database()),
      await addUser(database()),
    ];
    const { scopes, cases } = database().stores;
    assert.equal((await scopes.within(staff, [inside, outside])).size, 2);
    await database().transact('fact', async (tx) => {
      await tx.groups.addMembers(group.id, [inside]);
      await tx.scopes.replace(staff, [group.id]);
      for (const userId of [inside, outside, undefined]) await tx.cases.open(newCase({ userId }));
    });
    assert.deepEqual([...(await scopes.within(staff, [inside, outside]))], [inside]);
    const seen = (await cases.listOpen(50, staff)).map(({ userId }) => userId);
    assert.deepEqual(seen, [inside]);
    assert.ok((await cases.listOpen(50, outside)).length >= 3);
    await database().transact('fact', async (tx) => {
      for (const one of await tx.cases.listOpen(50)) {
        await tx.cases.close(
          one.id,
          { outcome: 'solved', by: 'helper', reason: 'called back' },
          NOW,
        );
      }
    });
    const closed = (await cases.listClosed(50, staff)).map(({ userId }) => userId);
    assert.deepEqual(closed, [inside]);
    assert.ok((await cases.listClosed(50, outside)).length >= 3);
    assert.ok(await scopes.isUsed(group.id));
    await assert.rejects(database().transact('fact', (tx) => tx.groups.remove(group.id)));
    await database().transact('fact', (tx) => tx.scopes.replace(staff, []));
    assert.ok(await database().transact('fact', (tx) => tx.groups.remove(group.id)));
    assert.deepEqual(await database().stores.groups.groupsOf(inside), []);
  });
});

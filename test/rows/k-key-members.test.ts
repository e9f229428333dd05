import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { forEachStore } from '../harness/for-each-store.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { orderKey, programOf } from '../harness/world/key.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'the personnel system moves people';
const RACES = 20;
const MEMBERS = 12;

forEachStore((store) => {
  let world: World;
  before(async () => {
    // One node: its records are in the order in which they were written, whatever the clock says.
    world = await makeWorld(store);
  });
  after(() => world.close());

  let made = 0;
  const somebody = (): Promise<Person> => world.person({ login: `member-${(made += 1)}` });

  /** The role alone, and its record. */
  const promote = ({ id }: Person): Promise<void> =>
    world.database.transact('fact', async (tx) => {
      await tx.users.hold(id);
      await tx.users.change(id, { role: 'administrator' });
      const fields = { target: { type: 'user', id }, detail: { after: 'administrator' } };
      const row = { event: 'authz_change', outcome: 'success', ...fields } as const;
      await tx.audit.append([row], world.clock.now());
    });

  it(`K15 a key moves nobody into a group after the moment in which they got a role, ${RACES} times: all of a call or none`, async () => {
    const { call } = programOf(world, (await orderKey(world, ['groups.write'])).key);
    const people = await Promise.all(Array.from({ length: MEMBERS }, somebody));
    const kinds = new Set<number>();
    for (let race = 0; race < RACES; race += 1) {
      const naming = { name: `Race ${race}`, description: '', reason: REASON };
      const created = await call('createGroup', { body: naming });
      const { id: groupId }: { readonly id: string } = JSON.parse(created.text);
      const risen = await somebody();
      const userIds = [...people, risen].map(({ id }) => id);
      const moving = call('addGroupMembers', { ids: { groupId }, body: { userIds } });
      await sleep(race === RACES - 1 ? 500 : race);
      const [moved] = await Promise.all([moving, promote(risen)]);
      assert.ok([200, 403].includes(moved.status), moved.text);
      kinds.add(moved.status);
      const rows = await world.audit();
      const given = rows.findIndex(
        ({ target, detail }) => target?.id === risen.id && detail?.['after'] === 'administrator',
      );
      assert.ok(given >= 0);
      const late = rows
        .slice(given)
        .filter(({ event, target }) => event === 'group.changed' && target?.id === risen.id);
      assert.deepEqual(late, []);
      const members = (await rowsOf(world.database, 'group_member')).filter(
        ({ group_id: of }) => of === groupId,
      );
      assert.equal(members.length, moved.status === 200 ? userIds.length : 0);
    }
    // The last one had no rival.
    assert.ok(kinds.has(200));
  });

  it('K15 what a key tries with somebody of the staff is recorded, and nobody of that call is moved', async () => {
    const { key, name } = await orderKey(world, ['groups.write']);
    const { call } = programOf(world, key);
    const created = await call('createGroup', {
      body: { name: 'Staff', description: '', reason: REASON },
    });
    const { id: groupId }: { readonly id: string } = JSON.parse(created.text);
    const [one, boss] = [await somebody(), await somebody()];
    await promote(boss);
    const userIds = [one.id, boss.id];
    for (const operation of ['addGroupMembers', 'removeGroupMembers'] as const) {
      const refused = await call(operation, { ids: { groupId }, body: { userIds } });
      assert.equal(refused.problem?.code, 'out_of_reach');
      const row = (await world.audit('authz_fail')).at(-1);
      assert.deepEqual([row?.actor?.id, row?.target?.id], [name, boss.id]);
    }
    const members = await rowsOf(world.database, 'group_member');
    assert.ok(members.every(({ group_id: of }) => of !== groupId));
  });
}, prepareDatabase);

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { AuditRecord } from '#audit/ports.ts';
import type { UserFilter } from '#administration/ports.ts';
import type { Database } from '../open-database.ts';
import {
  addApp,
  addAuthenticator,
  addUser,
  later,
  MINUTE,
  newPhoneBinding,
  NOW,
} from './fixtures.ts';
import { forEachDatabase } from './open-store.ts';

const ANY: UserFilter = { state: undefined, role: undefined, registered: undefined };

/** Every page of a search, in order. */
async function walk(
  database: Database,
  given: { prefix?: string; filter?: Partial<UserFilter>; limit?: number },
) {
  const { prefix, filter, limit = 3 } = given;
  const found: string[] = [];
  let after: { key: string; id: string } | undefined;
  for (let n = 0; n < 100; n += 1) {
    const search = { prefix, filter: { ...ANY, ...filter }, after, limit };
    const page = await database.stores.userDirectory.search(search);
    assert.ok(page.users.length <= limit);
    found.push(...page.users.map(({ displayName }) => displayName));
    if (page.next === undefined) return found;
    after = page.next;
  }
  throw new Error('the pages do not end');
}

forEachDatabase('the list of people', ({ database }) => {
  it('goes through everybody once, in the order of their names, whatever the size of a page', async () => {
    const names = ['Zoë', 'ada', 'Ada', 'Straße', 'bob', 'Émile', 'Zebra', 'bo'];
    for (const displayName of names) {
      const login = `l-${randomUUID()}`;
      await addUser(database(), { displayName, login, loginKeys: [login] });
    }
    const all = await walk(database(), { limit: 100 });
    assert.deepEqual(all.toSorted(), names.toSorted());
    for (const limit of [1, 2, 3, 7, 8]) assert.deepEqual(await walk(database(), { limit }), all);
    assert.deepEqual((await walk(database(), { prefix: 'ada' })).toSorted(), ['Ada', 'ada']);
    assert.deepEqual((await walk(database(), { prefix: 'bo', limit: 1 })).toSorted(), [
      'bo',
      'bob',
    ]);
    assert.deepEqual(await walk(database(), { prefix: 'strass' }), ['Straße']);
    assert.deepEqual(await walk(database(), { prefix: 'nobody' }), []);
  });

  it('finds by the beginning of a login or mail address, each person once', async () => {
    const kim = { displayName: 'Kimberly Doe', loginKeys: ['kim.doe', 'kim@example.org'] };
    await addUser(database(), { ...kim, login: 'kim.doe' });
    const lee = { login: 'kimono', email: 'kimono@example.org' };
    await addUser(database(), {
      ...lee,
      displayName: 'Lee',
      loginKeys: Object.values(lee),
    });
    for (const limit of [1, 2, 5]) {
      const found = await walk(database(), { prefix: 'kim', limit });
      assert.deepEqual(found.toSorted(), ['Kimberly Doe', 'Lee'], String(limit));
    }
    assert.deepEqual(await walk(database(), { prefix: 'kim@' }), ['Kimberly Doe']);
    assert.deepEqual(await walk(database(), { prefix: 'kim%' }), []);
  });

  it('filters by state, role and whether there is a method', async () => {
    const id = await addUser(database(), { displayName: 'Helper', role: 'help-desk' });
    await addUser(database(), { displayName: 'Not yet', state: 'enabled' });
    await addApp(database(), id);
    assert.deepEqual(await walk(database(), { filter: { role: 'help-desk' } }), ['Helper']);
    assert.deepEqual(await walk(database(), { filter: { registered: true } }), ['Helper']);
    const waiting = await walk(database(), { filter: { state: 'enabled', registered: false } });
    assert.ok(waiting.includes('Not yet') && !waiting.includes('Helper'));
    const both = { prefix: 'help', filter: { role: 'user' } } as const;
    assert.deepEqual(await walk(database(), both), []);
  });

  it('finds whoever has a number, by its hash alone', async () => {
    const id = await addUser(database(), { displayName: 'Caller' });
    await addAuthenticator(database(), newPhoneBinding(id, '+14255550166'));
    const { userDirectory } = database().stores;
    const found = await userDirectory.findByNumber('hash of +14255550166', 10);
    assert.deepEqual(
      found.map(({ displayName }) => displayName),
      ['Caller'],
    );
    assert.deepEqual(await userDirectory.findByNumber('+14255550166', 10), []);
  });
});

forEachDatabase('reports', ({ database }) => {
  const append = (records: readonly AuditRecord[], at = NOW) =>
    database().transact('attempt', (tx) => tx.audit.append(records, at));

  it('come newest first, page by page, with nothing twice and nothing left out', async () => {
    const userId = await addUser(database());
    const actor = { type: 'user', id: userId } as const;
    for (let n = 0; n < 30; n += 1) {
      const outcome = n % 3 === 0 ? 'failure' : 'success';
      const event = n % 2 === 0 ? 'authn_login_success' : 'mfa.code.evaluated';
      await append([{ event, outcome, actor, requestId: `r${n}` }], later(Math.floor(n / 4)));
    }
    const filter = {
      events: ['authn_login_success'] as const,
      accountId: undefined,
      outcome: undefined,
      from: undefined,
      to: undefined,
    };
    const { auditReader } = database().stores;
    const seen: string[] = [];
    let after: { time: number; id: string } | undefined;
    do {
      const page = await auditReader.list(filter, { after, limit: 4 });
      seen.push(...page.records.map(({ requestId }) => requestId ?? ''));
      after = page.next;
    } while (after !== undefined);
    assert.equal(new Set(seen).size, 15);
    assert.equal(seen.length, 15);
    const failed = await auditReader.list({ ...filter, outcome: 'failure' }, { after, limit: 50 });
    assert.equal(failed.records.length, 5);
    const early = { ...filter, to: later(1) };
    assert.equal((await auditReader.list(early, { after, limit: 50 })).records.length, 2);
    const late = { ...filter, from: later(6) };
    assert.equal((await auditReader.list(late, { after, limit: 50 })).records.length, 3);
    const own = { ...filter, accountId: userId };
    assert.equal((await auditReader.list(own, { after, limit: 50 })).records.length, 15);
  });

  it('tell the whole story of an attempt from any of its requests, and nothing of another', async () => {
    const [signInId, challengeId] = [randomUUID(), randomUUID()];
    await append([{ event: 'mfa.challenge.created', outcome: 'info', signInId, requestId: 'one' }]);
    const chosen = { signInId, challengeId, requestId: 'two' };
    await append([{ event: 'mfa.challenge.method_chosen', outcome: 'info', ...chosen }], later(1));
    await append([{ event: 'mfa.code.delivered', outcome: 'success', challengeId }], later(2));
    await append(
      [{ event: 'mfa.success', outcome: 'success', signInId, requestId: 'three' }],
      later(3),
    );
    const other = { signInId: randomUUID(), challengeId: randomUUID(), requestId: 'other' };
    await append([{ event: 'mfa.success', outcome: 'success', ...other }], later(3));
    const { auditReader } = database().stores;
    for (const id of ['one', 'two', 'three', signInId]) {
      const story = await auditReader.attempt(id, 100);
      assert.deepEqual(
        story.map(({ event }) => event),
        [
          'mfa.challenge.created',
          'mfa.challenge.method_chosen',
          'mfa.code.delivered',
          'mfa.success',
        ],
        id,
      );
    }
    assert.deepEqual(await auditReader.attempt(randomUUID(), 100), []);
  });

  it('M08 count what one operator cleared within an hour', async () => {
    const actor = { type: 'operator', id: 'op' } as const;
    await append([{ event: 'admin.mfa_cleared', outcome: 'success', actor }]);
    await append([{ event: 'admin.mfa_cleared', outcome: 'success', actor }], later(50 * MINUTE));
    const { auditReader } = database().stores;
    assert.equal(await auditReader.countClears('op', later(-1)), 2);
    assert.equal(await auditReader.countClears('op', NOW), 1);
    assert.equal(await auditReader.countClears('other', later(-1)), 0);
  });
});

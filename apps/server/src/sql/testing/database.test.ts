import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { describe, it } from 'node:test';
import { forEachStore } from '../../../../../test/harness/for-each-store.ts';
import { makeSql } from '../connection.ts';
import { SchemaTooNew } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/list.ts';
import { insertStatement } from '../statement.ts';
import { addUser, newHash, newSession, newUser, NOW, parallel } from './fixtures.ts';
import { forEachDatabase, openAt } from './open-store.ts';

const ALL = MIGRATIONS.map(({ id }) => id);

describe('migrate', () => {
  forEachStore((store) => {
    it('brings an empty database up, and does nothing to it again', async () => {
      const made = await store.make();
      const database = await openAt(made.connection);
      try {
        assert.deepEqual(await database.migrate(), ALL);
        assert.deepEqual(await database.migrate(), []);
        assert.equal(await database.stores.users.countAdministrators(), 0);
      } finally {
        await database.close();
        await made.close();
      }
    });

    it('lets nodes that start at once take turns', async () => {
      const made = await store.make();
      const nodes = await parallel(3, () => openAt(made.connection));
      try {
        const done = await Promise.all(nodes.map((node) => node.migrate()));
        assert.deepEqual(done.flat(), ALL);
      } finally {
        await Promise.all(nodes.map((node) => node.close()));
        await made.close();
      }
    });

    it('leaves a database alone that a newer version has migrated', async () => {
      const made = await store.make();
      const database = await openAt(made.connection);
      try {
        await database.migrate();
        await database.engine.withConnection('fact', async (connection) => {
          const newer = { id: '9999-later', applied_at: 0 };
          makeSql(connection).tell(insertStatement('schema_migration'), [newer]);
        });
        await assert.rejects(database.migrate(), SchemaTooNew);
      } finally {
        await database.close();
        await made.close();
      }
    });
  });
});

forEachDatabase('openDatabase', ({ database, connection }) => {
  it('R04 runs with settings that lose nothing', () => {
    assert.deepEqual(database().weaknesses, []);
  });

  it('answers a ping', async () => {
    assert.equal(await database().ping(), true);
  });

  it('keeps foreign keys', async () => {
    const orphan = newSession(newUser().id);
    await assert.rejects(
      database().transact('fact', (tx) => tx.sessions.insert(orphan)),
      /foreign key/i,
    );
  });

  it('refuses a write outside a transaction', async () => {
    await assert.rejects(database().stores.meta.set('key', 'value'), /outside a transaction/);
    assert.equal(await database().stores.meta.get('key'), undefined);
  });

  it('keeps all of a transaction or none', async () => {
    const user = newUser();
    const failing = database().transact('fact', async (tx) => {
      await tx.users.insert(user);
      throw new Error('changed my mind');
    });
    await assert.rejects(failing, /changed my mind/);
    assert.equal(await database().stores.users.find(user.id), undefined);
  });

  it('tells what went wrong first, also when nobody waited for it', async () => {
    const user = newUser();
    const twice = database().transact('fact', async (tx) => {
      await tx.users.insert(user);
      await tx.users.insert({ ...user, loginKeys: [newHash()] });
      return tx.users.find(user.id);
    });
    await assert.rejects(twice, /unique/i);
  });

  it('waits for the disk with facts only', async () => {
    const before = database().statistics().factCommits;
    await database().transact('attempt', (tx) => tx.meta.set('attempt', '1'));
    assert.equal(database().statistics().factCommits, before);
    await database().transact('fact', (tx) => tx.meta.set('fact', '1'));
    assert.equal(database().statistics().factCommits, before + 1);
  });

  it('R36 remembers over a restart what was counted', async () => {
    const lane = { kind: 'sends-account', subject: newHash() } as const;
    const reserve = async () => {
      const again = await openAt(connection());
      const { kind: outcome } = await again.transact('attempt', (tx) =>
        tx.throttles.reserve([lane], NOW),
      );
      await again.close();
      return outcome;
    };
    const outcomes = [];
    for (let n = 0; n < 7; n += 1) outcomes.push(await reserve());
    assert.deepEqual(outcomes, [...Array(5).fill('allowed'), 'throttled', 'throttled']);
  });

  it('shares the database with another process', async () => {
    const other = await openAt(connection(), { node: 'cli' });
    try {
      const ids = await parallel(40, (n) => addUser(n % 2 === 0 ? database() : other));
      const found = await Promise.all(ids.map((id) => other.stores.users.find(id)));
      assert.ok(found.every((user) => user !== undefined));
    } finally {
      await other.close();
    }
  });

  it('lets nobody else read the file', () => {
    const at = connection();
    if (at.kind !== 'sqlite') return;
    for (const suffix of ['', '-wal', '-shm']) {
      assert.equal(statSync(`${at.file}${suffix}`).mode & 0o077, 0);
    }
  });
});

/** A machine of any speed does ten in a minute: the group is not cut by its time. */
const UNHURRIED = { groupMs: 60_000 };

forEachDatabase(
  'one commit for many',
  ({ kind, database }) => {
    it('rolls back the one of ten that fails, and only that one', async () => {
      const users = Array.from({ length: 10 }, () => newUser());
      const before = database().statistics();
      const outcomes = await Promise.allSettled(
        users.map((user, n) =>
          database().transact('fact', async (tx) => {
            await tx.users.insert(user);
            if (n === 4) throw new Error('the fifth');
          }),
        ),
      );
      const { commits, factCommits } = database().statistics();
      assert.deepEqual(
        outcomes.map(({ status }) => status === 'fulfilled'),
        users.map((_, n) => n !== 4),
      );
      const stored = await Promise.all(users.map(({ id }) => database().stores.users.find(id)));
      assert.deepEqual(
        stored.map((user) => user !== undefined),
        users.map((_, n) => n !== 4),
      );
      // SQLite commits them together, with one wait for the disk.
      assert.equal(commits - before.commits, kind === 'sqlite' ? 1 : 9);
      assert.equal(factCommits - before.factCommits, kind === 'sqlite' ? 1 : 9);
    });
  },
  UNHURRIED,
);

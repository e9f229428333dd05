import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { makeSealedBox } from '#crypto/sealed-box.ts';
import { forEachStore } from '../../../../../test/harness/for-each-store.ts';
import { backUp, CannotRestore, restore } from '../backup.ts';
import type { Database } from '../open-database.ts';
import { makeReseal } from '../reseal.ts';
import { MIGRATIONS } from '../migrations/list.ts';
import { TABLES } from '../tables.ts';
import { makeSweep } from '../sweep.ts';
import {
  addApp,
  addUser,
  later,
  MINUTE,
  newAuthenticator,
  newBinding,
  newCase,
  newMessage,
  newSession,
  newSignIn,
  NOW,
  parallel,
} from './fixtures.ts';
import { fill } from './fill.ts';
import { forEachDatabase, makeKey, openAt } from './open-store.ts';

async function countRows(database: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  await database.engine.withSnapshot(async ({ pages }) => {
    for (const table of TABLES) {
      for await (const page of pages(table)) {
        if (page.length > 0) counts[table] = (counts[table] ?? 0) + page.length;
      }
    }
  });
  return counts;
}

forEachDatabase('sweep', ({ database }) => {
  it('R37 leaves nothing that has had its time, and everything that has not', async () => {
    const sweep = makeSweep(database().engine);
    await fill(database());
    const full = await countRows(database());
    assert.deepEqual(Object.keys(full), [...TABLES]);
    assert.equal(await sweep(NOW), 0);
    assert.deepEqual(await countRows(database()), full);

    const DAY = 24 * 60 * MINUTE;
    await sweep(later(8 * DAY));
    const left = await countRows(database());
    const gone = [
      'binding',
      'session',
      'sign_in',
      'challenge',
      'outbox_message',
      'spent_ceremony',
      'bootstrap_token',
      'freeze_token',
      'remembered_browser',
      'reset_token',
      'proof_request',
      'oidc_artifact',
      'device_activation',
      'device_move',
      'device_request',
      'api_reply',
      'approval',
      'caller_check',
      'bypass',
      'alert',
      'report_export',
      'report_part',
      'spending',
    ];
    assert.equal(left['import_run'], 1);
    for (const table of gone) assert.equal(left[table], undefined, table);
    // Wrong outputs in a row of a second step are never forgotten by themselves.
    assert.equal(left['throttle'], 1);
    assert.equal(left['known_browser'], 1);
    assert.equal(left['app_password'], 1);
    assert.equal(left['audit_event'], 1);
    assert.equal(left['authenticator'], 3);
    assert.equal(left['support_case'], 1);
    assert.equal(left['api_key'], 1);
    await sweep(later(500 * DAY));
    for (const table of ['known_browser', 'import_run', 'api_key', 'api_call']) {
      assert.equal((await countRows(database()))[table], undefined, table);
    }
  });

  it('goes in batches, on two nodes at once, beside people who sign in', async () => {
    const sweep = makeSweep(database().engine);
    const userId = await addUser(database());
    await parallel(30, () =>
      database().transact('attempt', async (tx) => {
        for (let n = 0; n < 50; n += 1) await tx.signIns.insert(newSignIn(userId));
      }),
    );
    const [first, second, third] = await Promise.all([
      sweep(later(60 * MINUTE)),
      sweep(later(60 * MINUTE)),
      addApp(database(), userId),
    ]);
    assert.ok(first + second >= 1500);
    assert.ok(third);
    assert.equal((await countRows(database()))['sign_in'], undefined);
  });

  it('takes ended sessions, and what was said in calls that are over', async () => {
    const sweep = makeSweep(database().engine);
    const userId = await addUser(database());
    const session = newSession(userId);
    const message = newMessage(userId);
    await database().transact('fact', async (tx) => {
      await tx.sessions.insert(session);
      await tx.sessions.end(session.id, 'signed_out', NOW);
      await tx.outbox.enqueue(message);
    });
    assert.equal(await sweep(later(1)), 1);
    assert.notDeepEqual((await database().stores.outbox.find(message.id))?.message, {
      kind: 'mail',
    });
  });
});

describe('reseal', () => {
  forEachStore((store) => {
    it('L03 seals everything under the new key, while people change things', async () => {
      const made = await store.make();
      const [oldKey, newKey] = [makeKey(), makeKey()];
      const before = await openAt(made.connection, { box: makeSealedBox(oldKey, []) });
      await before.migrate();
      const userId = await addUser(before);
      const busyUser = await addUser(before);
      const apps = await parallel(25, () => addApp(before, userId));
      const message = newMessage(userId);
      await before.transact('fact', async (tx) => {
        await tx.bindings.insert(newBinding(userId));
        await tx.outbox.enqueue(message);
        await tx.cases.open(newCase({ note: 'Help' }));
      });
      await before.close();

      const ring = makeSealedBox(newKey, [oldKey]);
      const during = await openAt(made.connection, { box: ring });
      const reseal = makeReseal(during.engine);
      const outcomes = [];
      for (let done = false; !done; ) {
        const [outcome] = await Promise.all([reseal(ring, 10), addApp(during, busyUser)]);
        outcomes.push(outcome);
        done = outcome.done;
      }
      const resealed = outcomes.reduce((total, outcome) => total + outcome.resealed, 0);
      assert.equal(resealed, 25 + 3);
      assert.ok(outcomes.every(({ unreadable }) => unreadable === 0));
      await during.close();

      const afterwards = await openAt(made.connection, { box: makeSealedBox(newKey, []) });
      for (const id of apps) assert.ok(await afterwards.stores.authenticators.secretOf(id));
      assert.deepEqual((await afterwards.stores.outbox.find(message.id))?.message, message.message);
      await afterwards.close();
      await made.close();
    });
  });
});

/** What a restored copy does not bring back. */
const FORGOTTEN: ReadonlySet<string> = new Set([
  'known_browser',
  'remembered_browser',
  'oidc_artifact',
  'api_reply',
  'caller_check',
  'bypass',
]);

describe('backup', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-backup-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  forEachStore((store) => {
    const file = path.join(folder, `${store.name}.jsonl`);

    const withEmpty = async (use: (database: Database) => Promise<void>): Promise<void> => {
      const made = await store.make();
      const database = await openAt(made.connection);
      try {
        await use(database);
      } finally {
        await database.close();
        await made.close();
      }
    };

    it('copies every table as it was at one moment', () =>
      withEmpty(async (database) => {
        await database.migrate();
        await fill(database);
        const busy = parallel(10, () => addUser(database));
        const { rows } = await backUp(database.engine, file);
        await busy;
        assert.equal(statSync(file).mode & 0o077, 0);
        assert.ok(rows >= Object.values(await countRows(database)).length);
      }));

    it('fills an empty database with it, and no other; nothing in it is open', () =>
      withEmpty(async (database) => {
        const { rows, ended } = await restore(database.engine, file, NOW);
        const counts = await countRows(database);
        assert.equal(
          Object.values(counts).reduce((total, count) => total + count, 0),
          rows - [...FORGOTTEN].reduce((sum, table) => sum + (ended[table] ?? 0), 0),
        );
        assert.deepEqual(
          Object.keys(counts),
          TABLES.filter((table) => !FORGOTTEN.has(table)),
        );
        assert.deepEqual(ended, {
          challenge: 1,
          sign_in: 1,
          session: 1,
          authenticator: 0,
          binding: 2,
          known_browser: 1,
          remembered_browser: 1,
          bootstrap_token: 1,
          oidc_artifact: 1,
          api_key: 1,
          api_reply: 1,
          reset_token: 1,
          approval: 1,
          caller_check: 1,
          bypass: 1,
        });
        assert.equal(await database.stores.meta.get('key'), 'välue');
        await assert.rejects(restore(database.engine, file, NOW), CannotRestore);
        const again = path.join(folder, 'again.jsonl');
        await backUp(database.engine, again);
        assert.deepEqual(linesOf(again), linesOf(file).flatMap(asRestored).toSorted());
      }));

    it('B13 brings no pass back: it may have been used, or taken back, since the copy was made', async () => {
      const copy = path.join(folder, `${store.name}-pass.jsonl`);
      await withEmpty(async (database) => {
        await database.migrate();
        const id = await addUser(database);
        const pass = { kind: 'temporary-access-pass', codeHashes: ['a'] } as const;
        const codes = { kind: 'saved-recovery-codes', codeHashes: ['b'] } as const;
        await database.transact('fact', async ({ authenticators }) => {
          await authenticators.insertCodes(newAuthenticator(id, pass));
          await authenticators.insertCodes(newAuthenticator(id, codes));
        });
        await backUp(database.engine, copy);
      });
      await withEmpty(async (database) => {
        const { ended } = await restore(database.engine, copy, NOW);
        assert.equal(ended['authenticator'], 1);
        const { authenticator, code } = await countRows(database);
        assert.deepEqual([authenticator, code], [1, 1]);
      });
    });

    it('reads a copy of the first version, and brings it to this one', () =>
      withEmpty(async (database) => {
        const link = { token_hash: 'h', expires_at: NOW.getTime(), spent_at: null };
        const text = [
          { format: 'proofup-backup/1', migrations: ['0001-foundation'] },
          { table: 'meta', row: { key: 'key', value: 'old' } },
          { table: 'bootstrap_token', row: link },
        ]
          .map((line) => `${JSON.stringify(line)}\n`)
          .join('');
        const sha256 = createHash('sha256').update(text).digest('hex');
        const old = path.join(folder, 'old.jsonl');
        writeFileSync(old, `${text}${JSON.stringify({ rows: 2, sha256 })}\n`);
        const { rows, ended } = await restore(database.engine, old, NOW);
        assert.deepEqual([rows, ended['bootstrap_token'], ended['reset_token']], [2, 1, undefined]);
        assert.equal(await database.stores.meta.get('key'), 'old');
        assert.deepEqual(await countRows(database), { meta: 1, bootstrap_token: 1 });
        assert.deepEqual(await database.migrate(), []);
      }));

    it('keeps nothing of a copy that is damaged or cut short', async () => {
      const whole = readFileSync(file, 'utf8');
      const damaged = path.join(folder, 'damaged.jsonl');
      const lines = whole.trimEnd().split('\n');
      for (const text of [
        whole.replace('välue', 'other'),
        lines.slice(0, -1).join('\n'),
        lines.toSpliced(3, 1).join('\n'),
        whole.slice(0, whole.length / 2),
        '',
        '{"format":"another"}\n',
      ]) {
        writeFileSync(damaged, text);
        await withEmpty(async (database) => {
          await assert.rejects(restore(database.engine, damaged, NOW), CannotRestore);
          await database.migrate();
          assert.deepEqual(await countRows(database), {});
        });
      }
    });
  });

  it('moves an installation from one engine to the other', () => {
    const [head] = linesOf(path.join(folder, 'sqlite.jsonl'));
    const migrations = MIGRATIONS.map(({ id }) => id);
    assert.equal(head, JSON.stringify({ format: 'proofup-backup/1', migrations }));
  });
});

/** What stands in each column of a row that was open. */
const ENDED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  session: { ended_at: NOW.getTime(), ended_reason: 'restored' },
  sign_in: { state: 'ended' },
  challenge: { state: 'superseded' },
  bootstrap_token: { spent_at: NOW.getTime() },
  reset_token: { spent_at: NOW.getTime() },
  api_key: { revoked_at: NOW.getTime() },
  approval: { state: 'refused', decided_at: NOW.getTime() },
};

/** All that was filled in was open, but the bindings that became methods. */
function asRestored(line: string): readonly string[] {
  const parsed = JSON.parse(line);
  if (FORGOTTEN.has(parsed.table)) return [];
  const isPending = parsed.table === 'binding' && parsed.row.state === 'pending';
  const change = isPending ? { state: 'cancelled', secret: null } : ENDED[parsed.table];
  return [
    change === undefined ? line : JSON.stringify({ ...parsed, row: { ...parsed.row, ...change } }),
  ];
}

/** PostgreSQL gives rows in an order of its own. */
const linesOf = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => !line.includes('"sha256"'))
    .toSorted();

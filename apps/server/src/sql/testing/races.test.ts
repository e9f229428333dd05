import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { ATTEMPTS } from '#domain/challenge.ts';
import type { LaneKey } from '#sign-in/ports.ts';
import type { Database } from '../open-database.ts';
import {
  addApp,
  addChallenge,
  addUser,
  countTrue,
  later,
  newAuthenticator,
  newBinding,
  newChallenge,
  newExport,
  newHash,
  newId,
  NOW,
  parallel,
} from './fixtures.ts';
import { forEachDatabase, openAt } from './open-store.ts';

const REPEATS = 20;

/** At SERIALIZABLE some are told to try again until they give up: that is a no, and counts for nothing. */
async function orConflict<Result>(work: Promise<Result>): Promise<Result | 'conflict'> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '40001') return 'conflict';
    throw error;
  }
}

/** Two nodes on one database; with SQLite, as the command line beside the server. */
for (const isolation of ['read committed', 'serializable'] as const) {
  forEachDatabase(
    `R13 races at ${isolation}`,
    ({ kind, database, connection }) => {
      // SQLite has one level, and has run at it.
      if (kind === 'sqlite' && isolation === 'serializable') return;
      let second: Database;
      before(async () => {
        second = await openAt(connection(), { node: 'node-2', isolation });
      });
      after(() => second.close());

      const node = (n: number): Database => (n % 2 === 0 ? database() : second);
      const race = async (count: number, work: (node: Database) => Promise<boolean>) =>
        countTrue(
          (await parallel(count, (n) => orConflict(work(node(n))))).map((won) => won === true),
        );
      const strict = isolation === 'read committed';

      it(`A03 50 guesses at once take exactly the attempts there are, ${REPEATS} times`, async () => {
        for (let run = 0; run < REPEATS; run += 1) {
          const { challenge } = await addChallenge(database());
          const reserve = (on: Database) =>
            on.transact('attempt', async (tx) => {
              const { kind: outcome } = await tx.challenges.reserveAttempt(challenge.id, NOW);
              return outcome === 'reserved';
            });
          const reserved = await race(50, reserve);
          assert.ok(reserved <= ATTEMPTS);
          if (strict) assert.equal(reserved, ATTEMPTS);
        }
      });

      it('B02 one time step signs in once, over as many challenges as there are', async () => {
        for (let run = 0; run < REPEATS; run += 1) {
          const id = await addApp(database(), await addUser(database()));
          const spend = { kind: 'counter', authenticatorId: id, value: 42 } as const;
          const spent = await race(20, (on) =>
            on.transact('fact', (tx) => tx.authenticators.spend(spend, NOW)),
          );
          assert.equal(spent, 1);
        }
      });

      it('B08 a recovery code is spent once', async () => {
        for (let run = 0; run < REPEATS; run += 1) {
          const userId = await addUser(database());
          const codes = newAuthenticator(userId, {
            kind: 'saved-recovery-codes',
            codeHashes: Array.from({ length: 10 }, newHash),
          });
          await database().transact('fact', (tx) => tx.authenticators.insertCodes(codes));
          const code = await database().stores.authenticators.codeOf(codes.id, 7);
          assert.ok(code);
          const spend = { kind: 'use', authenticatorId: codes.id, codeId: code.id } as const;
          const spent = await race(30, (on) =>
            on.transact('fact', (tx) => tx.authenticators.spend(spend, NOW)),
          );
          assert.equal(spent, 1);
          const [listed] = await database().stores.authenticators.list(userId);
          assert.equal(listed?.usesLeft, 9);
        }
      });

      it('a challenge, a sign-in, a binding and a first link move once', async () => {
        for (let run = 0; run < REPEATS; run += 1) {
          const { challenge, signIn, userId } = await addChallenge(database());
          const binding = newBinding(userId);
          const link = newHash();
          await database().transact('fact', async (tx) => {
            await tx.bindings.insert(binding);
            await tx.bootstrap.insert(link, later(1000));
          });
          const consumed = { state: 'consumed', now: NOW } as const;
          const moves = [
            (on: Database) =>
              on.transact('fact', (tx) => tx.challenges.advance(challenge.id, 'live', consumed)),
            (on: Database) =>
              on.transact('fact', (tx) =>
                tx.signIns.advance(signIn.id, 'second-step', 'completed'),
              ),
            (on: Database) =>
              on.transact('fact', (tx) => tx.bindings.advance(binding.id, 'confirmed', NOW)),
            (on: Database) => on.transact('fact', (tx) => tx.bootstrap.spend(link, NOW)),
          ];
          for (const move of moves) assert.equal(await race(10, move), 1);
        }
      });

      it('a lane lets through what its rule says, and no more', async () => {
        for (let run = 0; run < REPEATS; run += 1) {
          const lanes: readonly LaneKey[] = [
            { kind: 'sends-account', subject: newId() },
            { kind: 'sends-source', subject: newId() },
          ];
          const taken = await race(30, (on) =>
            on.transact('attempt', async (tx) => {
              const order = on === second ? lanes.toReversed() : lanes;
              return (await tx.throttles.reserve(order, NOW)).kind === 'allowed';
            }),
          );
          assert.ok(taken <= 5);
          if (strict) assert.equal(taken, 5);
        }
      });

      it('of two methods that are removed at once, one stays', async () => {
        for (let run = 0; run < REPEATS; run += 1) {
          const userId = await addUser(database());
          const ids = [await addApp(database(), userId), await addApp(database(), userId)];
          const removed = await parallel(2, (n) =>
            orConflict(
              node(n).transact('fact', (tx) =>
                tx.authenticators.remove(ids[n] ?? newId(), userId, true),
              ),
            ),
          );
          assert.equal(countTrue(removed.map((gone) => gone === true)), 1);
          assert.equal((await database().stores.authenticators.list(userId)).length, 1);
        }
      });

      it('of files that are asked for at once, no more are made than one may have', async () => {
        for (let run = 0; run < REPEATS; run += 1) {
          const owner = { userId: await addUser(database()) };
          const made = await race(12, (on) =>
            on.transact('fact', (tx) => tx.exports.insert(newExport(owner), 5)),
          );
          assert.equal((await database().stores.exports.listOf(owner)).length, made);
          assert.ok(made <= 5, `${made} files`);
          if (strict) assert.equal(made, 5);
        }
      });

      it('of challenges that are issued at once for one sign-in, one is live', async () => {
        for (let run = 0; run < REPEATS; run += 1) {
          const { challenge, userId } = await addChallenge(database());
          const issued = Array.from({ length: 4 }, () =>
            newChallenge({ userId, for: challenge.for }),
          );
          await parallel(4, (n) =>
            orConflict(
              node(n).transact('attempt', async (tx) => {
                const next = issued[n];
                if (next !== undefined) await tx.challenges.insert(next);
              }),
            ),
          );
          const all = await parallel(4, async (n) =>
            database().stores.challenges.find(issued[n]?.id ?? newId()),
          );
          assert.equal(all.filter((one) => one?.state === 'live').length, 1);
        }
      });
    },
    { isolation },
  );
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AuditRecord } from '#audit/ports.ts';
import type { UserId } from '#domain/ids.ts';
import {
  addApp,
  addAuthenticator,
  addUser,
  countTrue,
  later,
  MINUTE,
  newCase,
  newHash,
  newId,
  newPhoneBinding,
  newSession,
  NOW,
  parallel,
} from './fixtures.ts';
import { forEachDatabase, type Opened } from './open-store.ts';

function freezeTokens({ database }: Opened): void {
  const add = async (userId: UserId, expiresAt = later(MINUTE)) => {
    const tokenHash = newHash();
    const token = { userId, authenticatorId: undefined, about: 'method-added' };
    await database().transact('fact', (tx) =>
      tx.freezeTokens.insert({ ...token, tokenHash, expiresAt }),
    );
    return { tokenHash, token };
  };
  const spend = (tokenHash: string, at = NOW) =>
    database().transact('fact', (tx) => tx.freezeTokens.spend(tokenHash, at));

  void describe('FreezeTokenStore', () => {
    it('gives each to exactly one of many', async () => {
      const { tokenHash, token } = await add(await addUser(database()));
      const spent = await parallel(20, () => spend(tokenHash));
      assert.deepEqual(
        spent.filter((one) => one !== undefined),
        [token],
      );
    });
    it('gives none that has expired or is unknown', async () => {
      const { tokenHash } = await add(await addUser(database()));
      assert.equal(await spend(tokenHash, later(MINUTE)), undefined);
      assert.equal(await spend(newHash()), undefined);
      assert.notEqual(await spend(tokenHash, later(MINUTE - 1)), undefined);
    });
  });
}

function cases({ database }: Opened): void {
  void describe('CaseStore', () => {
    it('opens one with an id once, and closes it once', async () => {
      const one = newCase({ note: 'Hëlp', about: 'x', userId: await addUser(database()) });
      const opened = await parallel(10, () =>
        database().transact('fact', (tx) => tx.cases.open(one)),
      );
      assert.equal(countTrue(opened), 1);
      const { cases: store } = database().stores;
      const closing = { closedBy: undefined, closedAt: undefined, closedReason: undefined };
      const fresh = { state: 'open', takenBy: undefined, outcome: undefined, ...closing };
      assert.deepEqual(await store.find(one.id), { ...one, ...fresh });
      assert.ok((await store.listOpen(100)).some(({ id }) => id === one.id));
      const taken = await parallel(10, (n) =>
        database().transact('fact', (tx) => tx.cases.take(one.id, `helper ${n}`)),
      );
      assert.equal(countTrue(taken), 1);
      assert.equal((await store.find(one.id))?.state, 'taken');
      const how = { outcome: 'solved', by: 'helper', reason: 'called bäck' } as const;
      const closed = await parallel(10, () =>
        database().transact('fact', (tx) => tx.cases.close(one.id, how, NOW)),
      );
      assert.equal(countTrue(closed), 1);
      assert.ok((await store.listOpen(100)).every(({ id }) => id !== one.id));
      const { state, outcome, takenBy, closedBy, closedAt } = (await store.find(one.id)) ?? {};
      assert.deepEqual([state, outcome, closedBy], ['closed', 'solved', 'helper']);
      assert.deepEqual(closedAt, NOW);
      const [listed] = await store.listClosed(1);
      assert.deepEqual([listed?.id, listed?.closedReason], [one.id, 'called bäck']);
      assert.match(takenBy ?? '', /^helper/);
      assert.equal(await store.find(newId()), undefined);
    });
  });
}

const by = (id: UserId) => ({ actor: { type: 'user', id } }) as const;

function activity({ database }: Opened): void {
  const append = (record: AuditRecord, now = NOW) =>
    database().transact('fact', (tx) => tx.audit.append([record], now));

  void describe('ActivityReader', () => {
    it('lists what an account did and what was done to it, and nothing else', async () => {
      const [me, other] = [await addUser(database()), await addUser(database())];
      const done = { event: 'authn_login_success', outcome: 'success' } as const;
      await append({ ...done, ...by(me) });
      await append({ ...done, ...by(other) });
      await append({ ...done, actor: { type: 'operator', id: me } });
      await append({ event: 'mfa.success', outcome: 'success', ...by(me) });
      await append({ event: 'mfa.code.evaluated', outcome: 'success', ...by(me) });
      await append({
        event: 'authz_admin',
        outcome: 'success',
        ...by(other),
        target: { type: 'user', id: me },
      });
      const page = { before: undefined, limit: 10 };
      const lines = await database().stores.activity.listOf(me, page);
      assert.deepEqual(lines.map(({ event }) => event).toSorted(), [
        'authn_login_success',
        'authz_admin',
      ]);
      const [line] = lines;
      assert.ok(line);
      assert.equal(await database().stores.activity.findOf(other, line.id), undefined);
      assert.equal((await database().stores.activity.findOf(me, line.id))?.id, line.id);
    });

    it('pages through lines of one moment without a gap or a repeat', async () => {
      const me = await addUser(database());
      for (let n = 0; n < 25; n += 1) {
        await append(
          { event: 'factor.renamed', outcome: 'success', ...by(me) },
          later(Math.floor(n / 10) * MINUTE),
        );
      }
      const { activity: store } = database().stores;
      const all = await store.listOf(me, { before: undefined, limit: 100 });
      const paged: string[] = [];
      for (let before = all[-1]; ; ) {
        const page = await store.listOf(me, { before, limit: 7 });
        paged.push(...page.map(({ id }) => id));
        before = page.at(-1);
        if (before === undefined) break;
      }
      assert.equal(paged.length, 25);
      assert.deepEqual(
        paged,
        all.map(({ id }) => id),
      );
      const times = all.map(({ occurredAt }) => occurredAt.getTime());
      assert.deepEqual(
        times,
        times.toSorted((a, b) => b - a),
      );
    });

    it('knows the line whose case there is', async () => {
      const me = await addUser(database());
      await append({ event: 'factor.enrolled', outcome: 'success', ...by(me) });
      const { activity: store } = database().stores;
      const [line] = await store.listOf(me, { before: undefined, limit: 1 });
      assert.equal(line?.disowned, false);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the case of a line has its id
      const id = line?.id as ReturnType<typeof newId>;
      await database().transact('fact', (tx) => tx.cases.open(newCase({ id, userId: me })));
      assert.equal((await store.findOf(me, id))?.disowned, true);
    });
  });
}

function frozen({ database }: Opened): void {
  const freeze = (id: Awaited<ReturnType<typeof addApp>>, userId: UserId) =>
    database().transact('fact', (tx) => tx.authenticators.freeze(id, userId, NOW));
  const stateOf = async (id: Awaited<ReturnType<typeof addApp>>) =>
    (await database().stores.authenticators.find(id))?.state;

  void describe('freezing', () => {
    it('takes a method away that nothing but a new binding brings back', async () => {
      const me = await addUser(database());
      const [app, phone] = [
        await addApp(database(), me),
        await addAuthenticator(database(), newPhoneBinding(me, '+12125550167')),
      ];
      assert.equal(await freeze(phone, me), 'frozen');
      assert.equal(await freeze(phone, me), 'frozen');
      const { authenticators } = database().stores;
      assert.deepEqual(await authenticators.numbersOf(me), []);
      const spent = await database().transact('fact', async (tx) => {
        await tx.authenticators.disable(phone);
        await tx.authenticators.restoreAllOf(me);
        return tx.authenticators.spend({ kind: 'counter', authenticatorId: phone, value: 5 }, NOW);
      });
      assert.equal(spent, false);
      assert.equal(await stateOf(phone), 'frozen');
      assert.equal(await stateOf(app), 'active');
      const again = await addAuthenticator(database(), newPhoneBinding(me, '+12125550167'));
      assert.equal(await stateOf(again), 'active');
      assert.equal(await stateOf(phone), undefined);
    });

    it("leaves the only method that works, and other people's, alone", async () => {
      const [me, other] = [await addUser(database()), await addUser(database())];
      const app = await addApp(database(), me);
      assert.equal(await freeze(app, me), 'only-method');
      assert.equal(await freeze(app, other), 'not-bound');
      assert.equal(await stateOf(app), 'active');
    });

    it('of two that are frozen at once leaves one', async () => {
      for (let run = 0; run < 20; run += 1) {
        const me = await addUser(database());
        const apps = await parallel(2, () => addApp(database(), me));
        const outcomes = await Promise.all(apps.map((app) => freeze(app, me)));
        assert.deepEqual(outcomes.toSorted(), ['frozen', 'only-method']);
        const keptOne = apps[outcomes.indexOf('only-method')];
        assert.ok(keptOne);
        const removed = await database().transact('fact', (tx) =>
          tx.authenticators.remove(keptOne, me, true),
        );
        assert.equal(removed, false, 'what is frozen is nothing to live on');
      }
    });
  });
}

function sessions({ database }: Opened): void {
  void describe('SessionStore', () => {
    it('D15 keeps the newest twenty, however many begin at once', async () => {
      const me = await addUser(database());
      const begun = Array.from({ length: 30 }, (_, n) =>
        newSession(me, { createdAt: later(n * 1000) }),
      );
      await parallel(30, (n) =>
        database().transact('fact', async (tx) => {
          const session = begun[n];
          assert.ok(session);
          await tx.sessions.insert(session);
          await tx.sessions.keepNewest(me, 20, NOW);
        }),
      );
      const left = await database().stores.sessions.listOf(me);
      assert.equal(left.length, 20);
      const newest = newSession(me, { createdAt: later(MINUTE) });
      await database().transact('fact', async (tx) => {
        await tx.sessions.insert(newest);
        await tx.sessions.keepNewest(me, 20, NOW);
      });
      const now = (await database().stores.sessions.listOf(me)).map(({ id }) => id);
      assert.deepEqual(now, [newest.id, ...left.slice(0, -1).map(({ id }) => id)]);
    });

    it("ends one of a person's own, once", async () => {
      const [me, other] = [await addUser(database()), await addUser(database())];
      const session = newSession(me);
      const end = { reason: 'x', now: NOW };
      await database().transact('fact', (tx) => tx.sessions.insert(session));
      const endBy = (userId: UserId) =>
        database().transact('fact', (tx) => tx.sessions.endOneOf(userId, session.id, end));
      assert.deepEqual(
        [await endBy(other), await endBy(me), await endBy(me)],
        [false, true, false],
      );
    });
  });
}

forEachDatabase('recovery', (opened) => {
  freezeTokens(opened);
  cases(opened);
  activity(opened);
  frozen(opened);
  sessions(opened);
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NewPassword } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import {
  addUser,
  countTrue,
  later,
  MINUTE,
  newAuthenticator,
  newHash,
  newId,
  newSession,
  newUser,
  NOW,
  parallel,
} from './fixtures.ts';
import { forEachDatabase, type Opened } from './open-store.ts';

const NONE = { computer: undefined, phone: undefined };

const userStore = ({ database }: Opened) =>
  describe('UserStore', () => {
    it('finds a user by id and by every login key', async () => {
      const user = newUser({
        email: 'ada@example.org',
        passwordHash: '$argon2id$',
        registration: { kind: 'password', openUntil: later(MINUTE) },
        loginKeys: [newHash(), newHash()],
      });
      assert.equal(await database().transact('fact', (tx) => tx.users.insert(user)), true);
      const { loginKeys, createdAt: _, ...rest } = user;
      const expected = {
        ...rest,
        failedSteps: 0,
        preferences: NONE,
        blockedUntil: undefined,
        graceUntil: undefined,
        mustChangePassword: false,
        emailChangedAt: undefined,
        language: undefined,
      };
      const { users } = database().stores;
      assert.deepEqual(await users.find(user.id), expected);
      for (const key of loginKeys) assert.deepEqual(await users.findByLoginKey(key), expected);
      assert.equal(await users.findByLoginKey(newHash()), undefined);
      assert.equal(await users.find(newId()), undefined);
    });

    it('stores nothing when a login key is taken', async () => {
      const taken = newHash();
      const free = newHash();
      await addUser(database(), { loginKeys: [taken] });
      const late = newUser({ loginKeys: [free, taken] });
      assert.equal(await database().transact('fact', (tx) => tx.users.insert(late)), false);
      const { users } = database().stores;
      assert.equal(await users.find(late.id), undefined);
      assert.equal(await users.findByLoginKey(free), undefined);
      assert.notEqual((await users.findByLoginKey(taken))?.id, late.id);
    });

    it('changes what is named and nothing else', async () => {
      const id = await addUser(database(), { passwordHash: 'before' });
      const change = (
        named: Parameters<ReturnType<typeof database>['stores']['users']['change']>[1],
      ) => database().transact('fact', (tx) => tx.users.change(id, named));
      const preference = { authenticatorId: newId(), type: 'text' } as const;
      await change({
        preferences: { phone: preference },
        blockedUntil: later(MINUTE),
        blockedReason: 'asked to',
      });
      await change({ state: 'enforced', active: false, registration: { kind: 'pass' } });
      await change({});
      const changed = await database().stores.users.find(id);
      assert.deepEqual(changed?.preferences, { computer: undefined, phone: preference });
      await change({ preferences: { computer: preference } });
      assert.deepEqual((await database().stores.users.find(id))?.preferences, {
        computer: preference,
        phone: preference,
      });
      assert.deepEqual(changed?.blockedUntil, later(MINUTE));
      assert.deepEqual(changed?.registration, { kind: 'pass' });
      assert.deepEqual([changed?.state, changed?.active], ['enforced', false]);
      assert.equal(changed?.passwordHash, 'before');
      await change({
        preferences: { computer: null, phone: null },
        blockedUntil: null,
        blockedReason: null,
      });
      const back = await database().stores.users.find(id);
      assert.deepEqual([back?.preferences, back?.blockedUntil], [NONE, undefined]);
    });

    it('replaces a password, the one that is expected where one is', async () => {
      const id = await addUser(database(), { passwordHash: 'before' });
      const replace = (password: NewPassword) =>
        database().transact('fact', (tx) => tx.users.replacePassword(id, password));
      const holds = (hash: string) =>
        database().transact('attempt', (tx) => tx.users.holdsPassword(id, hash));
      assert.equal(await replace({ hash: 'made', mustChange: true }), true);
      assert.equal((await database().stores.users.find(id))?.mustChangePassword, true);
      const late = { hash: 'late', mustChange: false, expected: 'before' };
      assert.equal(await replace(late), false);
      assert.deepEqual([await holds('before'), await holds('made')], [false, true]);
      assert.equal(await replace({ ...late, expected: 'made' }), true);
      const user = await database().stores.users.find(id);
      assert.deepEqual([user?.passwordHash, user?.mustChangePassword], ['late', false]);
    });

    it('changes a mail address, and what the account is found by', async () => {
      const [old, fresh] = [`${newHash()}@example.org`, `${newHash()}@example.org`];
      const id = await addUser(database(), { email: old, loginKeys: [newHash(), old] });
      const other = await addUser(database(), { loginKeys: [newHash()] });
      const change = (userId: UserId) =>
        database().transact('fact', (tx) =>
          tx.users.changeEmail(userId, {
            email: fresh,
            loginKey: fresh,
            oldLoginKey: old,
            changedAt: NOW,
          }),
        );
      assert.equal(await change(id), true);
      const { users } = database().stores;
      assert.equal(await users.findByLoginKey(old), undefined);
      const found = await users.findByLoginKey(fresh);
      assert.deepEqual([found?.id, found?.email, found?.emailChangedAt], [id, fresh, NOW]);
      assert.equal(await change(other), false);
      assert.equal((await users.find(other))?.email, undefined);
    });

    it('counts failed steps, and says how many there were', async () => {
      const id = await addUser(database());
      const count = () => database().transact('attempt', (tx) => tx.users.countFailedStep(id));
      const clear = () => database().transact('fact', (tx) => tx.users.clearFailedSteps(id));
      assert.deepEqual([await count(), await count(), await count()], [1, 2, 3]);
      assert.deepEqual([await clear(), await clear(), await count()], [3, 0, 1]);
    });

    it('counts administrators who can sign in, and lists pages', async () => {
      const { users } = database().stores;
      const before = await users.countAdministrators();
      await addUser(database(), { role: 'administrator' });
      await addUser(database(), { role: 'administrator', active: false });
      assert.equal(await users.countAdministrators(), before + 1);
      const all = await users.list(undefined, 100);
      const first = await users.list(undefined, 2);
      const rest = await users.list(first.at(-1)?.id, 100);
      assert.deepEqual([...first, ...rest], all);
      assert.ok(all.length >= 4);
    });
  });

const bootstrapStore = ({ database }: Opened) =>
  describe('BootstrapStore', () => {
    it('spends a link once, in its time', async () => {
      const link = newHash();
      await database().transact('fact', (tx) => tx.bootstrap.insert(link, later(MINUTE)));
      const spend = (hash: string, now: Date) =>
        database().transact('fact', (tx) => tx.bootstrap.spend(hash, now));
      assert.equal(await spend(newHash(), NOW), false);
      assert.equal(await spend(link, later(MINUTE)), false);
      assert.equal(await spend(link, NOW), true);
      assert.equal(await spend(link, NOW), false);
    });
  });

const resetTokenStore = ({ database }: Opened) =>
  describe('ResetTokenStore', () => {
    it('M02 knows the newest link of an account, which is spent once, in its time', async () => {
      const userId = await addUser(database());
      const [older, newest] = [newHash(), newHash()];
      const find = (hash: string, now = NOW) => database().stores.resetTokens.find(hash, now);
      const spend = (hash: string, now = NOW) =>
        database().transact('fact', (tx) => tx.resetTokens.spend(hash, now));
      for (const tokenHash of [older, newest]) {
        await database().transact('attempt', (tx) =>
          tx.resetTokens.issue({ tokenHash, userId, expiresAt: later(MINUTE) }),
        );
      }
      assert.deepEqual([await find(older), await find(newest)], [undefined, userId]);
      assert.equal(await find(newest, later(MINUTE)), undefined);
      assert.deepEqual([await spend(older), await spend(newest, later(MINUTE))], [false, false]);
      const spent = await parallel(8, () => spend(newest));
      assert.equal(countTrue(spent), 1);
      assert.equal(await find(newest), undefined);
    });
  });

const metaStore = ({ database }: Opened) =>
  describe('MetaStore', () => {
    it('keeps a value, and the first of two', async () => {
      const set = (key: string, value: string) =>
        database().transact('fact', (tx) => tx.meta.set(key, value));
      await set('a', '1');
      await set('a', '2');
      assert.equal(await database().stores.meta.get('a'), '2');
      const firstOf = (value: string) =>
        database().transact('fact', (tx) => tx.meta.getOrInsert('b', value));
      assert.deepEqual(await Promise.all([firstOf('x'), firstOf('x')]), ['x', 'x']);
      assert.equal(await firstOf('y'), 'x');
    });
  });

const sessionStore = ({ database }: Opened) =>
  describe('SessionStore', () => {
    it('finds, renews, touches and ends a session', async () => {
      const session = newSession(await addUser(database()), { failedStepsBefore: 3 });
      await database().transact('fact', (tx) => tx.sessions.insert(session));
      const { tokenHash, address: _, userAgent: __, ...expected } = session;
      const find = async (hash: string) =>
        (await database().stores.sessions.findInUse({ tokenHash: hash }))?.session;
      assert.deepEqual(await find(tokenHash), expected);

      const renewal = {
        tokenHash: newHash(),
        authenticatedAt: later(MINUTE),
        assurance: { amr: ['pwd'], acr: 'one-step' },
        secondStep: 'text',
      } as const;
      const renew = () =>
        database().transact('fact', (tx) => tx.sessions.renew(session.id, renewal));
      assert.equal(await renew(), true);
      assert.equal(await find(tokenHash), undefined);
      await database().transact('attempt', (tx) =>
        tx.sessions.touch(session.id, later(2 * MINUTE)),
      );
      assert.deepEqual(await find(renewal.tokenHash), {
        ...expected,
        authenticatedAt: renewal.authenticatedAt,
        assurance: renewal.assurance,
        secondStep: renewal.secondStep,
        lastSeenAt: later(2 * MINUTE),
      });

      await database().transact('fact', (tx) => tx.sessions.end(session.id, 'signed_out', NOW));
      assert.equal(await find(renewal.tokenHash), undefined);
      assert.equal(await renew(), false);
    });

    it('ends all sessions of a user but one', async () => {
      const userId = await addUser(database());
      const sessions = [newSession(userId), newSession(userId), newSession(userId)];
      const other = newSession(await addUser(database()));
      await database().transact('fact', async (tx) => {
        for (const session of [...sessions, other]) await tx.sessions.insert(session);
      });
      const end = { reason: 'changed', now: NOW };
      const endAll = (except?: (typeof other)['id']) =>
        database().transact('fact', (tx) => tx.sessions.endAllOf(userId, { ...end, except }));
      assert.deepEqual(await endAll(sessions[0]?.id), { sessions: 2, browsers: 0 });
      assert.deepEqual(await endAll(), { sessions: 1, browsers: 0 });
      assert.deepEqual(await endAll(), { sessions: 0, browsers: 0 });
      assert.ok(await database().stores.sessions.findInUse({ tokenHash: other.tokenHash }));
    });

    it('has each token once', async () => {
      const session = newSession(await addUser(database()));
      await database().transact('fact', (tx) => tx.sessions.insert(session));
      await assert.rejects(
        database().transact('fact', (tx) => tx.sessions.insert({ ...session, id: newId() })),
        /unique/i,
      );
    });
  });

const knownBrowserStore = ({ database }: Opened) =>
  describe('KnownBrowserStore', () => {
    it('knows a browser for the accounts that signed in with it', async () => {
      const [ada, bob] = [await addUser(database()), await addUser(database())];
      const browser = newHash();
      for (const now of [NOW, later(MINUTE), later(3 * 24 * 60 * MINUTE)]) {
        const seen = { now, vouchesFrom: now };
        await database().transact('fact', (tx) => tx.knownBrowsers.remember(browser, ada, seen));
      }
      const { knownBrowsers } = database().stores;
      assert.deepEqual(await knownBrowsers.vouchesFrom(browser, ada), NOW);
      assert.equal(await knownBrowsers.vouchesFrom(browser, bob), undefined);
      assert.equal(await knownBrowsers.isKnown(browser, ada), true);
      assert.equal(await knownBrowsers.isKnown(browser, bob), false);
      assert.equal(await knownBrowsers.isKnown(newHash(), ada), false);
    });
  });

const knownNetworkStore = ({ database }: Opened) =>
  describe('KnownNetworkStore', () => {
    it('knows a network for the accounts that signed in from it, and since when it vouches', async () => {
      const [ada, bob] = [await addUser(database()), await addUser(database())];
      const network = newHash();
      const { knownNetworks } = database().stores;
      assert.equal(await knownNetworks.hasAny(ada), false);
      for (const now of [NOW, later(MINUTE), later(3 * 24 * 60 * MINUTE)]) {
        const seen = { now, vouchesFrom: new Date(now.getTime() + MINUTE) };
        await database().transact('fact', (tx) => tx.knownNetworks.remember(network, ada, seen));
      }
      assert.deepEqual(await knownNetworks.vouchesFrom(network, ada), later(MINUTE));
      assert.equal(await knownNetworks.vouchesFrom(network, bob), undefined);
      assert.equal(await knownNetworks.vouchesFrom(newHash(), ada), undefined);
      assert.deepEqual(
        [await knownNetworks.hasAny(ada), await knownNetworks.hasAny(bob)],
        [true, false],
      );
    });
  });

const auditLog = ({ database }: Opened) =>
  describe('AuditLog', () => {
    it('hands rows to be sealed in order, and seals each once', async () => {
      await database().transact('fact', (tx) =>
        tx.audit.append(
          Array.from({ length: 120 }, (_, n) => ({
            event: 'mfa.success',
            outcome: 'success',
            reason: `r${n}`,
            actor: { type: 'user', id: 'u' },
            target: { type: 'authenticator', id: newAuthenticator(newId()).kind },
            detail: { n },
            personal: { address: '192.0.2.1' },
          })),
          NOW,
        ),
      );
      const { auditChain } = database().stores;
      const rows = await auditChain.listUnsealed(1000);
      assert.deepEqual(
        rows.map(({ detail }) => detail?.['n']),
        Array.from({ length: 120 }, (_, n) => n),
      );
      assert.equal(rows[0]?.node, 'node-1');
      assert.deepEqual(rows[0]?.personal, { address: '192.0.2.1' });
      assert.equal(new Set(rows.map(({ personalHash }) => personalHash)).size, 120);

      const links = rows.map(({ id }, n) => ({
        id,
        seq: n + 1,
        prevHash: `h${n}`,
        hash: `h${n + 1}`,
      }));
      const head = { seq: 120, hash: 'h120', signature: 's', sealedAt: NOW };
      const seal = (previous: typeof head | undefined) =>
        database().transact('fact', (tx) => tx.auditChain.seal(links, head, previous));
      const sealedAtOnce = await Promise.all([seal(undefined), seal(undefined)]);
      assert.deepEqual(
        sealedAtOnce.toSorted((a, b) => Number(a) - Number(b)),
        [false, true],
      );
      assert.equal(await seal({ ...head, seq: 7 }), false);
      await assert.rejects(seal(head), /sealed before/);

      assert.deepEqual(await auditChain.head(), head);
      assert.equal(await auditChain.countSealed(), 120);
      assert.deepEqual(await auditChain.listUnsealed(10), []);
      const sealed = await auditChain.listSealed(100, 10);
      assert.deepEqual(
        sealed.map(({ seq, hash, prevHash }) => [seq, hash, prevHash]),
        Array.from({ length: 10 }, (_, n) => [101 + n, `h${101 + n}`, `h${100 + n}`]),
      );
    });
  });

forEachDatabase('stores of accounts and records', (opened) => {
  void userStore(opened);
  void bootstrapStore(opened);
  void resetTokenStore(opened);
  void metaStore(opened);
  void sessionStore(opened);
  void knownBrowserStore(opened);
  void knownNetworkStore(opened);
  void auditLog(opened);
});

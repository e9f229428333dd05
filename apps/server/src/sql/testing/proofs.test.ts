import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMPTY_LANE, reserve, THROTTLE_RULES } from '#domain/throttle.ts';
import type { LaneKey } from '#sign-in/ports.ts';
import {
  addApp,
  addAuthenticator,
  addChallenge,
  addUser,
  later,
  MINUTE,
  newAuthenticator,
  newBinding,
  newChallenge,
  newHash,
  newId,
  newPhoneBinding,
  newSignIn,
  NOW,
} from './fixtures.ts';
import { forEachDatabase, type Opened } from './open-store.ts';

const signInStore = ({ database }: Opened) =>
  describe('SignInStore', () => {
    it('finds a sign-in, and moves it along its edges only', async () => {
      const signIn = newSignIn(await addUser(database()));
      await database().transact('attempt', (tx) => tx.signIns.insert(signIn));
      const { tokenHash, ...expected } = signIn;
      const { signIns } = database().stores;
      assert.deepEqual(await signIns.find(signIn.id), expected);
      assert.deepEqual(await signIns.findByTokenHash(tokenHash), expected);
      const advance = (...edge: ['set-up' | 'second-step' | 'completed', 'completed' | 'set-up']) =>
        database().transact('fact', (tx) => tx.signIns.advance(signIn.id, ...edge));
      assert.equal(await advance('set-up', 'completed'), false);
      assert.equal(await advance('second-step', 'completed'), true);
      assert.equal(await advance('completed', 'set-up'), false);
      assert.equal((await signIns.find(signIn.id))?.state, 'completed');
    });

    it('ends every open sign-in of a user', async () => {
      const { userId, signIn } = await addChallenge(database());
      const completed = newSignIn(userId, { state: 'completed' });
      const endAll = () =>
        database().transact('fact', async (tx) => {
          await tx.signIns.insert({ ...completed, id: newId(), tokenHash: newHash() });
          return tx.signIns.endAllOf(userId);
        });
      assert.deepEqual([await endAll(), await endAll()], [1, 0]);
      assert.equal((await database().stores.signIns.find(signIn.id))?.state, 'ended');
    });
  });

const challengeStore = ({ database }: Opened) =>
  describe('ChallengeStore', () => {
    it('keeps a challenge as it was issued, and the newest of a sign-in', async () => {
      const first = await addChallenge(database(), {
        codeHash: newHash(),
        resendAt: later(MINUTE),
      });
      const { challenges } = database().stores;
      const live = { ...first.challenge, state: 'live', outcome: undefined };
      assert.deepEqual(await challenges.find(first.challenge.id), live);
      const second = newChallenge(
        { userId: first.userId, for: first.challenge.for },
        { createdAt: later(1), codeNumber: 3 },
      );
      await database().transact('attempt', (tx) => tx.challenges.insert(second));
      assert.equal((await challenges.find(first.challenge.id))?.state, 'superseded');
      assert.equal((await challenges.latestFor(first.signIn.id))?.id, second.id);
      assert.equal(await challenges.latestFor(newId()), undefined);
    });

    it('keeps those of a binding', async () => {
      const userId = await addUser(database());
      const binding = newBinding(userId);
      const subject = { kind: 'binding', bindingId: binding.id } as const;
      const [first, second] = [
        newChallenge({ userId, for: subject }),
        newChallenge({ userId, for: subject }, { createdAt: later(1) }),
      ];
      await database().transact('fact', async (tx) => {
        await tx.bindings.insert(binding);
        await tx.challenges.insert(first);
        await tx.challenges.insert(second);
      });
      const { challenges } = database().stores;
      assert.deepEqual((await challenges.latestFor(binding.id))?.for, subject);
      assert.equal((await challenges.latestFor(binding.id))?.id, second.id);
      assert.equal((await challenges.find(first.id))?.state, 'superseded');
    });

    it('says why there is no attempt to take', async () => {
      const { challenge } = await addChallenge(database(), { attemptsLeft: 2 });
      const reserveAt = (id: typeof challenge.id, now: Date) =>
        database().transact('attempt', (tx) => tx.challenges.reserveAttempt(id, now));
      const kindAt = async (now: Date) => (await reserveAt(challenge.id, now)).kind;
      assert.equal((await reserveAt(newId(), NOW)).kind, 'unknown');
      assert.equal(await kindAt(challenge.expiresAt), 'expired');
      const reserved = await reserveAt(challenge.id, NOW);
      assert.equal(reserved.kind === 'reserved' && reserved.challenge.attemptsLeft, 1);
      assert.deepEqual([await kindAt(NOW), await kindAt(NOW)], ['reserved', 'exhausted']);
      assert.equal((await database().stores.challenges.find(challenge.id))?.state, 'live');
      await database().transact('fact', (tx) => tx.challenges.supersedeAllOf(challenge.userId));
      assert.equal(await kindAt(NOW), 'over');
    });

    it('moves along its edges, with its outcome, and in its time', async () => {
      const { challenge } = await addChallenge(database());
      const advance = (...[from, to]: Parameters<typeof advanceOf>) => advanceOf(from, to);
      const advanceOf = (
        from: 'live' | 'approved' | 'failed' | 'consumed',
        to: { state: 'approved' | 'consumed' | 'live' | 'failed' | 'superseded'; now: Date },
      ) =>
        database().transact('fact', (tx) =>
          tx.challenges.advance(challenge.id, from, { outcome: 'busy', ...to }),
        );
      assert.equal(await advance('consumed', { state: 'live', now: NOW }), false);
      assert.equal(await advance('live', { state: 'failed', now: challenge.expiresAt }), false);
      assert.equal(await advance('live', { state: 'failed', now: NOW }), true);
      assert.equal((await database().stores.challenges.find(challenge.id))?.outcome, 'busy');
      assert.equal(
        await advance('failed', { state: 'superseded', now: challenge.expiresAt }),
        true,
      );
    });

    it('goes with the authenticator that it asks for', async () => {
      const { challenge, authenticatorId, userId } = await addChallenge(database());
      await database().transact('fact', (tx) =>
        tx.authenticators.remove(authenticatorId, userId, false),
      );
      assert.equal(await database().stores.challenges.find(challenge.id), undefined);
    });
  });

const bindingStore = ({ database }: Opened) =>
  describe('BindingStore', () => {
    it('keeps a binding and its secret, until another takes its place', async () => {
      const userId = await addUser(database());
      const phone = newPhoneBinding(userId, '+14255550100');
      const app = newBinding(userId, { name: 'Work' });
      await database().transact('fact', async (tx) => {
        await tx.bindings.insert(phone);
        await tx.bindings.insert(app);
      });
      const { bindings } = database().stores;
      const { secret, createdAt: _, ...rest } = phone;
      const expected = { ...rest, replaces: undefined, state: 'pending' };
      assert.deepEqual(await bindings.find(phone.id), expected);
      assert.deepEqual(Buffer.from((await bindings.secretOf(phone.id)) ?? []), secret);
      const other = newPhoneBinding(userId, '+14255550101');
      await database().transact('fact', (tx) => tx.bindings.insert(other));
      assert.equal((await bindings.find(phone.id))?.state, 'cancelled');
      assert.equal(await bindings.secretOf(phone.id), undefined);
      assert.equal((await bindings.find(app.id))?.state, 'pending');
      await database().transact('fact', (tx) => tx.bindings.cancelAllOf(userId));
      assert.equal((await bindings.find(app.id))?.state, 'cancelled');
    });

    it('moves from pending only, and in its time', async () => {
      const binding = newBinding(await addUser(database()));
      await database().transact('fact', (tx) => tx.bindings.insert(binding));
      const advance = (to: 'confirmed' | 'cancelled', now: Date) =>
        database().transact('fact', (tx) => tx.bindings.advance(binding.id, to, now));
      assert.equal(await advance('confirmed', binding.expiresAt), false);
      assert.equal(await advance('confirmed', NOW), true);
      assert.equal(await advance('cancelled', NOW), false);
    });
  });

const authenticatorStore = ({ database }: Opened) =>
  describe('AuthenticatorStore', () => {
    it('binds an app: its secret and last counter move over, once', async () => {
      const userId = await addUser(database());
      const binding = newBinding(userId);
      const authenticator = newAuthenticator(userId, { name: 'Work', boundIn: newId() });
      const bind = () =>
        database().transact('fact', (tx) => tx.authenticators.bind(binding.id, authenticator));
      const counter = { kind: 'binding-counter', bindingId: binding.id, value: 41 } as const;
      await database().transact('fact', async (tx) => {
        await tx.bindings.insert(binding);
        assert.equal(await tx.authenticators.spend(counter, NOW), true);
        assert.equal(await tx.authenticators.spend(counter, NOW), false);
      });
      await assert.rejects(bind(), /not confirmed/);
      await database().transact('fact', (tx) => tx.bindings.advance(binding.id, 'confirmed', NOW));
      assert.deepEqual(await bind(), { kind: 'bound', replaced: undefined });
      await assert.rejects(bind(), /bound before/);

      const { authenticators } = database().stores;
      assert.deepEqual(await authenticators.list(userId), [
        {
          id: authenticator.id,
          userId,
          kind: 'totp',
          slot: undefined,
          name: 'Work',
          state: 'active',
          boundAt: NOW,
          lastUsedAt: undefined,
          expiresAt: undefined,
          usesLeft: undefined,
          lastTwoDigits: undefined,
          hasExtension: false,
          passkey: undefined,
          boundIn: authenticator.boundIn,
        },
      ]);
      const opened = await authenticators.secretOf(authenticator.id);
      assert.deepEqual(Buffer.from(opened ?? []), binding.secret);
      const spend = (value: number) =>
        database().transact('fact', (tx) =>
          tx.authenticators.spend(
            { kind: 'counter', authenticatorId: authenticator.id, value },
            later(1),
          ),
        );
      assert.deepEqual([await spend(41), await spend(42), await spend(42)], [false, true, false]);
      assert.deepEqual((await authenticators.find(authenticator.id))?.lastUsedAt, later(1));
    });

    it('replaces the phone of a slot, and counts the accounts of a number', async () => {
      const userId = await addUser(database());
      const number = `+1425555${Math.trunc(performance.now())}`;
      const first = await addAuthenticator(database(), newPhoneBinding(userId, number));
      const binding = newPhoneBinding(userId, '+14255550199');
      const outcome = await database().transact('fact', async (tx) => {
        await tx.bindings.insert(binding);
        await tx.bindings.advance(binding.id, 'confirmed', NOW);
        return tx.authenticators.bind(binding.id, newAuthenticator(userId, { kind: 'phone' }));
      });
      assert.ok(outcome.kind === 'bound');
      assert.equal(outcome.replaced?.id, first);
      assert.equal(outcome.replaced?.lastTwoDigits, number.slice(-2));
      const { authenticators } = database().stores;
      assert.deepEqual(await authenticators.numbersOf(userId), [
        { slot: 'mobile', e164: '+14255550199' },
      ]);
      await addAuthenticator(database(), newPhoneBinding(await addUser(database()), number));
      await addAuthenticator(database(), newPhoneBinding(await addUser(database()), number));
      assert.equal(await authenticators.countAccountsWith(`hash of ${number}`), 2);
      assert.equal(await authenticators.countAccountsWith('hash of none'), 0);
    });

    it('keeps a list of codes, each to be spent once, and replaces it by the next', async () => {
      const userId = await addUser(database());
      const list = () =>
        newAuthenticator(userId, {
          kind: 'saved-recovery-codes',
          codeHashes: Array.from({ length: 10 }, newHash),
        });
      const [old, current] = [list(), list()];
      await database().transact('fact', (tx) => tx.authenticators.insertCodes(old));
      await database().transact('fact', (tx) => tx.authenticators.insertCodes(current));
      const { authenticators } = database().stores;
      assert.equal(await authenticators.find(old.id), undefined);
      const code = await authenticators.codeOf(current.id, 1);
      assert.equal(code?.hash, current.codeHashes?.[0]);
      assert.equal(await authenticators.nextCodeNumber(current.id), 1);
      const spend = { kind: 'use', authenticatorId: current.id, codeId: code?.id ?? '' } as const;
      const spendOnce = () =>
        database().transact('fact', (tx) => tx.authenticators.spend(spend, later(1)));
      assert.deepEqual([await spendOnce(), await spendOnce()], [true, false]);
      assert.equal(await authenticators.codeOf(current.id, 1), undefined);
      assert.equal(await authenticators.nextCodeNumber(current.id), 2);
      const [listed] = await authenticators.list(userId);
      assert.deepEqual([listed?.usesLeft, listed?.lastUsedAt], [9, later(1)]);
    });

    it('accepts nothing of a disabled one until it is restored', async () => {
      const userId = await addUser(database());
      const id = await addApp(database(), userId);
      const disable = () => database().transact('fact', (tx) => tx.authenticators.disable(id));
      const spend = () =>
        database().transact('fact', (tx) =>
          tx.authenticators.spend({ kind: 'counter', authenticatorId: id, value: 9 }, NOW),
        );
      assert.deepEqual([await disable(), await disable(), await spend()], [true, false, false]);
      const restored = await database().transact('fact', (tx) =>
        tx.authenticators.restoreAllOf(userId),
      );
      assert.deepEqual([restored, await spend()], [1, true]);
    });

    it('renames and removes what is the user’s own, and keeps one to live on', async () => {
      const [userId, stranger] = [await addUser(database()), await addUser(database())];
      const app = await addApp(database(), userId);
      const change = database().transact;
      assert.equal(
        await change('fact', (tx) => tx.authenticators.rename(app, stranger, 'x')),
        false,
      );
      assert.equal(await change('fact', (tx) => tx.authenticators.rename(app, userId, 'x')), true);
      const remove = (id: typeof app, of: typeof userId, keepOne: boolean) =>
        change('fact', (tx) => tx.authenticators.remove(id, of, keepOne));
      assert.equal(await remove(app, stranger, false), false);
      assert.equal(await remove(app, userId, true), false);
      const phone = await addAuthenticator(database(), newPhoneBinding(userId, '+14255550177'));
      await change('fact', (tx) => tx.authenticators.disable(phone));
      assert.equal(await remove(app, userId, true), false);
      assert.equal(await remove(phone, userId, true), true);
      assert.equal(await remove(app, userId, false), true);
      const codes = newAuthenticator(userId, { kind: 'saved-recovery-codes', codeHashes: ['h'] });
      await change('fact', (tx) => tx.authenticators.insertCodes(codes));
      await addApp(database(), userId);
      const gone = await change('fact', (tx) =>
        tx.authenticators.removeAllOf(userId, ['phone', 'totp']),
      );
      assert.equal(gone, 1);
      assert.equal(await remove(codes.id, userId, true), true);
    });
  });

const lane = (kind: LaneKey['kind'], cause?: string): LaneKey => ({
  kind,
  subject: newId(),
  ...(cause !== undefined && { cause }),
});

const throttleStore = ({ database }: Opened) => {
  const reserveIn = (lanes: readonly LaneKey[], now = NOW) =>
    database().transact('attempt', (tx) => tx.throttles.reserve(lanes, now));

  describe('ThrottleStore', () => {
    it('takes a hit in every lane or in none', async () => {
      const [source, account] = [lane('sends-source'), lane('sends-account')];
      for (let n = 0; n < 5; n += 1) {
        assert.equal((await reserveIn([account])).kind, 'allowed');
      }
      const refused = await reserveIn([source, account]);
      assert.deepEqual(refused, { kind: 'throttled', lane: account, retryAfterMs: 60 * MINUTE });
      const { throttles } = database().stores;
      assert.equal(await throttles.retryAfterMs(source, NOW), 0);
      assert.equal(await throttles.retryAfterMs(account, later(MINUTE)), 59 * MINUTE);
      await database().transact('fact', (tx) => tx.throttles.clear([account, source]));
      assert.equal((await reserveIn([source, account])).kind, 'allowed');
    });

    it('gives back what proved right, with the streak of its own cause', async () => {
      const subject = newId();
      const [text, app] = ['text', 'app'].map(
        (cause) => ({ kind: 'second-step', subject, cause }) as const,
      );
      assert.ok(text && app);
      await reserveIn([text]);
      await reserveIn([text]);
      const taken = await reserveIn([app]);
      assert.equal(taken.kind === 'allowed' && taken.streaks.get('second-step'), 1);
      await database().transact('fact', (tx) => tx.throttles.forgive([app]));
      const next = await reserveIn([text]);
      assert.equal(next.kind === 'allowed' && next.streaks.get('second-step'), 3);
    });

    it('forgives what was never counted', async () => {
      const absent = lane('second-step');
      await database().transact('fact', (tx) =>
        tx.throttles.forgive([absent, lane('sends-block')]),
      );
      assert.equal(await database().stores.throttles.retryAfterMs(absent, NOW), 0);
      assert.deepEqual(await reserveIn([]), { kind: 'allowed', streaks: new Map() });
    });

    it('decides as the rule does', async () => {
      const key = lane('password-strangers');
      let memory = EMPTY_LANE;
      for (let n = 0; n < 40; n += 1) {
        const now = later(n * 25_000);
        const expected = reserve(THROTTLE_RULES['password-strangers'], memory, { now, cause: '' });
        assert.equal((await reserveIn([key], now)).kind, expected.kind);
        if (expected.kind === 'allowed') memory = expected.lane;
      }
    });
  });
};

forEachDatabase('stores of proofs', (opened) => {
  void signInStore(opened);
  void challengeStore(opened);
  void bindingStore(opened);
  void authenticatorStore(opened);
  throttleStore(opened);
});

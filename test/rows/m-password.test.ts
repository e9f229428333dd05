import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { dumpOf, rowsOf } from '../harness/world/dump.ts';
import { mailWith, makeNumbers } from '../harness/world/outputs.ts';
import { orderEmail } from '../harness/world/order.ts';
import { type BuiltPages, makePages } from '../harness/world/pages.ts';
import type { Person } from '../harness/world/person.ts';
import {
  askForReset,
  countMailed,
  forget,
  NEW_PASSWORD,
  orderPasswordChange,
} from '../harness/world/reset.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';
import { uuidV7 } from '../../apps/server/src/crypto/uuid-v7.ts';
import type { UserId } from '../../apps/server/src/domain/ids.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

forEachStore((store) => {
  let world: World;
  let pages: BuiltPages;
  before(async () => {
    pages = makePages();
    world = await makeWorld(store, { phones: true, pages: pages.folder });
  });
  after(async () => {
    await world.close();
    pages.remove();
  });

  const newNumber = makeNumbers();
  let made = 0;
  const login = () => `forgetful-${(made += 1)}`;
  const somebody = () => world.person({ login: login(), apps: 1, recoveryCodes: 3 });

  const reset = (token: unknown, password: unknown = NEW_PASSWORD) =>
    world.browser().call('resetPassword', { body: { token, password } });
  const signInWith = ({ login: name }: Person, password: string) =>
    world.browser().call('beginSignIn', { body: { login: name, password } });
  const hashOf = async ({ id }: Person) =>
    (await world.database.stores.users.find(id))?.passwordHash;

  it('M01 a reset signs nobody in and drops no method', async () => {
    const person = await somebody();
    const signedIn = world.browser();
    await signedIn.signIn(person);
    const bound = await world.database.stores.authenticators.list(person.id);
    const underWay = world.browser();
    const begun = await underWay.begin(person);

    const answer = await reset(await askForReset(world, person));
    assert.deepEqual([answer.status, answer.text, answer.setCookies], [204, '', []]);
    assert.deepEqual(await world.database.stores.authenticators.list(person.id), bound);
    // What rested on the old password has ended, wherever it was.
    assert.equal((await signedIn.call('getSession')).status, 401);
    assert.equal((await underWay.verify(begun, person.code(1))).status, 410);
    assert.equal((await signInWith(person, person.password)).status, 401);
    const again = await signInWith(person, NEW_PASSWORD);
    assert.deepEqual([again.value.state, again.value.tasks], ['second-step', []]);
  });

  it('M01 the last step does nothing without its token, or with one of something else', async () => {
    const [person, other] = [await somebody(), await somebody()];
    const hash = await hashOf(person);
    const theirs = await askForReset(world, other);
    for (const token of ['', [], {}, null, undefined, 1, true, ['x'], 'x'.repeat(65)]) {
      assert.equal((await reset(token)).status, token === '' ? 403 : 400, JSON.stringify(token));
    }
    for (const field of ['login', 'userId', 'email', 'user']) {
      const body = { token: theirs, password: NEW_PASSWORD, [field]: person.login };
      assert.equal((await world.browser().call('resetPassword', { body })).status, 400, field);
    }
    // Somebody else's opens their account, and no other.
    assert.equal((await reset(theirs)).status, 204);
    assert.equal(await hashOf(person), hash);
    assert.equal((await signInWith(person, person.password)).status, 200);
  });

  it('M02 a link works once, for 30 minutes, and only the newest', async () => {
    const person = await somebody();
    const older = await askForReset(world, person);
    const newest = await askForReset(world, person);
    assert.equal((await reset(older)).problem?.code, 'reset_refused');
    assert.equal((await reset(newest, 'short')).problem?.code, 'password_too_short');
    assert.equal((await reset(newest)).status, 204);
    assert.equal((await reset(newest)).problem?.code, 'reset_refused');

    world.clock.advance(HOUR);
    const late = await askForReset(world, person);
    world.clock.advance(30 * MINUTE - 1);
    const almost = await reset(late, 'short');
    assert.equal(almost.problem?.code, 'password_too_short');
    world.clock.advance(1);
    assert.equal((await reset(late)).problem?.code, 'reset_refused');
  });

  it('M02 a link dies with every other change of the password, and with the address', async () => {
    const person = await somebody();
    const browser = world.browser();
    await browser.signIn(person);
    const first = await askForReset(world, person);
    const body = { current: person.password, next: NEW_PASSWORD };
    assert.equal((await browser.call('changePassword', { body })).status, 200);
    assert.equal((await reset(first)).status, 403);

    const second = await askForReset(world, person);
    await orderEmail(world, person, `new-${person.email}`);
    assert.equal((await reset(second)).status, 403);
  });

  it('M02 only its keyed hash is stored, and it is in no log', async () => {
    const person = await somebody();
    const token = await askForReset(world, person);
    const [row] = (await rowsOf(world.database, 'reset_token')).filter(
      ({ user_id: owner }) => owner === person.id,
    );
    assert.ok(row);
    const stored = JSON.stringify(Object.values(await dumpOf(world.database)).flat());
    const plain = createHash('sha256').update(token);
    for (const form of [token, plain.copy().digest('hex'), plain.copy().digest('base64url')]) {
      assert.ok(!stored.includes(form));
      assert.ok(!world.logLines.join('').includes(form));
    }
    assert.ok(Buffer.from(token, 'base64url').length >= 32);
    const page = { ...world.browser().request('getSession'), path: '/reset-password' };
    const { status, headers } = await world.browser().send(page);
    assert.deepEqual([status, headers['referrer-policy']], [200, 'no-referrer']);
  });

  it('M02 the mail goes to the stored address, to the configured host, and holds one link', async () => {
    const person = await somebody();
    const evil = 'evil@attacker.example';
    for (const name of [[person.email, evil], { 0: person.email }, null, '', 7]) {
      const { status } = await world.browser().call('forgotPassword', { body: { login: name } });
      assert.equal(status, 400);
    }
    for (const field of ['email', 'to', 'address', 'host']) {
      const body = { login: person.login, [field]: evil };
      assert.equal((await world.browser().call('forgotPassword', { body })).status, 400, field);
    }
    for (const name of [
      `${person.email},${evil}`,
      `${person.email}\r\nBcc: ${evil}`,
      `${person.email} ${evil}`,
    ]) {
      assert.equal((await forget(world, name)).status, 204);
    }
    assert.equal(countMailed(world, person), 0);

    const token = await askForReset(world, person);
    const mail = await mailWith(world, person, /reset-password/);
    assert.deepEqual(mail.to, [person.email]);
    const links = mail.text.match(/https?:\S+/g);
    // Whose it is stands behind the token, for whoever keeps passwords.
    const whose = Buffer.from(person.login, 'utf8').toString('base64url');
    assert.deepEqual(links, [`${world.publicUrl}/reset-password#${token}.${whose}`]);
    assert.deepEqual(world.sink.mails(evil), []);
    // A notice brings the link that stops what it tells of, and no other.
    assert.equal((await reset(token)).status, 204);
    const notice = await mailWith(world, person, /was reset/);
    const others = (notice.text.match(/https?:\S+/g) ?? []).map((link) =>
      link.replace(/#[\w-]{43}$/, '#'),
    );
    assert.deepEqual(others, [`${world.publicUrl}/freeze#`]);
  });

  it('M02 three links an hour go to one account, by whatever name, and 20 from one source', async () => {
    const person = await somebody();
    for (const name of [person.login, person.email, person.login.toUpperCase(), person.email]) {
      assert.equal((await forget(world, name)).status, 204);
    }
    const asked = await world.audit('password_reset.requested');
    const mine = asked.filter(({ target }) => target?.id === person.id);
    const reasons = mine.map(({ reason }) => reason);
    assert.deepEqual(reasons, [undefined, undefined, undefined, 'throttled']);
    world.clock.advance(HOUR);
    await askForReset(world, person);

    const browser = world.browser();
    const statuses: number[] = [];
    for (let n = 0; n < 21; n += 1) {
      statuses.push((await forget(world, `nobody-${n}`, browser)).status);
    }
    assert.deepEqual([new Set(statuses.slice(0, 20)), statuses[20]], [new Set([204]), 429]);
  });

  it('M03 one proof alone regains no lost second factor', async () => {
    const phones = { mobile: newNumber(), alternate: newNumber() };
    const person = await world.person({ login: login(), phones, apps: 1, recoveryCodes: 2 });
    // The mail address alone: a new password, and every method still in its place.
    await reset(await askForReset(world, person));
    const browser = world.browser();
    const begun = await browser.call('beginSignIn', {
      body: { login: person.login, password: NEW_PASSWORD },
    });
    assert.equal(begun.value.state, 'second-step');
    for (const name of ['bindApp', 'generateRecoveryCodes'] as const) {
      assert.equal((await browser.call(name, { body: {} })).status >= 400, true, name);
    }
    // A code of the list, where the password is not known: it is no password, and opens no sign-in.
    for (const code of person.recoveryCodes) {
      assert.equal((await signInWith(person, code)).status, 401);
    }
    const [code] = person.recoveryCodes;
    const params = { signInId: begun.value.id };
    const body = { challengeId: begun.value.challenge?.id, output: code };
    assert.equal((await world.browser().call('verifyChallenge', { params, body })).status, 410);
    // And nothing is sent to the alternate phone before the password is right.
    const sent = world.sink.calls(phones.alternate).length;
    assert.equal((await signInWith(person, 'not the one')).status, 401);
    assert.equal(world.sink.calls(phones.alternate).length, sent);
  });

  it('C19 whoever has no password yet gets none by a link, nor by anything made of public data', async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
    const id = uuidV7(world.clock.now()) as UserId;
    const [name, email] = ['unborn', 'unborn@example.org'];
    await world.database.transact('fact', (tx) =>
      tx.users.insert({
        id,
        login: name,
        email,
        displayName: name,
        state: 'enabled',
        role: 'user',
        active: true,
        registration: { kind: 'password', openUntil: undefined },
        passwordHash: undefined,
        loginKeys: [name, email],
        createdAt: world.clock.now(),
      }),
    );
    assert.equal((await forget(world, name)).status, 204);
    const asked = (await world.audit('password_reset.requested')).at(-1);
    assert.deepEqual([asked?.target?.id, asked?.reason], [id, 'no_password']);
    const hashed = [id, name, email].flatMap((value) =>
      ['sha256', 'sha1', 'md5'].flatMap((algorithm) => {
        const digest = createHash(algorithm).update(value);
        return [digest.copy().digest('hex'), digest.digest('base64url')];
      }),
    );
    const guesses = [id, name, email, ...hashed].map((guess) => guess.slice(0, 64));
    for (const token of guesses) {
      assert.equal((await reset(token)).status, 403, token);
      const browser = world.browser();
      for (const cookie of ['session', 'sign-in']) {
        browser.cookies.set(
          `proofup-${new URL(world.publicUrl).port}-${cookie}`,
          token.slice(0, 40),
        );
      }
      const params = { signInId: id };
      const body = { password: NEW_PASSWORD };
      const refused = await browser.call('changePasswordInSignIn', { params, body });
      assert.ok([401, 403, 410].includes(refused.status));
    }
    assert.equal((await world.database.stores.users.find(id))?.passwordHash, undefined);
  });

  it('D06 for 24 hours no link goes to a mail address that was changed, and both are told', async () => {
    const person = await somebody();
    const [old, fresh] = [person.email, `fresh-${person.email}`];
    await orderEmail(world, person, fresh);
    const moved = { ...person, email: fresh };
    for (const told of [person, moved]) await mailWith(world, told, /another mail address/);
    for (const [waitMs, name] of [
      [HOUR, person.login],
      [22 * HOUR, fresh],
    ] as const) {
      world.clock.advance(waitMs);
      assert.equal((await forget(world, name)).status, 204);
      const asked = (await world.audit('password_reset.requested')).at(-1);
      assert.deepEqual([asked?.target?.id, asked?.reason], [person.id, 'new_address']);
    }
    // The old address is nobody's name any more.
    assert.equal((await forget(world, old)).status, 204);
    assert.equal((await world.audit('password_reset.requested')).at(-1)?.reason, 'unknown_user');
    world.clock.advance(2 * HOUR);
    const token = await askForReset(world, moved);
    assert.deepEqual([countMailed(world, person), countMailed(world, moved)], [0, 1]);
    assert.equal((await reset(token)).status, 204);
  });

  it('a change by its owner ends every other browser, tells every address, and keeps this one', async () => {
    const phones = { mobile: newNumber() };
    const person = await world.person({ login: login(), phones, apps: 1, prefers: 'totp' });
    const [mine, other] = [world.browser(), world.browser()];
    await other.signIn(person);
    world.clock.advance(31_000);
    await mine.signIn(person);
    const underWay = world.browser();
    const begun = await underWay.begin(person);
    await mine.call('getSession');
    const change = (current: string, next: string) =>
      mine.call('changePassword', { body: { current, next } });
    assert.equal((await change('not the one', NEW_PASSWORD)).problem?.code, 'password_rejected');
    assert.equal(
      (await change(person.password, person.password)).problem?.code,
      'password_unchanged',
    );
    assert.equal((await change(person.password, 'short')).problem?.code, 'password_too_short');
    const { status, value } = await change(person.password, NEW_PASSWORD);
    assert.deepEqual([status, value], [200, { sessionsEnded: 1 }]);
    assert.equal((await mine.call('getSession')).status, 200);
    assert.equal((await other.call('getSession')).status, 401);
    assert.equal((await underWay.verify(begun, person.code(1))).status, 410);
    assert.equal((await signInWith(person, NEW_PASSWORD)).value.state, 'second-step');
    await mailWith(world, person, /account was changed/);
    for (;;) {
      const texts = world.sink.texts(phones.mobile).map(({ body }) => body);
      if (texts.some((text) => text.includes('password was changed'))) break;
      await world.sink.waitForText(phones.mobile);
    }
  });

  it('after an administrator chose it, the password is good for choosing another', async () => {
    const person = await somebody();
    await orderPasswordChange(world, person);
    // A link is a choice of one's own too.
    assert.equal((await reset(await askForReset(world, person))).status, 204);
    const user = await world.database.stores.users.find(person.id);
    assert.equal(user?.mustChangePassword, false);
  });
}, prepareDatabase);

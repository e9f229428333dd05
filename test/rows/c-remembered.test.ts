import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeTokens } from '../../apps/server/src/crypto/tokens.ts';
import type { Database } from '../../apps/server/src/sql/open-database.ts';
import { newRememberedBrowser } from '../../apps/server/src/sql/testing/fixtures.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { administrationOf, ORDER, orderPass } from '../harness/world/order.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

import {
  cookieName,
  cookieOf,
  ok,
  remember,
  rowsFor,
  stateAfterPassword,
} from '../harness/world/remember.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function stepUp(world: World, browser: Browser, person: Person): Promise<void> {
  world.clock.advance(30_000);
  const begun = await browser.call('beginStepUp', { body: {} });
  const { value } = await browser.choose(begun.value, 'totp');
  const done = await browser.verify(value, person.code());
  assert.equal(done.status, 200, done.text);
}

const newNumber = makeNumbers();

forEachStore((store) => {
  let world: World;
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { phones: true, nodes });
  });
  after(() => world.close());

  let made = 0;
  const somebody = (wanted: { readonly role?: 'administrator' } = {}) => {
    made += 1;
    return world.person({ login: `owner-${made}`, apps: 2, prefers: 'totp', ...wanted });
  };

  it('U24 C14 for 14 days the password is enough in this browser, and in no other', async () => {
    const person = await somebody();
    const { browser, signIn, done } = await remember(world, person);
    assert.deepEqual(signIn.remember, { days: 14 });
    const cookie = done.setCookies.find((one) => one.startsWith(cookieName(browser)));
    assert.match(cookie ?? '', /=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=1209600$/);
    await browser.call('endSession');
    world.clock.advance(13 * DAY);
    assert.equal(await stateAfterPassword(browser, person), 'completed');
    assert.equal(await stateAfterPassword(world.browser(), person), 'second-step');

    world.clock.advance(DAY);
    assert.equal(await stateAfterPassword(browser, person), 'second-step');
    assert.notEqual(cookieOf(browser), undefined, 'the browser had kept it');
  });

  it('C14 what it opens is one factor, and no change to the account', async () => {
    const person = await somebody();
    const { browser } = await remember(world, person);
    assert.equal(await stateAfterPassword(browser, person), 'completed');
    const sessions = await rowsOf(world.database, 'session');
    const newest = sessions.filter((row) => row['user_id'] === person.id).at(-1);
    assert.deepEqual(
      [newest?.['amr'], newest?.['acr'], newest?.['second_step']],
      ['["pwd"]', 'one-step', null],
    );
    assert.equal((await browser.call('getSecurityInfo')).status, 200);
    const refused = await browser.call('bindApp', { body: {} });
    assert.equal(refused.problem?.code, 'step_up_required', refused.text);
    const forget = await browser.call('forgetRememberedBrowsers');
    assert.equal(forget.problem?.code, 'step_up_required', forget.text);
    await stepUp(world, browser, person);
    assert.equal((await browser.call('bindApp', { body: {} })).status, 201);

    const rows = (await world.audit()).filter(({ actor }) => actor?.id === person.id);
    const [skipped] = rows.filter(({ event }) => event === 'mfa.skipped');
    assert.equal(skipped?.reason, 'remembered_browser');
    assert.equal(skipped.target?.id, (await rowsFor(world, person))[0]?.['id']);
    for (const event of ['device_trust.created', 'device_trust.used']) {
      assert.equal(rows.filter((row) => row.event === event).length, 1, event);
    }
    assert.equal(rows.filter(({ event }) => event === 'mfa.success').length, 2);
  });

  it('C14 forged, altered, of another kind or of another person: both are asked', async () => {
    const person = await somebody();
    const other = await somebody();
    const { browser } = await remember(world, person);
    const theirs = cookieOf((await remember(world, other)).browser) ?? '';
    const mine = cookieOf(browser) ?? '';
    const known = browser.cookies.get(cookieName(browser).replace(/remembered$/, 'browser')) ?? '';
    const session =
      browser.cookies.get(cookieName(browser).replace(/remembered$/, 'session')) ?? '';
    const [row] = await rowsFor(world, person);
    const first = mine.startsWith('A') ? 'B' : 'A';
    const forged = {
      'none at all': '',
      altered: `${first}${mine.slice(1)}`,
      shortened: mine.slice(0, -1),
      lengthened: `${mine}A`,
      'of another person': theirs,
      'the one of a known browser': known,
      'the one of a session': session,
      'what the database holds': String(row?.['token_hash']),
      'its id': String(row?.['id']),
      made: makeTokens(world.keyRing).random(),
    };
    const earlier = await rowsFor(world, person);
    for (const [how, value] of Object.entries(forged)) {
      const stranger = world.browser();
      stranger.cookies.set(cookieName(browser), value);
      assert.equal(await stateAfterPassword(stranger, person), 'second-step', how);
    }
    assert.deepEqual(await rowsFor(world, person), earlier);
    const copied = world.browser();
    copied.cookies.set(cookieName(browser), mine);
    const body = { login: person.login, password: 'not the password' };
    assert.equal((await copied.call('beginSignIn', { body })).status, 401);
    assert.equal(await stateAfterPassword(copied, person), 'completed', 'the search is blind');
  });

  it('C14 no administrator is remembered, nor a cookie of one obeyed', async () => {
    const person = await somebody({ role: 'administrator' });
    const { browser, signIn } = await remember(world, person);
    assert.equal(signIn.remember, undefined);
    assert.equal(cookieOf(browser), undefined);
    const token = makeTokens(world.keyRing).random();
    const tokenHash = makeTokens(world.keyRing).hash('remembered-browser', token);
    await world.database.transact('fact', (tx) =>
      tx.rememberedBrowsers.insert(planted(world, person, tokenHash), {
        keep: 5,
        replaces: undefined,
      }),
    );
    browser.cookies.set(cookieName(browser), token);
    assert.equal(await stateAfterPassword(browser, person), 'second-step');
    const [row] = await world.database.stores.rememberedBrowsers.list(person.id);
    assert.ok(row);
    const used = world.database.transact('fact', (tx) =>
      tx.rememberedBrowsers.use(row.id, world.clock.now()),
    );
    assert.equal(await used, false);
  });

  it('C14 nobody whose password must be changed is let past', async () => {
    const person = await somebody();
    const { browser } = await remember(world, person);
    await run(
      world.database,
      `update user_account set must_change_password = 1
      where id = '${person.id}'`,
    );
    assert.equal(await stateAfterPassword(browser, person), 'second-step');
  });

  it('C14 a step-up, a code on paper and a pass leave no cookie', async () => {
    made += 1;
    const login = `paper-${made}`;
    const person = await world.person({ login, apps: 1, recoveryCodes: 2, prefers: 'totp' });
    const browser = world.browser();
    await browser.signIn(person);
    world.clock.advance(30_000);
    const begun = await browser.call('beginStepUp', { body: {} });
    assert.equal(begun.value.remember, undefined);
    const body = { challengeId: begun.value.challenge?.id, output: person.code(), remember: true };
    const params = { signInId: begun.value.id };
    const done = await browser.call('verifyChallenge', { params, body });
    assert.equal(done.status, 200, done.text);

    const pass = await orderPass(world, person);
    const outputs = {
      'saved-recovery-code': person.recoveryCodes[0],
      'temporary-access-pass': pass,
    };
    for (const [type, output] of Object.entries(outputs)) {
      const other = world.browser();
      const chosen = (await other.choose(await other.begin(person), type)).value;
      assert.equal(chosen.remember, undefined, type);
      const proof = { challengeId: chosen.challenge?.id, output, remember: true };
      const proven = await other.call('verifyChallenge', {
        params: { signInId: chosen.id },
        body: proof,
      });
      assert.equal(proven.status, 200, proven.text);
      assert.equal(cookieOf(other), undefined, type);
    }
    assert.equal(cookieOf(browser), undefined);
    assert.deepEqual(await rowsFor(world, person), []);
  });

  it('C14 a call that is approved is remembered like a code', async () => {
    made += 1;
    const mobile = newNumber();
    const login = `called-${made}`;
    const person = await world.person({ login, phones: { mobile }, prefers: 'call' });
    const browser = world.browser();
    const begun = await browser.begin(person);
    const { sid } = await world.sink.waitForCall(mobile);
    world.sink.answer(sid);
    await world.sink.waitForSpoken(sid, 'press');
    world.sink.press(sid, '#');
    await world.sink.waitForEnd(sid);
    const params = { signInId: begun.id };
    await ok(browser.call('completeSignIn', { params, body: { remember: true } }));
    assert.equal(await stateAfterPassword(browser, person), 'completed');
  });

  it('U25 two remembered browsers, then Restore: both ask again', async () => {
    const person = await somebody();
    const [one, two] = [await remember(world, person), await remember(world, person)];
    const { value: listed } = await two.browser.call('listRememberedBrowsers');
    assert.deepEqual(
      listed.browsers.map(({ browser, thisOne }) => [browser, thisOne]),
      [
        ['Firefox on Linux', true],
        ['Firefox on Linux', false],
      ],
    );
    const { value: left } = await two.browser.call('forgetRememberedBrowsers');
    assert.deepEqual(left, { days: 14, browsers: [] });
    for (const { browser } of [one, two]) {
      assert.equal(await stateAfterPassword(browser, person), 'second-step');
    }
  });

  it('U25 or an administrator does it', async () => {
    const person = await somebody();
    const browsers = [await remember(world, person), await remember(world, person)];
    const outcome = await administrationOf(world).forgetBrowsers(person.id, ORDER);
    assert.deepEqual(outcome, { kind: 'forgotten', browsers: 2 });
    for (const { browser } of browsers) {
      assert.equal(await stateAfterPassword(browser, person), 'second-step');
    }
  });

  it('D15 at most 5 for one person: the oldest goes, and one browser counts once', async () => {
    const person = await somebody();
    const browsers: Browser[] = [];
    for (let n = 0; n < 7; n += 1) browsers.push((await remember(world, person)).browser);
    assert.equal((await rowsFor(world, person)).length, 5);
    const states = [];
    for (const browser of browsers) states.push(await stateAfterPassword(browser, person));
    const [asked, skipped] = ['second-step', 'completed'];
    assert.deepEqual(states, [asked, asked, skipped, skipped, skipped, skipped, skipped]);
    const [oldest] = browsers;
    assert.ok(oldest);
    oldest.cookies.set(cookieName(oldest), cookieOf(browsers[6] ?? oldest) ?? '');
    const earlier = (await rowsFor(world, person)).length;
    await administrationOf(world).forgetBrowsers(person.id, ORDER);
    await remember(world, person, oldest);
    await remember(world, person, withoutTrust(oldest));
    assert.equal(earlier, 5);
    assert.equal((await rowsFor(world, person)).length, 2);
  });

  describe('the policy', () => {
    const policy = { enabled: true, days: 14 };
    let other: World;
    before(async () => {
      other = await makeWorld(store, { config: { rememberBrowsers: policy } });
    });
    after(() => other.close());

    async function under(change: Partial<typeof policy>, browser: Browser): Promise<Browser> {
      Object.assign(policy, change);
      await other.restart();
      return browser.use(other.app);
    }

    it('C14 fewer days shorten what was promised, more bring nothing back, off ends all', async () => {
      const person = await other.person({ login: 'kept', apps: 1 });
      const { browser } = await remember(other, person);
      other.clock.advance(5 * DAY);
      assert.equal(
        await stateAfterPassword(await under({ days: 5 }, browser), person),
        'second-step',
      );
      assert.equal(
        await stateAfterPassword(await under({ days: 6 }, browser), person),
        'completed',
      );
      assert.equal(
        await stateAfterPassword(await under({ days: 30 }, browser), person),
        'completed',
      );
      other.clock.advance(9 * DAY);
      assert.equal(await stateAfterPassword(browser, person), 'second-step');
      const { browser: anew } = await remember(other, person, browser);
      await under({ enabled: false }, anew);
      const begun = await anew.begin(person);
      assert.deepEqual([begun.state, begun.remember], ['second-step', undefined]);
      other.clock.advance(30_000);
      const body = { challengeId: begun.challenge?.id, output: person.code(), remember: true };
      const done = await anew.call('verifyChallenge', { params: { signInId: begun.id }, body });
      assert.ok(!done.setCookies.some((cookie) => cookie.includes('-remembered=')), done.text);
      const { value } = await anew.call('listRememberedBrowsers');
      assert.deepEqual(value, { browsers: [] });
    });
  });
}, prepareDatabase);

/** The same browser to whoever looks at it, without what it was trusted by. */
function withoutTrust(browser: Browser): Browser {
  browser.cookies.delete(cookieName(browser));
  return browser;
}

const planted = (world: World, { id }: Person, tokenHash: string) => {
  const now = world.clock.now();
  const expiresAt = new Date(now.getTime() + DAY);
  return newRememberedBrowser(id, { tokenHash, createdAt: now, expiresAt });
};

const run = ({ engine }: Database, text: string): Promise<unknown> =>
  engine.withConnection('fact', async (connection) => {
    await connection.run({ name: '', text, isRead: false, bind: () => [] }, []);
  });

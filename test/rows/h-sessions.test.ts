import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forEachStore, type StoreUnderTest } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import type { Person } from '../harness/world/person.ts';
import { callAny, endpointsFor } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 256 bits in base64url. */
const OPAQUE = /^[\w-]{43}$/;

type Kind = 'session' | 'sign-in' | 'browser';

const nameOf = (browser: Browser, kind: Kind): string =>
  [...browser.cookies.keys()].find((name) => name.endsWith(`-${kind}`)) ?? '';
const valueOf = (browser: Browser, kind: Kind): string =>
  browser.cookies.get(nameOf(browser, kind)) ?? '';

/** A browser that shows this session and nothing else. */
function thief(world: World, victim: Browser): Browser {
  const browser = world.browser();
  browser.cookies.set(nameOf(victim, 'session'), valueOf(victim, 'session'));
  browser.csrfToken = victim.csrfToken;
  return browser;
}

const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.call('getSession')).status === 200;

async function stepUp(browser: Browser, person: Person) {
  const begun = await browser.call('beginStepUp', { body: {} });
  assert.equal(begun.status, 200, begun.text);
  return { begun, finish: () => browser.verify(begun.value, person.code()) };
}

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  let made = 0;
  async function signedIn(role: 'user' | 'administrator' = 'user') {
    made += 1;
    const person = await world.person({ login: `visitor-${made}`, apps: 1, role });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  it('H01 the id is another one after the first factor, the second and a step-up, and the old one is dead', async () => {
    const person = await world.person({ login: 'changing', apps: 1 });
    const browser = world.browser();
    const begun = await browser.begin(person);
    const first = valueOf(browser, 'sign-in');
    const half = world.browser();
    half.cookies.set(nameOf(browser, 'sign-in'), first);
    half.csrfToken = browser.csrfToken;
    assert.equal((await browser.verify(begun, person.code())).status, 200);
    const second = valueOf(browser, 'session');
    assert.equal(valueOf(browser, 'sign-in'), '', 'the cookie of the sign-in is cleared');
    assert.equal((await half.call('getSignIn', { params: { signInId: begun.id } })).status, 410);

    const older = thief(world, browser);
    assert.ok(await isIn(older));
    world.clock.advance(30_000);
    const { finish } = await stepUp(browser, person);
    const between = valueOf(browser, 'sign-in');
    assert.equal((await finish()).status, 200);
    const third = valueOf(browser, 'session');
    assert.ok(!(await isIn(older)), 'the session from before the step-up');
    assert.ok(await isIn(browser));
    const values = [first, second, between, third];
    for (const value of values) assert.match(value, OPAQUE);
    assert.equal(new Set(values).size, values.length);
  });

  it('H01 a cookie that was planted before is worth nothing after', async () => {
    const { browser: other, person: owner } = await signedIn();
    const person = await world.person({ login: 'fixed', apps: 1 });
    const browser = world.browser();
    // One that was never ours, and one of a living session of somebody else.
    for (const planted of ['A'.repeat(43), valueOf(other, 'session')]) {
      const names = [
        nameOf(other, 'session'),
        nameOf(other, 'session').replace(/session$/, 'sign-in'),
      ];
      for (const name of names) browser.cookies.set(name, planted);
      world.clock.advance(30_000);
      await browser.signIn(person);
      assert.notEqual(valueOf(browser, 'session'), planted);
      const { value } = await browser.call('getSession');
      assert.equal(value.user.login, person.login);
      const attacker = world.browser();
      for (const name of names) attacker.cookies.set(name, planted);
      const { value: seen, status } = await attacker.call('getSession');
      assert.ok(status === 401 || seen.user.login === owner.login);
    }
  });

  it("H03 an idle session ends after 60 minutes, an administrator's after 15", async () => {
    for (const [role, minutes] of [
      ['user', 60],
      ['administrator', 15],
    ] as const) {
      const { browser } = await signedIn(role);
      world.clock.advance((minutes - 1) * MINUTE);
      assert.ok(await isIn(browser), role);
      world.clock.advance(minutes * MINUTE - 1);
      assert.ok(await isIn(browser), role);
      world.clock.advance(minutes * MINUTE);
      assert.ok(!(await isIn(browser)), role);
    }
  });

  it("H03 however busy, a session ends after 12 hours, an administrator's after 8", async () => {
    for (const [role, hours, everyMs] of [
      ['user', 12, 59 * MINUTE],
      ['administrator', 8, 14 * MINUTE],
    ] as const) {
      const { browser } = await signedIn(role);
      const start = world.clock.now().getTime();
      let last = 0;
      for (let ms = everyMs; ms <= 25 * HOUR; ms += everyMs) {
        world.clock.set(new Date(start + ms));
        if (await isIn(browser)) last = ms;
        else if (last > 0 && ms > hours * HOUR + 2 * everyMs) break;
      }
      assert.ok(last < hours * HOUR, role);
      assert.ok(last >= hours * HOUR - everyMs, role);
    }
  });

  it('H03 a step-up does not lengthen the life of a session', async () => {
    const { person, browser } = await signedIn();
    const { value: begun } = await browser.call('getSession');
    world.clock.advance(50 * MINUTE);
    const { finish } = await stepUp(browser, person);
    assert.equal((await finish()).status, 200);
    const { value: now } = await browser.call('getSession');
    assert.equal(now.expiresAt, begun.expiresAt);
  });

  it('H04 signing out ends the session and the step-up it has begun, and no other session', async () => {
    const { person, browser } = await signedIn();
    world.clock.advance(30_000);
    const elsewhere = world.browser();
    await elsewhere.signIn(person);
    world.clock.advance(30_000);
    const { begun } = await stepUp(browser, person);
    const copy = thief(world, browser);
    copy.cookies.set(nameOf(browser, 'sign-in'), valueOf(browser, 'sign-in'));
    copy.csrfToken = begun.value.csrfToken;
    browser.csrfToken = (await browser.call('getSession')).value.csrfToken;

    assert.equal((await browser.call('endSession')).status, 204);
    assert.deepEqual([...browser.cookies.keys()], [nameOf(browser, 'browser')]);
    assert.ok(!(await isIn(copy)));
    const late = await copy.verify(begun.value, person.code());
    assert.equal(late.status, 410, late.text);
    assert.deepEqual(late.setCookies, []);
    assert.ok(!(await isIn(copy)));
    assert.ok(await isIn(elsewhere));
  });

  it('H04 no answer of an endpoint may be kept by a browser', async () => {
    const { browser } = await signedIn();
    for (const name of endpointsFor('public', 'pre-auth', 'session', 'fresh-session', 'set-up')) {
      const answer = await callAny(browser, name);
      assert.equal(answer.headers['cache-control'], 'no-store', name);
    }
  });

  describeCookies(store, () => world);
}, prepareDatabase);

/** Every Set-Cookie of a sign-in, a step-up, a sign-out, one that is given up and one that is remembered. */
async function allCookies(world: World): Promise<readonly string[]> {
  const person = await world.person({ login: 'cookies', apps: 1 });
  const browser = world.browser();
  const body = { login: person.login, password: person.password };
  const begun = await browser.call('beginSignIn', { body });
  const done = await browser.verify(begun.value, person.code());
  world.clock.advance(30_000);
  const up = await stepUp(browser, person);
  const renewed = await up.finish();
  const out = await browser.call('endSession');
  const again = await browser.call('beginSignIn', { body });
  const params = { signInId: again.value.id };
  const given = await browser.call('cancelSignIn', { params });
  world.clock.advance(30_000);
  const { value } = await browser.call('beginSignIn', { body });
  const proof = { challengeId: value.challenge?.id, output: person.code(), remember: true };
  const kept = await browser.call('verifyChallenge', {
    params: { signInId: value.id },
    body: proof,
  });
  assert.ok(kept.setCookies.some((cookie) => cookie.includes('-remembered=')));
  const asked = await browser.call('beginPasskey');
  const holder = await world.person({ login: 'holder', passkeys: [{}] });
  const alone = await world.browser().signInByPasskey(holder.passkeys[0]);
  const byCode = [begun, done, up.begun, renewed, out, again, given, kept];
  const answers: readonly Answer<unknown>[] = [...byCode, asked, alone];
  for (const { setCookies, text } of answers) assert.notDeepEqual(setCookies, [], text);
  return answers.flatMap(({ setCookies }) => setCookies);
}

function describeCookies(store: StoreUnderTest, plain: () => World): void {
  describe('cookies', () => {
    let secure: World;
    before(async () => {
      const publicUrl = 'https://proofup.example.org';
      secure = await makeWorld(store, { config: { publicUrl } });
    });
    after(() => secure.close());

    it('H02 over https: __Host-, Secure, HttpOnly, SameSite, Path=/, no Domain, opaque', async () => {
      for (const cookie of await allCookies(secure)) {
        assert.match(
          cookie,
          /^__Host-proofup-(session|sign-in|browser|passkey|remembered)=([\w-]{43})?; Path=\/; HttpOnly; SameSite=Lax; Secure(; Max-Age=\d+)?$/,
        );
      }
      const { headers } = await secure.browser().call('getConfiguration');
      assert.match(String(headers['strict-transport-security']), /^max-age=\d{8}/);
    });

    it('H02 without https (evaluation only): the same but the prefix and Secure, and the port in the name', async () => {
      const { port } = new URL(plain().publicUrl);
      for (const cookie of await allCookies(plain())) {
        assert.match(cookie, /=([\w-]{43})?; Path=\/; HttpOnly; SameSite=Lax(; Max-Age=\d+)?$/);
        assert.ok(cookie.startsWith(`proofup-${port}-`), cookie);
      }
    });

    it('H02 a session cookie has no life of its own in the browser; only the known browser stays', async () => {
      const person = await secure.person({ login: 'short-lived', apps: 1 });
      const browser = secure.browser();
      const done = await browser.verify(await browser.begin(person), person.code());
      for (const cookie of done.setCookies) {
        assert.equal(/; Max-Age=[1-9]/.test(cookie), cookie.includes('-browser='), cookie);
      }
    });
  });
}

import assert from 'node:assert/strict';
import type { EndpointName } from '../../../packages/contract/src/endpoints.ts';
import type { SignInView } from '../../../packages/contract/src/schemas.ts';
import { makeSoftwareAuthenticator } from '../software-authenticator.ts';
import { type Answer, type Browser, SERVICE } from './browser.ts';
import { useDevices } from './device-flows.ts';
import type { Known } from './known.ts';
import { orderBootstrap, orderPass } from './order.ts';
import { codeOf, codeSpoken, codeTexted, freezeTokenMailed, makeNumbers } from './outputs.ts';
import type { Person } from './person.ts';
import { countMailed, NEW_PASSWORD, orderPasswordChange, tokenMailed } from './reset.ts';
import { workAsStaff } from './staff-flow.ts';
import type { World } from './world.ts';

type Success = { readonly name: EndpointName; readonly correlationId: string };

/** What was done, and every secret that came up on the way. */
export type Told = {
  readonly known: Known[];
  readonly successes: Success[];
  /** A browser whose cookies and tokens are noted down. */
  browser(): Browser;
  note(what: string, value: string | Uint8Array): void;
};

export function makeTold(world: World): Told {
  const known: Known[] = [];
  const successes: Success[] = [];
  const noted = new Set<string>();
  const note = (what: string, value: string | Uint8Array): void => {
    const seen = `${what} ${Buffer.from(value).toString('base64')}`;
    if (noted.has(seen)) return;
    noted.add(seen);
    known.push({ what, value });
    if (what === 'number') known.push({ what, value: String(value).slice(1) });
  };

  function watch(browser: Browser): Browser {
    const [send, call] = [browser.send.bind(browser), browser.call.bind(browser)];
    browser.send = async (sent) => {
      const answer = await send(sent);
      for (const cookie of answer.setCookies) {
        const value = /^[^=]+=([\w-]{20,})/.exec(cookie)?.[1];
        if (value !== undefined) note('cookie', value);
      }
      if (browser.csrfToken !== undefined) note('CSRF token', browser.csrfToken);
      return answer;
    };
    browser.call = async (name, input, headers) => {
      const answer = await call(name, input, headers);
      const correlationId = String(answer.headers['x-correlation-id']);
      if (answer.status < 300) successes.push({ name, correlationId });
      return answer;
    };
    return browser;
  }

  return { known, successes, note, browser: () => watch(world.browser()) };
}

function mustBe<Value>(status: number, answer: Answer<Value>): Value {
  assert.equal(answer.status, status, answer.text);
  return answer.value;
}

/** Everything that people can do, done once at least, and most of what can go wrong. */
export async function runFlows(world: World, told: Told): Promise<void> {
  const number = makeNumbers();
  await bootstrap(world, told);
  await setUpByPhone(world, told, number);
  const phones = { mobile: number(), alternate: number() };
  const wanted = {
    login: 'everything',
    phones,
    apps: 1,
    recoveryCodes: 5,
    prefers: 'text',
  } as const;
  const person = await world.person(wanted);
  noteOf(told, person);
  const browser = await signInByText(world, told, person);
  await signInByOthers(world, told, person);
  await usePasskeys(world, told);
  const codes = await changeMethods(world, told, { person, browser, number });
  await lookAfterAccount(world, told, { person, browser, codes });
  await useAppPasswords(told, await rememberBrowsers(world, told));
  await goWrong(told, person);
  await changePasswords(world, told);
  await doTasks(world, told);
  await useDevices(world, told);
  await workAsStaff(world, told, noteOf);
}

/** What a person has in hand. */
export function noteOf(told: Told, person: Person): void {
  told.note('password', person.password);
  for (const value of Object.values(person.numbers)) told.note('number', value);
  for (const { secret } of person.apps) told.note('seed', secret);
  for (const code of person.recoveryCodes) told.note('recovery code', code);
}

const ADMINISTRATOR = {
  login: 'the-first',
  displayName: 'The First',
  email: 'the-first@example.org',
  password: 'a sentence that nobody else uses',
} as const;

async function bootstrap(world: World, told: Told): Promise<void> {
  const token = await orderBootstrap(world);
  told.note('bootstrap token', token);
  told.note('password', ADMINISTRATOR.password);
  const browser = told.browser();
  mustBe(200, await browser.call('getConfiguration'));
  mustBe(201, await browser.call('claimBootstrap', { body: { token, ...ADMINISTRATOR } }));
  const { login, password } = ADMINISTRATOR;
  const begun = mustBe(200, await browser.call('beginSignIn', { body: { login, password } }));
  await setUpByApp(world, told, { browser, begun });
}

type SettingUp = { readonly browser: Browser; readonly begun: SignInView };

async function setUpByApp(world: World, told: Told, { browser, begun }: SettingUp): Promise<void> {
  mustBe(200, await browser.call('getSetUpOptions'));
  const { binding, secret, uri } = mustBe(201, await browser.call('bindApp', { body: {} }));
  told.note('seed as text', secret);
  told.note('URI', uri);
  const params = { bindingId: binding.id };
  const output = codeOf(world, secret);
  mustBe(200, await browser.call('confirmBinding', { params, body: { output } }));
  const { codes } = mustBe(201, await browser.call('generateRecoveryCodes'));
  for (const code of codes) told.note('recovery code', code);
  mustBe(200, await browser.call('finishSetUp', { params: { signInId: begun.id } }));
}

async function setUpByPhone(world: World, told: Told, newNumber: () => string): Promise<void> {
  const person = await world.person({ login: 'newcomer', state: 'enabled' });
  const browser = told.browser();
  const begun = await browser.begin(person);
  const number = newNumber();
  told.note('number', number);
  const body = { slot: 'mobile', number, country: 'US', via: 'text' };
  const { id } = mustBe(201, await browser.call('bindPhone', { body }));
  told.note('code', await codeTexted(world, number));
  mustBe(200, await browser.call('getBinding', { params: { bindingId: id } }));
  world.clock.advance(31_000);
  const via = { body: { via: 'spoken-code' } };
  mustBe(200, await browser.call('challengeBinding', { params: { bindingId: id }, ...via }));
  const output = await codeSpoken(world, number);
  told.note('code', output);
  mustBe(
    200,
    await browser.call('confirmBinding', { params: { bindingId: id }, body: { output } }),
  );
  mustBe(200, await browser.call('finishSetUp', { params: { signInId: begun.id } }));
}

async function signInByText(world: World, told: Told, person: Person): Promise<Browser> {
  const browser = told.browser();
  const begun = await browser.begin(person);
  const code = await codeTexted(world, person.numbers.mobile ?? '');
  told.note('code', code);
  mustBe(200, await browser.call('getSignIn', { params: { signInId: begun.id } }));
  mustBe(200, await browser.verify(begun, code));
  mustBe(200, await browser.call('getSession'));
  return browser;
}

/** By a code of each other kind, by a call, and not at all. */
async function signInByOthers(world: World, told: Told, person: Person): Promise<void> {
  const pass = await orderPass(world, person);
  told.note('pass', pass);
  const outputs = {
    totp: () => person.code(),
    'saved-recovery-code': () => person.recoveryCodes[0] ?? '',
    'temporary-access-pass': () => pass,
  };
  for (const [type, output] of Object.entries(outputs)) {
    const browser = told.browser();
    const { value } = await browser.choose(await browser.begin(person), type);
    mustBe(200, await browser.verify(value, output()));
  }
  const browser = told.browser();
  const begun = await browser.begin(person);
  mustBe(200, await browser.choose(begun, 'call', 'alternate'));
  const { sid } = await world.sink.waitForCall(person.numbers.alternate ?? '');
  world.sink.answer(sid);
  await world.sink.waitForSpoken(sid, 'press');
  world.sink.press(sid, '#');
  await world.sink.waitForEnd(sid);
  mustBe(200, await browser.call('completeSignIn', { params: { signInId: begun.id }, body: {} }));
  const other = told.browser();
  const given = await other.begin(person);
  mustBe(204, await other.call('cancelSignIn', { params: { signInId: given.id } }));
}

/** Added in a set-up, then alone, then after the password. */
async function usePasskeys(world: World, told: Told): Promise<void> {
  const person = await world.person({ login: 'passkeys', state: 'enabled' });
  told.note('password', person.password);
  const browser = told.browser();
  const begun = await browser.begin(person);
  const { binding, publicKey } = mustBe(201, await browser.call('bindPasskey', { body: {} }));
  const passkey = makeSoftwareAuthenticator({ origin: world.publicUrl });
  const params = { bindingId: binding.id };
  const output = passkey.register(publicKey);
  mustBe(200, await browser.call('confirmBinding', { params, body: { output } }));
  mustBe(200, await browser.call('finishSetUp', { params: { signInId: begun.id } }));
  const alone = told.browser();
  const asked = mustBe(200, await alone.call('beginPasskey'));
  const assertion = passkey.assert(asked.publicKey);
  told.note('assertion', String(assertion.response['signature']));
  mustBe(200, await alone.call('signInWithPasskey', { body: { output: assertion } }));
  const both = told.browser();
  const second = await both.begin(person);
  mustBe(
    200,
    await both.verify(second, passkey.assert(second.challenge?.publicKey ?? asked.publicKey)),
  );
  for (const switched of [{ userVerified: false }, { counter: 1 }]) {
    const refused = told.browser();
    const { publicKey: options } = mustBe(200, await refused.call('beginPasskey'));
    const body = { output: passkey.assert(options, switched) };
    mustBe(401, await refused.call('signInWithPasskey', { body }));
  }
}

type Changing = {
  readonly person: Person;
  readonly browser: Browser;
  readonly number: () => string;
};

async function changeMethods(
  world: World,
  told: Told,
  changing: Changing,
): Promise<readonly string[]> {
  const { person, browser, number } = changing;
  world.clock.advance(61_000);
  const begun = mustBe(200, await browser.call('beginStepUp', { body: {} }));
  const chosen = mustBe(200, await browser.choose(begun, 'totp'));
  mustBe(200, await browser.verify(chosen, person.code()));
  const { methods } = mustBe(200, await browser.call('getSecurityInfo'));
  const [method] = methods.filter(({ kind }) => kind === 'totp');
  const params = { methodId: method?.id ?? '' };
  mustBe(200, await browser.call('renameMethod', { params, body: { name: 'My app' } }));
  const optionId = method?.options[0]?.id ?? '';
  for (const device of ['computer', 'phone']) {
    mustBe(200, await browser.call('setPreferredOption', { body: { optionId, device } }));
  }
  const { codes } = mustBe(201, await browser.call('generateRecoveryCodes'));
  for (const code of codes) told.note('recovery code', code);
  params.methodId = await moveApp(world, told, { browser, replaces: params.methodId });

  const pending = number();
  told.note('number', pending);
  const phone = { slot: 'office', number: pending, country: 'US', via: 'call', extension: '12' };
  const { id } = mustBe(201, await browser.call('bindPhone', { body: phone }));
  mustBe(204, await browser.call('cancelBinding', { params: { bindingId: id } }));
  mustBe(200, await browser.call('removeMethod', { params }));
  return codes;
}

type Move = { readonly browser: Browser; readonly replaces: string };

/** To another phone; the method that is there then. */
async function moveApp(world: World, told: Told, { browser, replaces }: Move): Promise<string> {
  const { binding, secret, uri } = mustBe(
    201,
    await browser.call('bindApp', { body: { replaces } }),
  );
  told.note('seed as text', secret);
  told.note('URI', uri);
  const body = { output: codeOf(world, secret) };
  mustBe(200, await browser.call('confirmBinding', { params: { bindingId: binding.id }, body }));
  const { methods } = mustBe(200, await browser.call('getSecurityInfo'));
  return methods.find(({ kind }) => kind === 'totp')?.id ?? '';
}

type LookingAfter = {
  readonly person: Person;
  readonly browser: Browser;
  /** The newest. */
  readonly codes: readonly string[];
};

/** Activity, sessions, the link of a notice, and a word to the help desk. */
async function lookAfterAccount(world: World, told: Told, looking: LookingAfter): Promise<void> {
  const { person, browser } = looking;
  await signInByPaper(told, looking);
  mustBe(200, await browser.call('getMyApps'));
  const { sessions } = mustBe(200, await browser.call('getSessions'));
  const sessionId = sessions.find(({ current }) => !current)?.id ?? '';
  mustBe(200, await browser.call('endOneSession', { params: { sessionId } }));
  await signInByPaper(told, looking);
  mustBe(200, await browser.call('endOtherSessions'));
  const { lines } = mustBe(200, await browser.call('getActivity'));
  const lineId = lines.find(({ kind }) => kind === 'sign-in')?.id ?? '';
  mustBe(200, await browser.call('getActivity', { query: { before: lineId } }));
  mustBe(200, await browser.call('disownActivity', { params: { lineId } }));
  mustBe(204, await browser.call('endSession'));

  const token = await freezeTokenMailed(world, person);
  told.note('freeze token', token);
  mustBe(200, await told.browser().call('useFreezeLink', { body: { token } }));
  const message = 'Nothing works, and the word is wardrobe.';
  told.note('what was written to the help desk', message);
  mustBe(204, await told.browser().call('reportProblem', { body: { message } }));
  // The budget of messages is whole again for what comes.
  world.clock.advance(60 * 60_000);
}

async function signInByPaper(told: Told, { person, codes }: LookingAfter): Promise<void> {
  const browser = told.browser();
  const { value } = await browser.choose(await browser.begin(person), 'saved-recovery-code');
  mustBe(200, await browser.verify(value, codes[(value.challenge?.codeNumber ?? 1) - 1]));
}

type Owner = { readonly person: Person; readonly browser: Browser };

/** One that is forgotten by itself, then all others; a sign-in by the password alone between. */
async function rememberBrowsers(world: World, told: Told): Promise<Owner> {
  const person = await world.person({ login: 'remembered', apps: 1 });
  noteOf(told, person);
  const browsers = [told.browser(), told.browser()];
  for (const browser of browsers) {
    world.clock.advance(31_000);
    const { id, challenge } = await browser.begin(person);
    const body = { challengeId: challenge?.id, output: person.code(), remember: true };
    mustBe(200, await browser.call('verifyChallenge', { params: { signInId: id }, body }));
    assert.equal((await told.browser().begin(person)).state, 'second-step');
  }
  const [other, browser] = browsers;
  assert.ok(other && browser);
  assert.equal((await other.begin(person)).state, 'completed');
  const listed = mustBe(200, await browser.call('listRememberedBrowsers'));
  const params = { browserId: listed.browsers[0]?.id ?? '' };
  mustBe(200, await browser.call('forgetRememberedBrowser', { params }));
  mustBe(200, await browser.call('forgetRememberedBrowsers'));
  return { person, browser };
}

async function useAppPasswords(told: Told, { person, browser }: Owner): Promise<void> {
  const body = { name: 'Laptop' };
  const made = mustBe(201, await browser.call('createAppPassword', { body }));
  const { password, appPassword } = made;
  told.note('app password', password);
  told.note('key of a service', SERVICE.key);
  const { login } = person;
  const program = told.browser();
  mustBe(200, await program.call('verifyAppPassword', { body: { login, password } }));
  const clientAddress = '192.0.2.70';
  for (const wrong of ['ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZY', 'my mail password 7']) {
    told.note('a wrong password', wrong);
    const guess = { login, password: wrong, clientAddress };
    mustBe(401, await program.call('verifyAppPassword', { body: guess }));
  }
  const key = 'a-key-of-somewhere-else-0123456789';
  told.note('a wrong key', key);
  const authorization = `Bearer ${key}`;
  const refused = { body: { login, password } };
  mustBe(401, await program.call('verifyAppPassword', refused, { authorization }));
  mustBe(200, await browser.call('listAppPasswords'));
  const params = { appPasswordId: appPassword.id };
  mustBe(200, await browser.call('deleteAppPassword', { params }));
}

/** By its owner, then by a link. */
async function changePasswords(world: World, told: Told): Promise<void> {
  const person = await world.person({ login: 'renewing', apps: 1 });
  noteOf(told, person);
  const browser = told.browser();
  await browser.signIn(person);
  told.note('password', NEW_PASSWORD);
  const next = 'four yellow doors, half open';
  told.note('password', next);
  await browser.call('getSession');
  const wrong = { current: 'my bank password 7', next };
  await browser.call('changePassword', { body: wrong });
  mustBe(200, await browser.call('changePassword', { body: { current: person.password, next } }));
  const stranger = told.browser();
  const asked = countMailed(world, person);
  mustBe(204, await stranger.call('forgotPassword', { body: { login: person.login } }));
  const token = await tokenMailed(world, person, asked);
  told.note('reset token', token);
  const body = { token, password: NEW_PASSWORD };
  await stranger.call('resetPassword', { body: { ...body, password: 'short' } });
  mustBe(204, await stranger.call('resetPassword', { body }));
}

/** Of somebody whose administrator chose the password, and whose last recovery code is used. */
async function doTasks(world: World, told: Told): Promise<void> {
  const person = await world.person({ login: 'tasked', apps: 1, recoveryCodes: 1 });
  noteOf(told, person);
  await orderPasswordChange(world, person);
  const browser = told.browser();
  const begun = await browser.begin(person);
  const chosen = mustBe(200, await browser.choose(begun, 'saved-recovery-code'));
  mustBe(200, await browser.verify(chosen, person.recoveryCodes[0]));
  const params = { signInId: begun.id };
  const password = 'nine silent bicycles, parked';
  told.note('password', password);
  mustBe(200, await browser.call('changePasswordInSignIn', { params, body: { password } }));
  const { codes } = mustBe(201, await browser.call('generateRecoveryCodes'));
  for (const code of codes) told.note('recovery code', code);
  mustBe(200, await browser.call('finishTasks', { params }));
}

/** Wrong passwords, codes and bodies: they are secrets of somewhere else. */
async function goWrong(told: Told, person: Person): Promise<void> {
  const browser = told.browser();
  const wrong = { login: 'my-password-in-the-wrong-field', password: 'my bank password 7' };
  told.note('what was typed for a login', wrong.login);
  told.note('a wrong password', wrong.password);
  await browser.call('beginSignIn', { body: wrong });
  await browser.call('beginSignIn', { body: { ...wrong, login: person.login } });
  await browser.call('beginSignIn', { body: { ...wrong, unknown: wrong.password } });
  const sent = browser.request('beginSignIn', { body: wrong });
  for (const body of [`${sent.body}}`, `{"password":"${wrong.password}"`, wrong.password]) {
    await browser.send({ ...sent, body });
  }
  await browser.send({ ...sent, body: JSON.stringify({ ...wrong, login: 'x'.repeat(70_000) }) });
  await browser.send({ ...sent, headers: { ...sent.headers, 'content-type': 'text/plain' } });
  const query = new URLSearchParams(wrong).toString();
  await browser.send({ ...browser.request('getSession'), path: `/api/v1/session?${query}` });
  await browser.send({ ...browser.request('getSession'), path: `/sign-in?${query}` });
  await browser.send({
    ...browser.request('getSession'),
    path: `/nothing/${wrong.login}?${query}`,
  });
  const authorization = `Bearer ${wrong.password}`;
  const { headers, ...rest } = browser.request('getSession');
  await browser.send({ ...rest, headers: { ...headers, authorization } });
  const begun = await browser.begin(person);
  for (const output of ['135790', { code: '135790' }, wrong.password, '99: ZZZZ-ZZZZ-ZZZZ-ZZZZ']) {
    await browser.verify(begun, output);
  }
}

import type { SignInView } from '../../../packages/contract/src/schemas.ts';
import { makeSoftwareAuthenticator } from '../software-authenticator.ts';
import {
  changePasswords,
  lookAfterAccount,
  rememberBrowsers,
  useAppPasswords,
} from './account-flows.ts';
import type { Browser } from './browser.ts';
import { useDevices } from './device-flows.ts';
import { orderBootstrap, orderPass } from './order.ts';
import { codeOf, codeSpoken, codeTexted, makeNumbers } from './outputs.ts';
import type { Person } from './person.ts';
import { orderPasswordChange } from './reset.ts';
import { workAsStaff } from './staff-flow.ts';
import { mustBe, noteOf, type Told } from './told.ts';
import type { World } from './world.ts';

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
  await workAsStaff(world, told);
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

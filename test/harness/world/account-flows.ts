import assert from 'node:assert/strict';
import { type Browser, SERVICE } from './browser.ts';
import { freezeTokenMailed } from './outputs.ts';
import type { Person } from './person.ts';
import { countMailed, NEW_PASSWORD, tokenMailed } from './reset.ts';
import { mustBe, noteOf, type Told } from './told.ts';
import type { World } from './world.ts';

type LookingAfter = {
  readonly person: Person;
  readonly browser: Browser;
  /** The newest. */
  readonly codes: readonly string[];
};

/** Activity, sessions, the link of a notice, and a word to the help desk. */
export async function lookAfterAccount(
  world: World,
  told: Told,
  looking: LookingAfter,
): Promise<void> {
  const { person, browser } = looking;
  await signInByPaper(told, looking);
  mustBe(200, await browser.call('getMyApps'));
  const { offered } = mustBe(200, await browser.call('getLanguage'));
  mustBe(200, await browser.call('setLanguage', { body: { language: offered[0] } }));
  const { sessions } = mustBe(200, await browser.call('getSessions'));
  const sessionId = sessions.find(({ current }) => !current)?.id ?? '';
  mustBe(200, await browser.call('endOneSession', { params: { sessionId } }));
  await signInByPaper(told, looking);
  mustBe(200, await browser.call('endOtherSessions'));
  const { lines } = mustBe(200, await browser.call('getActivity'));
  const lineId = lines.find(({ kind }) => kind === 'sign-in')?.id ?? '';
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
export async function rememberBrowsers(world: World, told: Told): Promise<Owner> {
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

export async function useAppPasswords(told: Told, { person, browser }: Owner): Promise<void> {
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
export async function changePasswords(world: World, told: Told): Promise<void> {
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

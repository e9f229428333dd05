import assert from 'node:assert/strict';
import type { Browser } from './browser.ts';
import { rowsOf } from './dump.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

export const cookieName = ({ cookies }: Browser): string =>
  [...cookies.keys()]
    .find((name) => name.endsWith('-browser'))
    ?.replace(/browser$/, 'remembered') ?? '';
export const cookieOf = (browser: Browser): string | undefined =>
  browser.cookies.get(cookieName(browser));

/** Signs in by the app with the box ticked; the next time step is another code. */
export async function remember(world: World, person: Person, browser = world.browser()) {
  world.clock.advance(30_000);
  const begun = await browser.begin(person);
  assert.equal(begun.state, 'second-step');
  const { value: signIn } =
    begun.challenge?.option.type === 'totp'
      ? { value: begun }
      : await browser.choose(begun, 'totp');
  const body = { challengeId: signIn.challenge?.id, output: person.code(), remember: true };
  const params = { signInId: signIn.id };
  const done = await browser.call('verifyChallenge', { params, body });
  assert.equal(done.status, 200, done.text);
  return { browser, signIn, done };
}

/** What the right password is answered with in this browser. */
export const stateAfterPassword = async (browser: Browser, person: Person): Promise<string> =>
  (await browser.begin(person)).state;

export const rowsFor = async ({ database }: World, { id }: Person) =>
  (await rowsOf(database, 'remembered_browser')).filter((row) => row['user_id'] === id);

export const ok = async (answer: Promise<{ readonly status: number; readonly text: string }>) => {
  const { status, text } = await answer;
  assert.ok(status < 300, text);
};

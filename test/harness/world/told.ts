import assert from 'node:assert/strict';
import type { EndpointName } from '../../../packages/contract/src/endpoints.ts';
import type { Browser } from './browser.ts';
import type { Known } from './known.ts';
import type { Person } from './person.ts';
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

type Answered = { readonly status: number; readonly text: string };

/** The answer, which has this status. */
export function mustHave<One extends Answered>(status: number, answer: One): One {
  assert.equal(answer.status, status, answer.text);
  return answer;
}

/** What it brings. */
export const mustBe = <Value>(
  status: number,
  answer: Answered & { readonly value: Value },
): Value => mustHave(status, answer).value;

/** What a person has in hand. */
export function noteOf(told: Told, person: Person): void {
  told.note('password', person.password);
  for (const value of Object.values(person.numbers)) told.note('number', value);
  for (const { secret } of person.apps) told.note('seed', secret);
  for (const code of person.recoveryCodes) told.note('recovery code', code);
}

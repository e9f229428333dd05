import assert from 'node:assert/strict';
import { type Answer, type Browser, SERVICE } from './browser.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

/** Printed like an app password, and nobody's. */
export const NOBODYS = 'ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ';

/** Everything of an answer but what differs from request to request by design. */
export const plain = ({ status, headers, text }: Answer<unknown>): unknown => {
  const { 'x-correlation-id': _, date: __, ratelimit: ___, ...rest } = headers;
  const body = text
    .replace(/"correlationId":"[^"]*"/, '')
    .replace(/"timestamp":"[^"]*"/, '')
    .replace(/"retryAfter":\d+/, '');
  return { status, headers: rest, body };
};

export async function create(browser: Browser, name = 'Laptop') {
  const { status, value, text } = await browser.call('createAppPassword', { body: { name } });
  assert.equal(status, 201, text);
  return value;
}

export const listOf = async (browser: Browser) => (await browser.call('listAppPasswords')).value;

type Login = Pick<Person, 'login'>;

/** What a mail server asks with what it was given. */
export const verify = (
  world: World,
  { login }: Login,
  asked: { readonly password: string; readonly clientAddress?: string },
) => world.browser().call('verifyAppPassword', { body: { login, ...asked } });

export const basic = ({ login }: Login, password: string): string =>
  `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;

/** What differs from the usual key of a mail server in one way each. */
export const WRONG_KEYS = {
  none: undefined,
  empty: 'Bearer ',
  wrong: `Bearer ${SERVICE.key.replace('a-', 'b-')}`,
  'cut short': `Bearer ${SERVICE.key.slice(0, -1)}`,
  longer: `Bearer ${SERVICE.key}0`,
  'with its name': `Bearer ${SERVICE.name}=${SERVICE.key}`,
  'another scheme': basic({ login: SERVICE.name }, SERVICE.key),
  bare: SERVICE.key,
};

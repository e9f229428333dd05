import assert from 'node:assert/strict';
import type { Answer, Browser } from './browser.ts';
import { bearer, orderKey } from './key.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

export const RETURN_URL = 'https://pay.example.org/verified?step=2';
export const PURPOSE = 'Payment of 100';

/** A program that may hand people over, and has handed over this one. */
export async function handOver(
  world: World,
  { login }: Pick<Person, 'login'>,
  more: Readonly<Record<string, unknown>> & { readonly returnUrl?: string } = {},
) {
  const { returnUrl = RETURN_URL } = more;
  const { key, name } = await orderKey(world, ['verification'], { returnUrls: [returnUrl] });
  const body = { login, purpose: PURPOSE, clientAddress: '192.0.2.82', returnUrl };
  const begun = await world
    .browser()
    .call('beginHandover', { body: { ...body, ...more } }, bearer(key));
  assert.equal(begun.status, 201, begun.text);
  return { key, name, ...begun.value };
}

export const openLink = (browser: Browser, url: string) =>
  browser.call('openHandover', { body: { token: new URL(url).hash.slice(1) } });

/** Where our page leaves the browser. */
export const leave = (browser: Browser): Promise<Answer<unknown>> =>
  browser.send({ ...browser.request('getSession'), path: '/verify/return' });

/** Opens the link, types the code of the app, and goes back: the address that it comes back to. */
export async function returnFrom(
  { browser: open }: Pick<World, 'browser'>,
  person: Person,
  url: string,
): Promise<URL> {
  const browser = open();
  const opened = await openLink(browser, url);
  assert.equal(opened.status, 200, opened.text);
  const asked =
    opened.value.challenge?.option.type === 'totp'
      ? opened.value
      : (await browser.choose(opened.value, 'totp')).value;
  const proved = await browser.verify(asked, person.code());
  assert.equal(proved.value.returnTo, '/verify/return', proved.text);
  const back = await leave(browser);
  assert.equal(back.status, 303, back.text);
  return new URL(String(back.headers['location']));
}

/** The code that stands in it. */
export const comeBack = async (
  world: Pick<World, 'browser'>,
  person: Person,
  url: string,
): Promise<string> => (await returnFrom(world, person, url)).searchParams.get('code') ?? '';

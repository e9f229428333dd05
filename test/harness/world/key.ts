import assert from 'node:assert/strict';
import type { EndpointName } from '../../../packages/contract/src/endpoints.ts';
import type { Scope } from '../../../packages/contract/src/scopes.ts';
import type { Answer, Browser, Sent } from './browser.ts';
import { administrationOf, ORDER } from './order.ts';
import { requestTo } from './walk.ts';
import type { World } from './world.ts';

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

let made = 0;

/** A key, as the command line would print it. */
export async function orderKey(
  world: World,
  scopes: readonly Scope[],
  more: {
    readonly callsPerMinute?: number;
    readonly days?: number;
    readonly returnUrls?: readonly string[];
  } = {},
): Promise<{ readonly name: string; readonly key: string }> {
  made += 1;
  const name = `key-${made}`;
  const wanted = { name, scopes, days: 30, callsPerMinute: 6000, ...more };
  const created = await administrationOf(world).apiKeys.create(wanted, ORDER);
  assert.ok(created);
  return { name, key: created.key };
}

/** A program: no cookies, no origin, a key. */
export function programOf(world: World, key: string) {
  const browser: Browser = world.browser();
  const requestOf = (name: EndpointName, given: Parameters<typeof requestTo>[2] = {}): Sent => {
    const { headers, ...sent } = requestTo(browser, name, given);
    const { origin: _, cookie: __, 'x-proofup-csrf': ___, ...rest } = headers;
    return { ...sent, headers: { ...rest, ...bearer(key) } };
  };
  const call = (
    name: EndpointName,
    given: Parameters<typeof requestTo>[2] = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<unknown>> => {
    const sent = requestOf(name, given);
    return browser.send({ ...sent, headers: { ...sent.headers, ...headers } });
  };
  return { browser, requestOf, call };
}

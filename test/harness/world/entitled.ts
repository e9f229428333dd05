import type { EndpointName } from '../../../packages/contract/src/endpoints.ts';
import type { Scope } from '../../../packages/contract/src/scopes.ts';
import type { Browser, Sent } from './browser.ts';
import { orderKey, programOf } from './key.ts';
import { endpointOf, type Ids, requestTo } from './walk.ts';
import type { World } from './world.ts';

/** Whoever may call an endpoint: `requestOf` makes a well-formed request, each from another address. */
export type Entitled = {
  readonly browser: Browser;
  readonly requestOf: (given?: Parameters<typeof requestTo>[2]) => Sent;
  /** Also of whom an administrator may act on. */
  readonly ids: Ids;
};

let made = 0;

/** Where an address is counted, a walk of the whole contract must not run into its limits. */
function fromElsewhere(sent: Sent): Sent {
  made += 1;
  const address = `10.${made >> 16}.${(made >> 8) & 255}.${made & 255}`;
  return { ...sent, headers: { ...sent.headers, 'x-forwarded-for': address } };
}

export async function entitledTo(world: World, name: EndpointName): Promise<Entitled> {
  made += 1;
  const { access, scope, path } = endpointOf(name);
  const browser = world.browser();
  const target = await world.person({ login: `target-${made}`, apps: 1 });
  const userId = target.id;
  const from = (ids: Ids) => ({
    browser,
    ids,
    requestOf: (given: Parameters<typeof requestTo>[2] = {}) =>
      fromElsewhere(requestTo(browser, name, { ...given, ids: { ...ids, ...given.ids } })),
  });
  if (access === 'public') return from({});
  if (access === 'service' && name !== 'verifyAppPassword') {
    return ofProgram(world, name, scope ?? 'verification');
  }
  const role = access === 'administration' ? 'owner' : 'user';
  const person = await world.person({ login: `asker-${made}`, role, apps: 1, prefers: 'totp' });
  if (access === 'pre-auth') return from({ signInId: (await browser.begin(person)).id });
  await browser.signIn(person);
  const methodId = person.apps[0]?.id ?? '';
  if (!path.includes('{bindingId}')) return from({ userId, methodId });
  const { value } = await browser.call('bindApp', { body: {} });
  return from({ methodId, bindingId: value.binding.id });
}

async function ofProgram(world: World, name: EndpointName, scope: Scope): Promise<Entitled> {
  const { key } = await orderKey(world, [scope]);
  const program = programOf(world, key);
  return {
    browser: program.browser,
    ids: {},
    requestOf: (given) => fromElsewhere(program.requestOf(name, given)),
  };
}

import assert from 'node:assert/strict';
import type { SignInView } from '../../packages/contract/src/schemas.ts';
import { addDevice, Device } from './device.ts';
import type { StoreUnderTest } from './for-each-store.ts';
import type { Browser } from './world/browser.ts';
import type { Person } from './world/person.ts';
import { makeWorld, type World, type WorldWanted } from './world/world.ts';

const MINUTE = 60_000;

export type Given = { readonly world: World; readonly person: Person; readonly device: Device };

/** Somebody with an app, and a phone that was added a while ago. */
export async function withDevice(
  store: StoreUnderTest,
  use: (given: Given) => Promise<void>,
  wanted: WorldWanted = {},
): Promise<void> {
  const world = await makeWorld(store, wanted);
  try {
    const person = await world.person({ login: 'alex', apps: 1, recoveryCodes: 2, passkeys: [{}] });
    const browser = world.browser();
    await browser.signInByBoth(person);
    const device = new Device(world);
    await addDevice(browser, device);
    world.clock.advance(2 * 60 * MINUTE);
    await use({ world, person, device });
  } finally {
    await world.close();
  }
}

/** Right password, and the request is on the phone. */
export async function ask({
  world,
  person,
}: Given): Promise<{ browser: Browser; signIn: SignInView }> {
  const browser = world.browser();
  const begun = await browser.begin(person);
  const { status, value, text } = await browser.choose(begun, 'push');
  assert.equal(status, 200, text);
  assert.match(value.challenge?.number ?? '', /^[0-9]{3}$/);
  return { browser, signIn: value };
}

export const complete = (browser: Browser, { id }: SignInView) =>
  browser.call('completeSignIn', { params: { signInId: id } });

export const read = (browser: Browser, { id }: SignInView) =>
  browser.call('getSignIn', { params: { signInId: id } });

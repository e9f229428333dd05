import assert from 'node:assert/strict';
import * as client from 'openid-client';
import { addDevice, Device } from '../device.ts';
import { discover, register } from '../oidc/peer.ts';
import type { Browser } from './browser.ts';
import type { Known } from './known.ts';
import { orderAppPassword, orderPass } from './order.ts';
import { codeSpoken, codeTexted, type NewNumber } from './outputs.ts';
import type { Person } from './person.ts';
import type { Ids } from './walk.ts';
import type { World } from './world.ts';

/** People whose secrets are good at this moment, and what they are. */
export type Armed = {
  readonly known: readonly Known[];
  /** Of each of them, for the paths of requests about them. */
  readonly subjects: readonly Ids[];
  /** Whether every one of the secrets would still be taken. */
  readonly isLive: () => Promise<boolean>;
};

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const MINUTE = 60_000;
/** Of requests to phones: the first of an hour is put to them at once. */
const HOUR = 60 * MINUTE;

let made = 0;
const nextLogin = (): string => `live-${(made += 1)}`;

/**
 * A code by text, one by call, a number on a phone, the seed of an app that is being added, recovery
 * codes, a pass, a password of a program, and the codes of a device that waits: all at once.
 */
export async function armSecrets(world: World, newNumber: NewNumber): Promise<Armed> {
  world.clock.advance(HOUR);
  const [device, texted, called, enrolling, passed] = [
    await onTheirPhone(world),
    await byText(world, newNumber),
    await byCall(world, newNumber),
    await addingAnApp(world),
    await withAPass(world),
  ];
  const codes = await codesOfADevice(world);
  const all = [device, texted, called, enrolling, passed];
  return {
    known: [...all.flatMap(({ known }) => known), ...codes],
    subjects: all.map(({ ids }) => ids),
    isLive: () => areLive(world, all),
  };
}

type Arm = { readonly ids: Ids; readonly person: Person; readonly known: readonly Known[] };

/** What a sign-in, an addition or a pass hangs on is as it was. */
async function areLive(world: World, arms: readonly Arm[]): Promise<boolean> {
  const checks = [isUsable, hasItsMethods, isAsked, isBeingAdded];
  for (const arm of arms) {
    for (const check of checks) if (!(await check(world, arm))) return false;
  }
  return true;
}

type Check = (world: World, arm: Arm) => Promise<boolean>;

const isUsable: Check = async ({ database }, { person }) => {
  const user = await database.stores.users.find(person.id);
  return user?.active === true && user.blockedUntil === undefined;
};

const hasItsMethods: Check = async ({ database }, { person }) => {
  const bound = await database.stores.authenticators.list(person.id);
  const has = (wanted: string) => bound.some(({ kind }) => kind === wanted);
  return has('totp') && (person.recoveryCodes.length === 0 || has('temporary-access-pass'));
};

const isAsked: Check = async ({ database }, { ids: { signInId } }) => {
  if (signInId === undefined) return true;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ids of the contract are the store's
  return (await database.stores.challenges.latestFor(signInId as never))?.state === 'live';
};

const isBeingAdded: Check = async ({ database }, { ids: { bindingId } }) => {
  if (bindingId === undefined) return true;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return (await database.stores.bindings.find(bindingId as never))?.state === 'pending';
};

const idOf = async (world: World, { id }: Person, kind: string): Promise<string> =>
  (await world.database.stores.authenticators.list(id)).find((one) => one.kind === kind)?.id ?? '';

async function signedIn(world: World, person: Person): Promise<Browser> {
  const browser = world.browser();
  await browser.signIn(person);
  return browser;
}

async function onTheirPhone(world: World): Promise<Arm> {
  const person = await world.person({ login: nextLogin(), apps: 1 });
  await addDevice(await signedIn(world, person), new Device(world));
  for (;;) {
    world.clock.advance(HOUR);
    const browser = world.browser();
    const { value } = await browser.choose(await browser.begin(person), 'push');
    const number = value.challenge?.number ?? '';
    // Three digits count much else; as a value of its own it has quotation marks.
    if (!/^[1356789][1-9][1-9]$/.test(number)) continue;
    const methodId = await idOf(world, person, 'device');
    const ids = { userId: person.id, signInId: value.id, methodId };
    return { ids, person, known: [{ what: 'number', value: JSON.stringify(number) }] };
  }
}

async function byText(world: World, newNumber: NewNumber): Promise<Arm> {
  const mobile = newNumber();
  const person = await world.person({
    login: nextLogin(),
    phones: { mobile },
    apps: 1,
    prefers: 'text',
  });
  const { id: signInId } = await world.browser().begin(person);
  const code = await codeTexted(world, mobile);
  const methodId = await idOf(world, person, 'phone');
  const ids = { userId: person.id, signInId, methodId };
  return { ids, person, known: [{ what: 'code by text', value: code }, ...seedsOf(person)] };
}

async function byCall(world: World, newNumber: NewNumber): Promise<Arm> {
  const mobile = newNumber();
  const person = await world.person({
    login: nextLogin(),
    phones: { mobile },
    apps: 1,
    prefers: 'totp',
  });
  const browser = world.browser();
  const begun = await browser.begin(person);
  const { value, status, text } = await browser.choose(begun, 'spoken-code');
  assert.equal(status, 200, text);
  const code = await codeSpoken(world, mobile);
  const ids = { userId: person.id, signInId: value.id };
  return { ids, person, known: [{ what: 'code by call', value: code }, ...seedsOf(person)] };
}

async function addingAnApp(world: World): Promise<Arm> {
  const person = await world.person({ login: nextLogin(), apps: 1 });
  const browser = await signedIn(world, person);
  const { value, status, text } = await browser.call('bindApp', { body: {} });
  assert.equal(status, 201, text);
  const ids = { userId: person.id, bindingId: value.binding.id };
  const seed = value.secret.replaceAll(/\s/g, '');
  return { ids, person, known: [{ what: 'seed on its way', value: seed }, ...seedsOf(person)] };
}

async function withAPass(world: World): Promise<Arm> {
  const person = await world.person({ login: nextLogin(), apps: 1, recoveryCodes: 10 });
  const pass = await orderPass(world, person);
  const appPassword = await orderAppPassword(world, person);
  const methodId = await idOf(world, person, 'saved-recovery-codes');
  return {
    ids: { userId: person.id, methodId },
    person,
    known: [
      { what: 'pass', value: pass },
      { what: 'app password', value: appPassword },
      { what: 'password', value: person.password },
      ...person.recoveryCodes.map((value) => ({ what: 'recovery code', value })),
      ...seedsOf(person),
    ],
  };
}

const seedsOf = ({ apps }: Person): readonly Known[] =>
  apps.map(({ secret }) => ({ what: 'seed', value: secret }));

async function codesOfADevice(world: World): Promise<readonly Known[]> {
  const metadata = { redirectUris: [], grantTypes: [DEVICE_GRANT] } as const;
  const config = await discover(world, await register(world, { metadata }));
  const begun = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
  return [
    { what: 'code that a device shows', value: begun.user_code },
    { what: 'code of a device', value: begun.device_code },
  ];
}

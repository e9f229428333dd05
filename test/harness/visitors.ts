import assert from 'node:assert/strict';
import { addDevice, Device } from './device.ts';
import type { Browser } from './world/browser.ts';
import { giveToken, type TokenInHand } from './world/hardware-token.ts';
import { orderPass } from './world/order.ts';
import { makeNumbers, type NewNumber } from './world/outputs.ts';
import type { Person } from './world/person.ts';
import type { World } from './world/world.ts';

export type VisitorKind = 'member' | 'newcomer' | 'stranger' | 'key-holder' | 'phone-holder';

/** Who stands in front of a door, and with what in hand. */
export type Visitor = {
  readonly world: World;
  readonly person: Person;
  /** Signed in for doors behind a session; in a set-up for the doors of a set-up. */
  readonly browser: Browser;
  /** As printed; where the person was given one. */
  readonly pass: string | undefined;
  /** Where the person was given one. */
  readonly token: TokenInHand | undefined;
  readonly newNumber: NewNumber;
  /** With the authenticator, where the person has one. */
  readonly phone?: Device;
};

/** Makes people who can stand in front of every door there is for them, and brings them there. */
export function makeVisitors(world: World) {
  const newNumber = makeNumbers();
  let made = 0;
  const nextLogin = (kind: string) => `${kind}${(made += 1)}`;

  const people = {
    /** Two phones, an app, a hardware token, recovery codes and a pass; a browser that is signed in. */
    member: async (): Promise<Visitor> => {
      const person = await world.person({
        login: nextLogin('member'),
        phones: { mobile: newNumber(), alternate: newNumber() },
        apps: 1,
        recoveryCodes: 10,
        prefers: 'totp',
      });
      const browser = world.browser();
      await browser.signIn(person);
      const token = await giveToken(world, person);
      const pass = await orderPass(world, person);
      return { world, person, browser, pass, token, newNumber };
    },
    /** A passkey, an app and codes; a browser that is signed in by the passkey. */
    keyHolder: async (): Promise<Visitor> => {
      const person = await world.person({
        login: nextLogin('holder'),
        apps: 1,
        passkeys: [{}],
        recoveryCodes: 10,
        prefers: 'totp',
      });
      const browser = world.browser();
      assert.equal((await browser.signInByBoth(person)).status, 200);
      return { world, person, browser, pass: undefined, token: undefined, newNumber };
    },
    /** An app and a phone with the authenticator; a browser that is signed in. */
    phoneHolder: async (): Promise<Visitor> => {
      const person = await world.person({ login: nextLogin('phoneholder'), apps: 1 });
      const browser = world.browser();
      await browser.signIn(person);
      const phone = new Device(world);
      await addDevice(browser, phone);
      return { world, person, browser, pass: undefined, token: undefined, newNumber, phone };
    },
    /** A password and nothing else; a browser in the set-up. */
    newcomer: async (): Promise<Visitor> => {
      const person = await world.person({ login: nextLogin('newcomer') });
      const browser = world.browser();
      assert.equal((await browser.begin(person)).state, 'set-up');
      return { world, person, browser, pass: undefined, token: undefined, newNumber };
    },
  };
  return {
    newNumber,
    ...people,
    /** Whoever may stand in front of this door. */
    of: ({ visitor }: { readonly visitor: VisitorKind }): Promise<Visitor> => {
      if (visitor === 'newcomer') return people.newcomer();
      if (visitor === 'phone-holder') return people.phoneHolder();
      return visitor === 'key-holder' ? people.keyHolder() : people.member();
    },
  };
}

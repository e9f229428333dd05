import assert from 'node:assert/strict';
import {
  makeSoftwareAuthenticator,
  type SoftwareAuthenticatorWanted,
  type Switches,
} from '../software-authenticator.ts';
import type { Browser } from './browser.ts';
import { rowsOf } from './dump.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

type Adding = {
  readonly wanted?: Partial<SoftwareAuthenticatorWanted>;
  readonly switched?: Partial<Switches>;
};

/** People with passkeys (and an app), and what is stored and recorded of them. */
export function makeHolders(world: () => World) {
  let made = 0;
  return {
    make: (...passkeys: readonly Partial<SoftwareAuthenticatorWanted>[]) => {
      made += 1;
      return world().person({ login: `holder-${made}`, apps: 1, passkeys, prefers: 'passkey' });
    },

    /** A browser that signed in by password and passkey. */
    signedIn: async (person: Person): Promise<Browser> => {
      const browser = world().browser();
      const { status, text } = await browser.signInByBoth(person);
      assert.equal(status, 200, text);
      return browser;
    },

    /** Adds a passkey of a new authenticator; `submit` sends the same answer again. */
    add: async (browser: Browser, { wanted = {}, switched = {} }: Adding = {}) => {
      const { value, status, text } = await browser.call('bindPasskey', { body: {} });
      assert.equal(status, 201, text);
      const authenticator = makeSoftwareAuthenticator({ origin: world().publicUrl, ...wanted });
      const output = authenticator.register(value.publicKey, switched);
      const params = { bindingId: value.binding.id };
      const submit = () => browser.call('confirmBinding', { params, body: { output } });
      return { authenticator, output, submit, answer: await submit() };
    },

    /** The audit log's refusals of this person's passkeys: event and reason. */
    refusalsOf: async ({ id }: Person): Promise<readonly string[]> =>
      (await world().audit())
        .filter(({ event, actor }) => event.startsWith('webauthn.') && actor?.id === id)
        .map(({ event, reason }) => `${event} ${reason}`),

    /** The stored signature counter of the person's first passkey. */
    counterOf: async ({ passkeys: [passkey] }: Person): Promise<unknown> => {
      const rows = await rowsOf(world().database, 'authenticator');
      return rows.find(({ id }) => id === passkey?.id)?.['last_counter'];
    },
  };
}

import type { Role } from '../../../apps/server/src/domain/role.ts';
import type { Browser } from './browser.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

export type SignedIn = { readonly person: Person; readonly browser: Browser };

/** Each time somebody new of that role, with an app, signed in. */
export function makeSignedIn(worldOf: () => World): (role: Role) => Promise<SignedIn> {
  let made = 0;
  return async (role) => {
    made += 1;
    const world = worldOf();
    const person = await world.person({ login: `${role}-${made}`, role, apps: 1 });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  };
}

import { after, before } from 'node:test';
import type { StoreUnderTest } from '../for-each-store.ts';
import type { Browser } from '../world/browser.ts';
import type { Person, PersonWanted } from '../world/person.ts';
import { makeWorld, type World, type WorldWanted } from '../world/world.ts';
import { pretendItIs } from './time.ts';

export type Somebody = { readonly person: Person; readonly browser: Browser };

/** A world of its own for a suite, with people who are signed in. */
export function useProvider(store: StoreUnderTest, wanted: WorldWanted = {}) {
  let world: World;
  let time: ReturnType<typeof pretendItIs>;
  let made = 0;
  before(async () => {
    world = await makeWorld(store, wanted);
    time = pretendItIs(world);
  });
  after(async () => {
    time.end();
    await world.close();
  });

  async function somebody(more: Partial<PersonWanted> = {}): Promise<Somebody> {
    const person = await world.person({ login: `kim${(made += 1)}`, apps: 1, ...more });
    return { person, browser: world.browser() };
  }
  return {
    world: () => world,
    time: () => time,
    somebody,
    signedIn: async (more: Partial<PersonWanted> = {}): Promise<Somebody> => {
      const one = await somebody(more);
      await one.browser.signIn(one.person);
      return one;
    },
  };
}

import { after, before } from 'node:test';
import type { StoreUnderTest } from '../for-each-store.ts';
import type { Person, PersonWanted } from '../world/person.ts';
import { makeWorld, type World, type WorldWanted } from '../world/world.ts';
import { type EntraPerson, type EntraStandIn, makeEntraPerson, startEntra } from './stand-in.ts';
import { type Connected, connect } from './visit.ts';

type Setting = {
  readonly world: World;
  readonly entra: EntraStandIn;
  readonly contoso: Connected;
};

/** The same person here and there. */
type Somebody = { readonly person: Person; readonly there: EntraPerson };

/** A world with one tenant for a suite, told to `use` when it is there; what comes back makes people of it. */
export function useEntra(
  store: StoreUnderTest,
  wanted: WorldWanted,
  use: (setting: Setting) => void,
): (more?: Partial<PersonWanted>) => Promise<Somebody> {
  let setting: Setting;
  let made = 0;
  before(async () => {
    const world = await makeWorld(store, wanted);
    const entra = await startEntra();
    setting = { world, entra, contoso: await connect(world, entra) };
    use(setting);
  });
  after(async () => {
    await setting.world.close();
    await setting.entra.close();
  });
  return async (more = {}) => {
    const login = `kim${(made += 1)}@contoso.example`;
    const person = await setting.world.person({ login, apps: 1, ...more });
    return { person, there: makeEntraPerson(login) };
  };
}

import { after, before } from 'node:test';
import type { StoreUnderTest } from '../for-each-store.ts';
import type { Browser } from './browser.ts';
import type { Person, PersonWanted } from './person.ts';
import { makeWorld, type World, type WorldWanted } from './world.ts';

export const REASON = 'lost the phone, called back';
export const KNOWN = { reason: REASON, callerVerifiedBy: 'known voice' } as const;

/** A world of its own for a suite, with a help desk in it. */
export function useDesk(store: StoreUnderTest, config: WorldWanted['config'] = {}) {
  let made: World | undefined;
  let people = 0;
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    made = await makeWorld(store, { nodes, phones: true, config });
  });
  after(async () => made?.close());
  const world = (): World => {
    if (made === undefined) throw new Error('no world yet');
    return made;
  };
  const somebody = (wanted: Partial<PersonWanted> = {}): Promise<Person> => {
    people += 1;
    return world().person({ login: `person-${people}`, apps: 1, ...wanted });
  };
  const signedIn = async (wanted: Partial<PersonWanted>) => {
    const person = await somebody(wanted);
    const browser = world().browser();
    await browser.signIn(person);
    return { person, browser };
  };
  return { world, somebody, signedIn, onDesk: () => signedIn({ role: 'help-desk' }) };
}

export const issuePass = (
  browser: Browser,
  { id }: Person,
  body: Readonly<Record<string, unknown>>,
) => browser.call('issuePass', { params: { userId: id }, body: { reason: REASON, ...body } });

export const issueBypass = (browser: Browser, { id }: Person) =>
  browser.call('issueBypass', { params: { userId: id }, body: KNOWN });

export const confirmNumber = (browser: Browser, checkId: string, number: string) =>
  browser.call('confirmCallerNumber', { params: { checkId }, body: { number } });

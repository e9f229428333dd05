import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from './person.ts';
import type { World } from './world.ts';

/** One that nobody in these tests has to begin with. */
export const NEW_PASSWORD = 'seven purple lanterns, unlit';

const LINK = /\/reset-password#([\w-]+)/;

const tokensOf = ({ sink }: World, { email }: Person): readonly string[] =>
  sink
    .mails(email)
    .toSorted((a, b) => a.sequence - b.sequence)
    .flatMap(({ text }) => LINK.exec(text)?.slice(1, 2) ?? []);

/** How many links were mailed to this person so far. */
export const countMailed = (world: World, person: Person): number => tokensOf(world, person).length;

/** The token in the link that comes after so many. */
export async function tokenMailed(world: World, person: Person, after: number): Promise<string> {
  for (;;) {
    const token = tokensOf(world, person)[after];
    if (token !== undefined) return token;
    await sleep(5);
  }
}

/** Asks for a link, by any name there is or is not; the answer, once it was written down. */
export async function forget(world: World, login: string, browser = world.browser()) {
  const before = await countAsked(world);
  const answer = await browser.call('forgotPassword', { body: { login } });
  while (answer.status === 204 && (await countAsked(world)) === before) await sleep(5);
  return answer;
}

/** Also those that bring no link are written down. */
const countAsked = async (world: World): Promise<number> =>
  (await world.audit('password_reset.requested')).length;

/** Asks for a link and waits for the mail; the token in it. */
export async function askForReset(world: World, person: Person): Promise<string> {
  const before = countMailed(world, person);
  assert.equal((await forget(world, person.login)).status, 204);
  return tokenMailed(world, person, before);
}

/** As after an administrator's reset, with the same password: its owner chooses another. */
export const orderPasswordChange = async ({ database, hasher }: World, person: Person) => {
  const hash = await hasher.hash(person.password);
  await database.transact('fact', (tx) =>
    tx.users.replacePassword(person.id, { hash, mustChange: true }),
  );
};

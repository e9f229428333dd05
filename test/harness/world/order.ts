import assert from 'node:assert/strict';
import {
  type Administration,
  makeAdministration,
} from '../../../apps/server/src/cli/administration.ts';
import {
  APP_PASSWORD_LENGTH,
  printCode,
  randomCode,
} from '../../../apps/server/src/crypto/random-code.ts';
import { makeTokens } from '../../../apps/server/src/crypto/tokens.ts';
import { makeIdSource } from '../../../apps/server/src/crypto/uuid-v7.ts';
import type { AppPasswordId } from '../../../apps/server/src/domain/ids.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

export const ORDER = { operator: 'test', reason: 'a test' } as const;

/** What the command line can do, under the test's clock. */
export const administrationOf = (world: World): Administration =>
  makeAdministration(world, world.clock.now);

/** The token of a fresh link for the first administrator, as the command line would print it. */
export async function orderBootstrap(world: World): Promise<string> {
  const created = await administrationOf(world).createBootstrapLink(ORDER);
  assert.ok(created.kind === 'created');
  return new URL(created.link).hash.slice(1);
}

/** Another mail address, as the command line would give it. */
export async function orderEmail(world: World, person: Person, email: string): Promise<void> {
  const outcome = await administrationOf(world).setEmail({ user: person, email }, ORDER);
  assert.equal(outcome.kind, 'changed');
}

/** A password that the command line makes; its owner has to choose another. */
export async function orderPassword(world: World, { id, login }: Person): Promise<string> {
  const user = { id, login, state: 'enforced' } as const;
  const outcome = await administrationOf(world).resetPassword({ user, password: undefined }, ORDER);
  assert.ok(outcome.kind === 'reset' && outcome.password !== undefined);
  return outcome.password;
}

/** A temporary access pass, as it is printed. */
export async function orderPass(world: World, { id }: Person): Promise<string> {
  const issued = await administrationOf(world).issuePass({ userId: id, minutes: 60 }, ORDER);
  assert.ok(issued.kind === 'issued');
  return issued.pass;
}

/** A password for a program, as it is printed, straight into the store. */
export async function orderAppPassword(world: World, { id: userId }: Person): Promise<string> {
  const password = randomCode(APP_PASSWORD_LENGTH);
  const createdAt = world.clock.now();
  await world.database.transact('fact', (tx) =>
    tx.appPasswords.insert(
      {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
        id: makeIdSource(world.clock.now)() as AppPasswordId,
        userId,
        name: 'Laptop',
        createdAt,
        hash: makeTokens(world.keyRing).hash('app-password', password),
      },
      40,
    ),
  );
  return printCode(password);
}

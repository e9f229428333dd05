import assert from 'node:assert/strict';
import { makeCreateBootstrapLink } from '../../../apps/server/src/administration/create-bootstrap-link.ts';
import { makeIssuePass } from '../../../apps/server/src/administration/issue-pass.ts';
import {
  APP_PASSWORD_LENGTH,
  printCode,
  randomCode,
} from '../../../apps/server/src/crypto/random-code.ts';
import { makeTokens } from '../../../apps/server/src/crypto/tokens.ts';
import { makeIdSource } from '../../../apps/server/src/crypto/uuid-v7.ts';
import { makeNotices } from '../../../apps/server/src/notices/enqueue.ts';
import type { Stores } from '../../../apps/server/src/sql/stores.ts';
import type { AppPasswordId } from '../../../apps/server/src/domain/ids.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

const ORDER = { operator: 'test', reason: 'a test' } as const;

/** The token of a fresh link for the first administrator, as the command line would print it. */
export async function orderBootstrap({
  database,
  keyRing,
  publicUrl,
  clock,
}: World): Promise<string> {
  const create = makeCreateBootstrapLink({
    transact: database.transact,
    tokens: makeTokens(keyRing),
    publicUrl,
    clock: clock.now,
  });
  const created = await create(ORDER);
  assert.ok(created.kind === 'created');
  return new URL(created.link).hash.slice(1);
}

/** A temporary access pass, as it is printed. */
export async function orderPass(world: World, { id }: Person): Promise<string> {
  const { database, hasher, clock } = world;
  const ids = makeIdSource(clock.now);
  const notices = makeNotices({
    organisation: 'Example Organisation',
    helpContact: 'Call us.',
    ids,
    reach: { mail: true, text: true },
  });
  const { transact } = database;
  const issue = makeIssuePass<Stores>({ transact, notices, hasher, ids, clock: clock.now });
  const issued = await issue({ userId: id, minutes: 60 }, ORDER);
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

import assert from 'node:assert/strict';
import { makeClearMethods } from '../../../apps/server/src/administration/clear-methods.ts';
import { makeCreateBootstrapLink } from '../../../apps/server/src/administration/create-bootstrap-link.ts';
import { makeIssuePass } from '../../../apps/server/src/administration/issue-pass.ts';
import { makeResetPassword } from '../../../apps/server/src/administration/reset-password.ts';
import { makeSetEmail } from '../../../apps/server/src/administration/set-email.ts';
import { makeTokens } from '../../../apps/server/src/crypto/tokens.ts';
import { makeIdSource } from '../../../apps/server/src/crypto/uuid-v7.ts';
import { makeReplacePassword } from '../../../apps/server/src/directory/replace-password.ts';
import { loginKey } from '../../../apps/server/src/directory/login-key.ts';
import { NO_PLACES } from '../../../apps/server/src/domain/places.ts';
import { makeNotices } from '../../../apps/server/src/notices/enqueue.ts';
import type { Stores } from '../../../apps/server/src/sql/stores.ts';
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

/** Another mail address, as the command line would give it. */
export async function orderEmail(world: World, person: Person, email: string): Promise<void> {
  const { database, clock } = world;
  const set = makeSetEmail<Stores>({
    transact: database.transact,
    notices: makeTestNotices(world, makeIdSource(clock.now)),
    loginKey,
    waitHours: 24,
    clock: clock.now,
  });
  assert.equal((await set({ user: person, email }, ORDER)).kind, 'changed');
}

/** A password that the command line makes; its owner has to choose another. */
export async function orderPassword(world: World, { id, login }: Person): Promise<string> {
  const { database, hasher, clock } = world;
  const notices = makeTestNotices(world, makeIdSource(clock.now));
  const reset = makeResetPassword<Stores>({
    transact: database.transact,
    hasher,
    replacePassword: makeReplacePassword<Stores>({ notices }),
    clock: clock.now,
  });
  const user = { id, login, state: 'enforced' } as const;
  const outcome = await reset({ user, password: undefined }, ORDER);
  assert.ok(outcome.kind === 'reset' && outcome.password !== undefined);
  return outcome.password;
}

const makeTestNotices = ({ publicUrl, keyRing }: World, ids: () => string) =>
  makeNotices({
    publicUrl,
    placeOf: NO_PLACES,
    tokens: makeTokens(keyRing),
    organisation: 'Example Organisation',
    helpContact: 'Call us.',
    ids,
    reach: { mail: true, text: true },
  });

/** What `proofup user clear --allow-password` does. */
export async function orderClear(world: World, { id }: Person): Promise<void> {
  const { database, clock } = world;
  const { transact } = database;
  const notices = makeTestNotices(world, makeIdSource(clock.now));
  const clear = makeClearMethods<Stores>({ transact, notices, clock: clock.now });
  const cleared = await clear({ userId: id, registration: 'password' }, ORDER);
  assert.equal(cleared.kind, 'cleared');
}

/** A temporary access pass, as it is printed. */
export async function orderPass(world: World, { id }: Person): Promise<string> {
  const { database, hasher, clock } = world;
  const ids = makeIdSource(clock.now);
  const notices = makeTestNotices(world, ids);
  const { transact } = database;
  const issue = makeIssuePass<Stores>({ transact, notices, hasher, ids, clock: clock.now });
  const issued = await issue({ userId: id, minutes: 60 }, ORDER);
  assert.ok(issued.kind === 'issued');
  return issued.pass;
}

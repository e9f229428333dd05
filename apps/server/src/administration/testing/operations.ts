import assert from 'node:assert/strict';
import { makeKeyRing } from '#crypto/key-ring.ts';
import { makeTokens } from '#crypto/tokens.ts';
import { makeIdSource } from '#crypto/uuid-v7.ts';
import { makeReplacePassword } from '#directory/replace-password.ts';
import { loginKey, loginKeysOf } from '#directory/login-key.ts';
import type { UserId } from '#domain/ids.ts';
import type { User } from '#domain/user.ts';
import type { Notice, Notices } from '#notices/ports.ts';
import type { Database } from '#sql/open-database.ts';
import type { Stores } from '#sql/stores.ts';
import { NOW } from '#sql/testing/fixtures.ts';
import { makeAddUser } from '../add-user.ts';
import { makeBlock } from '../block.ts';
import { makeClaimBootstrap } from '../claim-bootstrap.ts';
import { makeClearMethods } from '../clear-methods.ts';
import { makeCreateBootstrapLink } from '../create-bootstrap-link.ts';
import { makeDeleteAppPasswords } from '../delete-app-passwords.ts';
import { makeForgetBrowsersOf } from '../forget-browsers.ts';
import { makeImportPeople } from '../import-people.ts';
import { makeChangeState } from '../import-states.ts';
import { makeIssuePass } from '../issue-pass.ts';
import { makeResetPassword } from '../reset-password.ts';
import { makeRevokeSessions } from '../revoke-sessions.ts';
import { makeSetEmail } from '../set-email.ts';
import { makeSetRole } from '../set-role.ts';
import { makeSetState } from '../set-state.ts';
import { makeUnblock } from '../unblock.ts';

export const ORDER = { operator: 'op', reason: 'because it was asked for' };
const clock = () => NOW;

/** Every operation on one database, with a clock that stands still and a hash that costs nothing. */
export function operations(database: Database) {
  const { transact, stores } = database;
  const told: (Notice & { readonly numbers: readonly string[] })[] = [];
  const notices: Notices<Stores> = {
    enqueue: async (tx, notice) => {
      const numbers = await tx.authenticators.numbersOf(notice.userId);
      told.push({ ...notice, numbers: numbers.map(({ e164 }) => e164) });
    },
  };
  const ids = makeIdSource(clock);
  const tokens = makeTokens(makeKeyRing(NOW));
  const hasher = { hash: async (password: string) => `hash of ${password}` };
  const replacePassword = makeReplacePassword<Stores>({ notices });
  const acting = {
    transact,
    notices,
    hasher,
    ids,
    clock,
    twoPersons: 'managers' as const,
    reusablePasses: true,
  };
  const add = makeAddUser({ transact, hasher, loginKeysOf, ids, clock });
  const setState = makeSetState({ transact, clock });
  return {
    told,
    database,
    addUser: add,
    setState,
    clear: makeClearMethods({ ...acting, alarm: { ids, mailTo: 'desk@example.org' } }),
    setRole: makeSetRole(acting),
    block: makeBlock(acting),
    unblock: makeUnblock(acting),
    issuePass: makeIssuePass(acting),
    revoke: makeRevokeSessions(acting),
    resetPassword: makeResetPassword({ ...acting, replacePassword }),
    forgetBrowsers: makeForgetBrowsersOf(acting),
    deleteAppPasswords: makeDeleteAppPasswords(acting),
    setEmail: makeSetEmail({ transact, notices, loginKey, waitHours: 24, clock }),
    importPeople: makeImportPeople({
      users: stores.users,
      loginKey,
      addUser: add,
      changeState: makeChangeState({ setState }),
    }),
    link: makeCreateBootstrapLink({ transact, tokens, publicUrl: 'https://x.example', clock }),
    claim: makeClaimBootstrap({ transact, tokens, hasher, loginKeysOf, ids, clock }),
  };
}

export type Operations = ReturnType<typeof operations>;

export async function userOf({ database }: Operations, id: UserId): Promise<User> {
  const user = await database.stores.users.find(id);
  assert.ok(user);
  return user;
}

import { makeAddUser } from '#administration/add-user.ts';
import { makeChangeApiKeys } from '#administration/change-api-keys.ts';
import { makeChangeApplications } from '#administration/change-applications.ts';
import { makeChangeGroups } from '#administration/change-groups.ts';
import { makeChangeRelyingParties } from '#administration/change-relying-parties.ts';
import { makeBlock } from '#administration/block.ts';
import { makeClearMethods } from '#administration/clear-methods.ts';
import { makeCloseCase } from '#administration/close-case.ts';
import { makeCreateBootstrapLink } from '#administration/create-bootstrap-link.ts';
import { makeDeleteAppPasswords } from '#administration/delete-app-passwords.ts';
import { makeForgetBrowsersOf } from '#administration/forget-browsers.ts';
import { makeImportPeople } from '#administration/import-people.ts';
import { makeChangeState, makeImportStates } from '#administration/import-states.ts';
import { makeImportTokens } from '#administration/import-tokens.ts';
import { makeIssuePass } from '#administration/issue-pass.ts';
import { makeReadCase } from '#administration/read-case.ts';
import { makeResetPassword } from '#administration/reset-password.ts';
import { makeRevokeSessions } from '#administration/revoke-sessions.ts';
import { makeSetEmail } from '#administration/set-email.ts';
import { makeSetPolicy } from '#administration/set-policy.ts';
import { makeSetRole } from '#administration/set-role.ts';
import { makeSetScope } from '#administration/set-scope.ts';
import { makeSetState } from '#administration/set-state.ts';
import { makeUnblock } from '#administration/unblock.ts';
import { makeTokens } from '#crypto/tokens.ts';
import { makeIdSource } from '#crypto/uuid-v7.ts';
import { loginKey, loginKeysOf } from '#directory/login-key.ts';
import { makePasswordHasher } from '#directory/password-hasher.ts';
import { makeReplacePassword } from '#directory/replace-password.ts';
import { wayToTell } from '#domain/policy.ts';
import { NO_PLACES } from '#domain/places.ts';
import type { Clock } from '#domain/write.ts';
import { makeNotices } from '#notices/enqueue.ts';
import type { Notices } from '#notices/ports.ts';
import type { LivePolicy } from '#policy/ports.ts';
import type { Stores } from '#sql/stores.ts';
import { readPolicy } from '../app/live-policy.ts';
import type { Installation } from './installation.ts';

export type Administration = ReturnType<typeof makeAdministration>;

const systemClock: Clock = () => new Date();

/** What operators can do, on one installation. */
export function makeAdministration(
  { config, keyRing, database }: Installation,
  clock: Clock = systemClock,
) {
  const { transact, stores, signals } = database;
  const ids = makeIdSource(clock);
  const tokens = makeTokens(keyRing);
  const hasher = makePasswordHasher({ cost: config.passwordHash, concurrency: 1, queueLimit: 100 });
  const { organisation, helpContact, publicUrl } = config;
  const naming = { organisation, helpContact, publicUrl };
  // The simulator of an evaluation is known to the server alone, which sends what is queued here.
  const isEvaluation = config.mode === 'evaluation';
  const reach = {
    mail: isEvaluation || config.smtp !== undefined,
    text: isEvaluation || config.carrier !== undefined,
  };
  const notices: Notices<Stores> = makeNotices<Stores>({
    ...naming,
    placeOf: NO_PLACES,
    ids,
    tokens,
    reach,
    wayOf: async (id, tx) => wayToTell(await readPolicy(config, tx), id),
  });

  const replacePassword = makeReplacePassword<Stores>({ notices });
  const acting = { transact, notices, hasher, ids, clock, ...config.helpDesk };
  return {
    ...importing({ ...acting, ...stores }),
    setRole: makeSetRole(acting),
    groups: makeChangeGroups(acting),
    setScope: makeSetScope(acting),
    setPolicy: (policy: LivePolicy) => makeSetPolicy({ transact, signals, policy, clock }),
    clearMethods: makeClearMethods({ ...acting, alarm: { ids, mailTo: config.casesMailTo } }),
    block: makeBlock(acting),
    unblock: makeUnblock(acting),
    issuePass: makeIssuePass(acting),
    readCase: makeReadCase({ transact, clock }),
    closeCase: makeCloseCase({ transact, clock }),
    revokeSessions: makeRevokeSessions(acting),
    resetPassword: makeResetPassword({ ...acting, replacePassword }),
    forgetBrowsers: makeForgetBrowsersOf(acting),
    deleteAppPasswords: makeDeleteAppPasswords(acting),
    setEmail: makeSetEmail({
      transact,
      notices,
      loginKey,
      waitHours: config.recovery.waitHours,
      clock,
    }),
    apiKeys: makeChangeApiKeys({
      transact,
      reserved: config.appPasswords.serviceKeys.map(({ name }) => name),
      tokens,
      clock,
    }),
    applications: makeChangeApplications({ transact, ids, tokens, clock }),
    relyingParties: makeChangeRelyingParties({ transact, ids, clock }),
    createBootstrapLink: makeCreateBootstrapLink({ transact, tokens, publicUrl, clock }),
  };
}

type Importing = Omit<Parameters<typeof makeAddUser>[0], 'loginKeysOf'> &
  Omit<Parameters<typeof makeImportTokens>[0], 'loginKey'>;

/** People and what they have, one or a file at a time. */
function importing(dependencies: Importing & Parameters<typeof makeSetState>[0]) {
  const { users } = dependencies;
  const addUser = makeAddUser({ ...dependencies, loginKeysOf });
  const setState = makeSetState(dependencies);
  const changeState = makeChangeState({ setState });
  return {
    addUser,
    setState,
    importers: {
      people: makeImportPeople({ users, loginKey, addUser, changeState }),
      states: makeImportStates({ users, loginKey, changeState }),
      tokens: makeImportTokens({ ...dependencies, loginKey }),
    },
  };
}

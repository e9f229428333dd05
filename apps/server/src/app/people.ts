import { makeAddUser } from '#administration/add-user.ts';
import { makeChangeTokens } from '#administration/change-tokens.ts';
import { makeImportPeople } from '#administration/import-people.ts';
import { makeChangeState, makeImportStates } from '#administration/import-states.ts';
import { makeImportTokens } from '#administration/import-tokens.ts';
import type { ReadUser } from '#administration/read-user.ts';
import { makeRunImport } from '#administration/run-import.ts';
import { makeSearchTokens } from '#administration/search-tokens.ts';
import { makeSetState } from '#administration/set-state.ts';
import { loginKey, loginKeysOf } from '#directory/login-key.ts';
import { makeAdminPeopleRoutes } from '#http/routes/admin-people-routes.ts';
import { makeAdminTokenRoutes } from '#http/routes/admin-token-routes.ts';
import type { Notices } from '#notices/ports.ts';
import { makeBindHardwareToken } from '#security-info/bind-hardware-token.ts';
import { makeConfirmBinding } from '#security-info/confirm-binding.ts';
import type { Stores } from '#sql/stores.ts';
import type { Core } from './core.ts';

/** How people come into the service, and what is handed out to them. */
export function peopleHandlers(core: Core, readUser: ReadUser) {
  const { stores } = core;
  const addUser = makeAddUser({ ...core, loginKeysOf });
  const changeState = makeChangeState({ setState: makeSetState(core) });
  const finding = { users: stores.users, loginKey };
  const running = makeRunImport({
    ...core,
    imports: stores.imports,
    importers: {
      people: makeImportPeople({ ...finding, addUser, changeState }),
      states: makeImportStates({ ...finding, changeState }),
      tokens: makeImportTokens({ ...core, ...stores, loginKey }),
    },
  });
  return {
    ...makeAdminPeopleRoutes({
      ...core,
      ...stores,
      addUser,
      readUser,
      startImport: running.start,
      importBatch: running.batch,
      importAtOnce: running.atOnce,
    }),
    ...tokenHandlers(core),
  };
}

function tokenHandlers(core: Core) {
  const { stores } = core;
  const notices: Notices<Stores> = core.notices;
  return makeAdminTokenRoutes({
    ...stores,
    loginKey,
    recordRefusal: core.refusals.record,
    searchTokens: makeSearchTokens({ ...core, ...stores, loginKey }),
    changeTokens: makeChangeTokens({ ...core, notices }),
    bindHardwareToken: makeBindHardwareToken(core),
    confirmBinding: makeConfirmBinding({ ...core, ...stores }),
  });
}

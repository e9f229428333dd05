import { makeAddUser } from '#administration/add-user.ts';
import { makeImportPeople } from '#administration/import-people.ts';
import { makeChangeState, makeImportStates } from '#administration/import-states.ts';
import type { ReadUser } from '#administration/read-user.ts';
import { makeRunImport } from '#administration/run-import.ts';
import { makeSetState } from '#administration/set-state.ts';
import { loginKey, loginKeysOf } from '#directory/login-key.ts';
import { makeAdminPeopleRoutes } from '#http/routes/admin-people-routes.ts';
import type { Core } from './core.ts';

/** How people come into the service. */
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
    },
  });
  return makeAdminPeopleRoutes({
    ...core,
    ...stores,
    addUser,
    readUser,
    startImport: running.start,
    importBatch: running.batch,
  });
}

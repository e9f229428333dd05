import type { ImportRunView, LineResultView } from '@proofup/contract/schemas.ts';
import type { AddUser } from '#administration/add-user.ts';
import type { LineResult } from '#administration/import-lines.ts';
import type { ImportRun, ImportStore, UserDirectory } from '#administration/ports.ts';
import type { ReadUser } from '#administration/read-user.ts';
import type { ImportAtOnce, ImportBatch, StartImport } from '#administration/run-import.ts';
import type { ImportId } from '#domain/ids.ts';
import type { PlaceOf } from '#domain/places.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { parseMoment, printMoment } from '../place.ts';
import { present } from '../views.ts';
import { actorIn, personIn, signedInAs } from './admin-act.ts';
import { viewDetails } from './admin-views.ts';

type Dependencies = {
  readonly addUser: AddUser;
  readonly readUser: ReadUser;
  readonly placeOf: PlaceOf;
  readonly imports: Pick<ImportStore, 'list'>;
  readonly userDirectory: Pick<UserDirectory, 'loginsOf'>;
  readonly startImport: StartImport;
  readonly importBatch: ImportBatch;
  readonly importAtOnce: ImportAtOnce;
};

type PeopleRoutes = Pick<
  Handlers,
  'createUser' | 'listImports' | 'startImport' | 'importLines' | 'importAtOnce'
>;

const PER_PAGE = 50;

export function makeAdminPeopleRoutes(dependencies: Dependencies): PeopleRoutes {
  const { addUser, readUser, placeOf, imports, userDirectory } = dependencies;
  return {
    createUser: async ({ caller, body }) => {
      const { reason, login, displayName, email, state, withPassword = false } = body;
      const password = { kind: withPassword ? 'make' : 'none' } as const;
      const person = { login, displayName, email, state, role: 'user', password } as const;
      const outcome = await addUser(person, { ...signedInAs(caller), reason });
      if (outcome.kind === 'login-taken') return problem('login_taken');
      if (outcome.kind !== 'added') return problem('invalid_request');
      const details = await readUser.again(outcome.userId);
      if (details === undefined) return problem('not_found');
      const user = viewDetails(details, { by: actorIn(caller), placeOf });
      return ok({ user, ...present('password', outcome.password) });
    },
    listImports: async ({ query: { before } }) => {
      const more = await imports.list(PER_PAGE + 1, parseMoment(before));
      const runs = more.slice(0, PER_PAGE);
      const last = more.length > PER_PAGE ? runs.at(-1) : undefined;
      const logins = await userDirectory.loginsOf(runs.map(({ startedBy }) => startedBy));
      return ok({
        runs: runs.map((run) => viewRun(run, logins.get(run.startedBy))),
        ...printMoment(last && { time: last.startedAt.getTime(), id: last.id }),
      });
    },
    startImport: async ({ caller, body }) => {
      const { reason, content, dryRun = false, state } = body;
      const order = { ...personIn(caller), reason };
      const run = await dependencies.startImport({ content, dryRun, state }, order);
      return ok(viewRun(run, caller.user.login));
    },
    importAtOnce: async ({ caller, body }) => {
      const { reason, dryRun = false, firstLine = 1, content, state, csv } = body;
      const order = { ...signedInAs(caller), reason };
      const asked = { content, dryRun, state, firstLine, csv };
      const results = await dependencies.importAtOnce(asked, order);
      return results === undefined
        ? { ...problem('invalid_request'), fields: ['body.csv'] }
        : ok({ results: results.map(viewResult) });
    },
    importLines: async ({ caller, params, body }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
      const id = params.importId as ImportId;
      const { firstLine, csv, last = false } = body;
      const batch = { id, firstLine, csv, last };
      const outcome = await dependencies.importBatch(batch, personIn(caller));
      if (outcome.kind === 'unknown-import') return problem('not_found');
      if (outcome.kind === 'not-next') return problem('invalid_request');
      const run = viewRun(outcome.run, caller.user.login);
      return ok({ run, results: outcome.results.map(viewResult) });
    },
  };
}

const viewRun = (run: ImportRun, startedBy = ''): ImportRunView => ({
  id: run.id,
  content: run.content,
  dryRun: run.dryRun,
  reason: run.reason,
  startedBy,
  startedAt: run.startedAt.toISOString(),
  ...present('finishedAt', run.finishedAt?.toISOString()),
  linesDone: run.linesDone,
  added: run.added,
  changed: run.changed,
  unchanged: run.unchanged,
  bad: run.bad,
});

const viewResult = (result: LineResult): LineResultView => ({
  line: result.line,
  kind: result.kind,
  ...present('name', result.name),
  ...(result.kind === 'changed' ? { before: result.before, after: result.after } : {}),
  ...(result.kind === 'bad' ? { why: result.why } : {}),
});

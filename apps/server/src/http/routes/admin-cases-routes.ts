import type { CloseCase } from '#administration/close-case.ts';
import { staffIdOf } from '#administration/is-within-scope.ts';
import type { UserDirectory } from '#administration/ports.ts';
import type { ReadCase } from '#administration/read-case.ts';
import type { TakeCase } from '#administration/take-case.ts';
import type { CaseId } from '#domain/ids.ts';
import type { CaseStore, SupportCase } from '#recovery/ports.ts';
import type { StaffCaller } from '../caller.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { parseMoment, printMoment } from '../place.ts';
import { signedInAs } from './admin-act.ts';
import { viewCase } from './admin-views.ts';

type Dependencies = {
  readonly cases: Pick<CaseStore, 'listOpen' | 'listClosed'>;
  readonly userDirectory: Pick<UserDirectory, 'loginsOf'>;
  readonly readCase: ReadCase;
  readonly takeCase: TakeCase;
  readonly closeCase: CloseCase;
};

type CaseRoutes = Pick<Handlers, 'listCases' | 'getCase' | 'takeCase' | 'closeCase'>;

const PER_PAGE = 100;

export function makeAdminCaseRoutes(dependencies: Dependencies): CaseRoutes {
  const { cases, userDirectory, readCase, takeCase, closeCase } = dependencies;
  const show = async (id: CaseId, caller: StaffCaller) => {
    const found = await readCase(id, signedInAs(caller));
    if (found === undefined) return problem('not_found');
    return ok(viewCase(found, await userDirectory.loginsOf(accountsOf([found]))));
  };
  return {
    listCases: async ({ caller, query: { state = 'open', after } }) => {
      const seen = { by: staffIdOf(signedInAs(caller)), after: parseMoment(after) };
      const list = state === 'open' ? cases.listOpen : cases.listClosed;
      const more = await list(PER_PAGE + 1, seen);
      const found = more.slice(0, PER_PAGE);
      const last = more.length > PER_PAGE ? found.at(-1) : undefined;
      const logins = await userDirectory.loginsOf(accountsOf(found));
      const place = last && { time: (last.closedAt ?? last.createdAt).getTime(), id: last.id };
      return ok({ cases: found.map((one) => viewCase(one, logins)), ...printMoment(place) });
    },
    getCase: async ({ caller, params }) => show(caseIdOf(params), caller),
    takeCase: async ({ caller, params }) => {
      const id = caseIdOf(params);
      const outcome = await takeCase(id, signedInAs(caller));
      return outcome === 'taken' ? show(id, caller) : problem('case_taken');
    },
    closeCase: async ({ caller, params, body }) => {
      const id = caseIdOf(params);
      const order = { ...signedInAs(caller), reason: body.reason };
      const outcome = await closeCase(id, body.outcome, order);
      return outcome === 'closed' ? show(id, caller) : problem('case_taken');
    },
  };
}

const caseIdOf = ({ caseId }: { readonly caseId: string }): CaseId =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
  caseId as CaseId;

const accountsOf = (cases: readonly Pick<SupportCase, 'userId' | 'takenBy' | 'closedBy'>[]) =>
  cases.flatMap(({ userId, takenBy, closedBy }) =>
    [userId, takenBy, closedBy].filter((id) => id !== undefined),
  );

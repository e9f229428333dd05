import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { type ActingDependencies, makeActOn } from './admin-act.ts';
import { type ActOutcome, type Acts, REFUSED } from './admin-acts.ts';

type Dependencies = ActingDependencies & { readonly acts: Acts };

type Routes = Pick<Handlers, keyof Acts>;

/** The account as it is after something was done to it; gone meanwhile is not found. */
const seen = async ({ kind }: ActOutcome, after: () => Promise<UserDetailsView | undefined>) => {
  const code = REFUSED[kind];
  if (code !== undefined) return problem(code);
  const user = await after();
  return user === undefined ? problem('not_found') : ok({ user });
};

/** By the table of acts: whose account it is comes before what is done. */
export function makeAdminHelpRoutes(dependencies: Dependencies): Routes {
  const { acts } = dependencies;
  const actOn = makeActOn(dependencies);
  const plain = <Name extends keyof Acts>(name: Name) =>
    actOn<Parameters<Acts[Name]>[0]['body'], { user: UserDetailsView }>(
      name,
      async ({ target, order, body, after }) =>
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the row of this very name
        seen(await acts[name]({ target, body: body as never }, order), after),
    );
  return {
    clearMethods: plain('clearMethods'),
    deleteAppPasswordsOf: plain('deleteAppPasswordsOf'),
    forgetBrowsersOf: plain('forgetBrowsersOf'),
    revokeSessionsOf: plain('revokeSessionsOf'),
    blockUser: plain('blockUser'),
    unblockUser: plain('unblockUser'),
    removeMethodOf: plain('removeMethodOf'),
    addPhoneOf: plain('addPhoneOf'),
    setUserState: plain('setUserState'),
    setUserRole: plain('setUserRole'),
    setUserLanguage: plain('setUserLanguage'),
    ...secretRoutes(dependencies),
  };
}

/** Those that show something this once. */
function secretRoutes(
  dependencies: Dependencies,
): Pick<Routes, 'resetPasswordOf' | 'issuePass' | 'issueBypass'> {
  const { acts } = dependencies;
  const actOn = makeActOn(dependencies);
  return {
    resetPasswordOf: actOn('resetPasswordOf', async ({ target, order, body, after }) => {
      const outcome = await acts.resetPasswordOf({ target, body }, order);
      const reply = await seen(outcome, after);
      if (reply.kind !== 'ok') return reply;
      return ok({ ...reply.value, password: outcome.password ?? '' });
    }),
    issuePass: actOn('issuePass', async ({ target, order, body, after }) => {
      const outcome = await acts.issuePass({ target, body }, order);
      const reply = await seen(outcome, after);
      if (reply.kind !== 'ok') return reply;
      return ok({ ...reply.value, pass: outcome.pass ?? '', expiresAt: timeOf(outcome) });
    }),
    issueBypass: actOn('issueBypass', async ({ target, order, body, after }) => {
      const outcome = await acts.issueBypass({ target, body }, order);
      const reply = await seen(outcome, after);
      return reply.kind === 'ok' ? ok({ ...reply.value, expiresAt: timeOf(outcome) }) : reply;
    }),
  };
}

const timeOf = ({ expiresAt }: ActOutcome): string => (expiresAt ?? new Date(0)).toISOString();

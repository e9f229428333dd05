import { BLOCK_DAYS, type Block } from '#administration/block.ts';
import type { ClearMethods } from '#administration/clear-methods.ts';
import type { DeleteAppPasswords } from '#administration/delete-app-passwords.ts';
import type { ForgetBrowsersOf } from '#administration/forget-browsers.ts';
import { type IssuePass, PASS_MINUTES } from '#administration/issue-pass.ts';
import type { ResetPassword } from '#administration/reset-password.ts';
import type { RevokeSessions } from '#administration/revoke-sessions.ts';
import type { SetRole } from '#administration/set-role.ts';
import type { SetState } from '#administration/set-state.ts';
import type { Unblock } from '#administration/unblock.ts';
import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { type ActingDependencies, makeActOn } from './admin-act.ts';

type Dependencies = ActingDependencies & {
  readonly clearMethods: ClearMethods;
  readonly deleteAppPasswords: DeleteAppPasswords;
  readonly forgetBrowsers: ForgetBrowsersOf;
  readonly revokeSessions: RevokeSessions;
  readonly resetPassword: ResetPassword;
  readonly block: Block;
  readonly unblock: Unblock;
  readonly issuePass: IssuePass;
  readonly setState: SetState;
  readonly setRole: SetRole;
};

type Ending = Pick<
  Handlers,
  'clearMethods' | 'deleteAppPasswordsOf' | 'forgetBrowsersOf' | 'revokeSessionsOf'
>;
type Access = Pick<
  Handlers,
  'resetPasswordOf' | 'blockUser' | 'unblockUser' | 'issuePass' | 'setUserState' | 'setUserRole'
>;

export const makeAdminHelpRoutes = (dependencies: Dependencies): Ending & Access => ({
  ...endingRoutes(dependencies),
  ...accessRoutes(dependencies),
});

/** The account as it is after something was done to it; gone meanwhile is not found. */
const seen = (user: UserDetailsView | undefined) =>
  user === undefined ? problem('not_found') : ok({ user });

function endingRoutes(dependencies: Dependencies): Ending {
  const actOn = makeActOn(dependencies);
  return {
    clearMethods: actOn('clearMethods', async ({ target, order, body, after }) => {
      const { registration, callerVerifiedBy } = body;
      const request = { userId: target.id, registration, callerVerifiedBy };
      await dependencies.clearMethods(request, order);
      return seen(await after());
    }),
    deleteAppPasswordsOf: actOn('deleteAppPasswordsOf', async ({ target, order, after }) => {
      await dependencies.deleteAppPasswords(target.id, order);
      return seen(await after());
    }),
    forgetBrowsersOf: actOn('forgetBrowsersOf', async ({ target, order, after }) => {
      await dependencies.forgetBrowsers(target.id, order);
      return seen(await after());
    }),
    revokeSessionsOf: actOn('revokeSessionsOf', async ({ target, order, after }) => {
      await dependencies.revokeSessions(target.id, order);
      return seen(await after());
    }),
  };
}

function accessRoutes(dependencies: Dependencies): Access {
  const actOn = makeActOn(dependencies);
  return {
    resetPasswordOf: actOn('resetPasswordOf', async ({ target, order, after }) => {
      const outcome = await dependencies.resetPassword(
        { user: target, password: undefined },
        order,
      );
      const user = await after();
      if (outcome.kind !== 'reset' || outcome.password === undefined || user === undefined) {
        return problem('password_unacceptable');
      }
      return ok({ user, password: outcome.password });
    }),
    blockUser: actOn('blockUser', async ({ target, order, body, after }) => {
      const { days = BLOCK_DAYS.usual } = body;
      await dependencies.block({ userId: target.id, days }, order);
      return seen(await after());
    }),
    unblockUser: actOn('unblockUser', async ({ target, order, after }) => {
      await dependencies.unblock(target.id, order);
      return seen(await after());
    }),
    issuePass: actOn('issuePass', async ({ target, order, body, after }) => {
      const { minutes = PASS_MINUTES.usual, callerVerifiedBy } = body;
      const issuer = order.signedIn?.session.userId;
      const request = { userId: target.id, minutes, issuer, callerVerifiedBy };
      const outcome = await dependencies.issuePass(request, order);
      const user = await after();
      if (outcome.kind !== 'issued' || user === undefined) return problem('invalid_request');
      return ok({ user, pass: outcome.pass, expiresAt: outcome.expiresAt.toISOString() });
    }),
    setUserState: actOn('setUserState', async ({ target, order, body, after }) => {
      const outcome = await dependencies.setState(target.id, body.state, order);
      if (outcome.kind === 'administrator-needs-two-steps') return problem('role_forbids');
      return seen(await after());
    }),
    setUserRole: actOn('setUserRole', async ({ target, order, body, after }) => {
      const outcome = await dependencies.setRole(target.id, body.role, order);
      if (outcome.kind === 'needs-two-steps') return problem('role_forbids');
      if (outcome.kind === 'last-administrator') return problem('role_forbids');
      return seen(await after());
    }),
  };
}

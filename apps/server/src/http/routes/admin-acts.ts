import type { ErrorCode } from '@proofup/contract/error-codes.ts';
import type { TwoPersonAct } from '@proofup/contract/help-schemas.ts';
import type { Call } from '@proofup/contract/schemas.ts';
import type { AddPhoneOf } from '#administration/add-phone-of.ts';
import { BLOCK_DAYS, type Block } from '#administration/block.ts';
import type { ClearMethods } from '#administration/clear-methods.ts';
import type { DeleteAppPasswords } from '#administration/delete-app-passwords.ts';
import type { ForgetBrowsersOf } from '#administration/forget-browsers.ts';
import type { IssueBypass } from '#administration/issue-bypass.ts';
import { type IssuePass, PASS_MINUTES } from '#administration/issue-pass.ts';
import type { Order } from '#administration/order.ts';
import type { RemoveMethodOf } from '#administration/remove-method-of.ts';
import type { ResetPassword } from '#administration/reset-password.ts';
import type { RevokeSessions } from '#administration/revoke-sessions.ts';
import type { SetLanguageOf } from '#administration/set-language.ts';
import type { SetRole } from '#administration/set-role.ts';
import type { SetState } from '#administration/set-state.ts';
import type { Unblock } from '#administration/unblock.ts';
import type { AuthenticatorId, CallerCheckId } from '#domain/ids.ts';
import type { User } from '#domain/user.ts';

/** The operations that act on one account. */
export type Operations = {
  readonly clearMethods: ClearMethods;
  readonly deleteAppPasswords: DeleteAppPasswords;
  readonly forgetBrowsers: ForgetBrowsersOf;
  readonly revokeSessions: RevokeSessions;
  readonly resetPassword: ResetPassword;
  readonly block: Block;
  readonly unblock: Unblock;
  readonly issuePass: IssuePass;
  readonly issueBypass: IssueBypass;
  readonly removeMethod: RemoveMethodOf;
  readonly addPhone: AddPhoneOf;
  readonly setState: SetState;
  readonly setRole: SetRole;
  readonly setLanguage: SetLanguageOf;
  /** How long a bypass is open where nothing is said. */
  readonly bypassSeconds: number;
};

/** What came of an act: its kind, and what is shown this once. */
export type ActOutcome = {
  readonly kind: string;
  readonly pass?: string | undefined;
  readonly password?: string | undefined;
  readonly expiresAt?: Date | undefined;
};

type Act<Name extends TwoPersonAct> = (
  asked: { readonly target: User; readonly body: Call[Name]['body'] },
  order: Order,
) => Promise<ActOutcome>;

export type Acts = { readonly [Name in TwoPersonAct]: Act<Name> };

/** One row for each act, whoever performs it: the one who asks, or the second person who agrees. */
export const makeActs = (operations: Operations): Acts => ({
  ...endingActs(operations),
  ...openingActs(operations),
  blockUser: ({ target, body: { days = BLOCK_DAYS.usual } }, order) =>
    operations.block({ userId: target.id, days }, order),
  unblockUser: ({ target }, order) => operations.unblock(target.id, order),
  setUserState: ({ target, body }, order) => operations.setState(target.id, body.state, order),
  setUserRole: ({ target, body }, order) => operations.setRole(target.id, body.role, order),
  setUserLanguage: ({ target, body }, order) =>
    operations.setLanguage(target.id, body.language, order),
});

const endingActs = (operations: Operations) =>
  ({
    clearMethods: ({ target, body }, order) => {
      const { registration, passkeys } = body;
      const request = { userId: target.id, registration, passkeys, ...proofIn(body) };
      return operations.clearMethods(request, order);
    },
    deleteAppPasswordsOf: ({ target }, order) => operations.deleteAppPasswords(target.id, order),
    forgetBrowsersOf: ({ target }, order) => operations.forgetBrowsers(target.id, order),
    revokeSessionsOf: ({ target }, order) => operations.revokeSessions(target.id, order),
    removeMethodOf: ({ target, body }, order) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
      const methodId = body.methodId as AuthenticatorId;
      return operations.removeMethod({ userId: target.id, methodId }, order);
    },
  }) satisfies Partial<Acts>;

const openingActs = (operations: Operations) =>
  ({
    resetPasswordOf: ({ target, body }, order) =>
      operations.resetPassword({ user: target, password: undefined, ...proofIn(body) }, order),
    issuePass: ({ target, body }, order) => {
      const { minutes = PASS_MINUTES.usual, uses } = body;
      const asked = { minutes, uses, issuer: order.signedIn?.session.userId };
      return operations.issuePass({ userId: target.id, ...asked, ...proofIn(body) }, order);
    },
    issueBypass: ({ target, body }, order) => {
      const { seconds = operations.bypassSeconds } = body;
      return operations.issueBypass({ userId: target.id, seconds, ...proofIn(body) }, order);
    },
    addPhoneOf: ({ target, body }, order) => {
      const { slot, number, country, extension } = body;
      const phone = { slot, number, country, extension };
      return operations.addPhone({ userId: target.id, ...phone, ...proofIn(body) }, order);
    },
  }) satisfies Partial<Acts>;

export const proofIn = (body: {
  readonly callerVerifiedBy?: string | undefined;
  readonly callerCheck?: string | undefined;
}) => ({
  callerVerifiedBy: body.callerVerifiedBy,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one proves nothing
  callerCheck: body.callerCheck as CallerCheckId | undefined,
});

/** What an operation says where it did nothing, and what that is to a client. */
export const REFUSED: Readonly<Record<string, ErrorCode>> = {
  'unknown-user': 'not_found',
  'not-found': 'not_found',
  'own-account': 'own_account',
  'out-of-reach': 'out_of_reach',
  'needs-approval': 'approval_required',
  'caller-not-verified': 'caller_not_verified',
  'administrator-needs-two-steps': 'role_forbids',
  'needs-two-steps': 'role_forbids',
  'last-owner': 'role_forbids',
  'minutes-out-of-range': 'invalid_request',
  'once-only': 'invalid_request',
  'password-unacceptable': 'password_unacceptable',
  'number-unavailable': 'number_unavailable',
  'method-unavailable': 'method_unavailable',
};

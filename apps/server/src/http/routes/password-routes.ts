import type { ChangePassword } from '#directory/change-password.ts';
import type { ChangePasswordInSignIn } from '#directory/change-password-in-sign-in.ts';
import type { ForgotPassword } from '#directory/forgot-password.ts';
import type { ResetPassword } from '#directory/reset-password.ts';
import type { PasswordFault } from '#domain/judge-password.ts';
import type { DescribeSignIn } from '#sign-in/describe.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { ErrorCode } from '@proofup/contract/error-codes.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { viewSignIn } from '../views.ts';

type Dependencies = {
  readonly changePassword: ChangePassword;
  readonly changePasswordInSignIn: ChangePasswordInSignIn;
  readonly forgotPassword: ForgotPassword;
  readonly resetPassword: ResetPassword;
  readonly describe: DescribeSignIn;
  readonly tokens: Tokens;
};

type PasswordRoutes = Pick<
  Handlers,
  'changePassword' | 'changePasswordInSignIn' | 'forgotPassword' | 'resetPassword'
>;

const FAULTS: Readonly<Record<PasswordFault | 'unchanged', ErrorCode>> = {
  'too-short': 'password_too_short',
  'too-long': 'password_unacceptable',
  'too-common': 'password_unacceptable',
  'contains-the-login': 'password_unacceptable',
  unchanged: 'password_unchanged',
};

const BUSY_MS = 2_000;

export const makePasswordRoutes = (dependencies: Dependencies): PasswordRoutes => ({
  ...ofKnown(dependencies),
  ...ofForgotten(dependencies),
});

function ofKnown({
  changePassword,
  changePasswordInSignIn,
  describe,
  tokens,
}: Dependencies): Pick<PasswordRoutes, 'changePassword' | 'changePasswordInSignIn'> {
  return {
    changePassword: async ({ caller, body }) => {
      const outcome = await changePassword({ ...caller, ...body });
      switch (outcome.kind) {
        case 'changed':
          return ok({ sessionsEnded: outcome.sessions });
        case 'rejected':
          return problem('password_rejected');
        case 'unacceptable':
          return problem(FAULTS[outcome.fault]);
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
        case 'busy':
          return problem('unavailable', BUSY_MS);
      }
    },
    changePasswordInSignIn: async ({ caller: { signIn, token, context }, body }) => {
      const outcome = await changePasswordInSignIn({ signIn, context, ...body });
      switch (outcome.kind) {
        case 'changed':
          return ok(viewSignIn(tokens, await describe(signIn), tokens.hash('csrf', token)));
        case 'unacceptable':
          return problem(FAULTS[outcome.fault]);
        case 'not-asked':
          return problem('access_denied');
        case 'busy':
          return problem('unavailable', BUSY_MS);
      }
    },
  };
}

function ofForgotten({
  forgotPassword,
  resetPassword,
}: Dependencies): Pick<PasswordRoutes, 'forgotPassword' | 'resetPassword'> {
  return {
    forgotPassword: async ({ caller: { context }, body }) => {
      const outcome = await forgotPassword({ ...body, context });
      return outcome.kind === 'heard'
        ? ok(undefined)
        : problem('too_many_messages', outcome.retryAfterMs);
    },
    resetPassword: async ({ caller: { context }, body }) => {
      const outcome = await resetPassword({ ...body, context });
      switch (outcome.kind) {
        case 'reset':
          return ok(undefined);
        case 'refused':
          return problem('reset_refused');
        case 'unacceptable':
          return problem(FAULTS[outcome.fault]);
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
        case 'busy':
          return problem('unavailable', BUSY_MS);
      }
    },
  };
}

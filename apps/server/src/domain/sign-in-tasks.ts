import type { AuthenticatorType } from './authenticator.ts';
import type { BoundAuthenticator } from './bound-authenticator.ts';
import type { Nudge } from './nudge.ts';
import type { User } from './user.ts';

type Facts = {
  readonly user: Pick<User, 'mustChangePassword'>;
  readonly bound: readonly Pick<BoundAuthenticator, 'kind' | 'usesLeft'>[];
  readonly nudge: Nudge | undefined;
  /** What was proved; undefined: it was left out. */
  readonly secondStep: AuthenticatorType | undefined;
  /** From somewhere new, which changes nothing yet. */
  readonly isHeld: boolean;
};

/**
 * What may stand between a proven sign-in and its session, in the order in which it is asked for.
 * Each is read from stored facts: doing it is what makes it go away.
 */
const TASKS = {
  'change-password': ({ user }) => user.mustChangePassword,
  /**
   * SP 800-63B-4 section 4.2.1.1: whoever used up the last code gets new ones at once. A password alone
   * makes nobody a second step: where it was left out, the next proof asks for them.
   */
  'new-recovery-codes': ({ bound, secondStep, isHeld }) =>
    secondStep !== undefined &&
    !isHeld &&
    bound.some(({ kind, usesLeft }) => kind === 'saved-recovery-codes' && usesLeft === 0),
  /** Last: putting it off ends the sign-in. */
  'better-method': ({ nudge }) => nudge !== undefined,
} as const satisfies Readonly<Record<string, (facts: Facts) => boolean>>;

export type SignInTask = keyof typeof TASKS;

const IN_ORDER: readonly SignInTask[] = ['change-password', 'new-recovery-codes', 'better-method'];

export const decideTasks = (facts: Facts): readonly SignInTask[] =>
  IN_ORDER.filter((task) => TASKS[task](facts));

/** A nudge may be put off: whoever wants the browser remembered still can. The others end what is remembered. */
export const mayStillBeRemembered = (tasks: readonly SignInTask[]): boolean =>
  tasks.every((task) => task === 'better-method');

import type { AuthenticatorType } from './authenticator.ts';
import type { SessionId, SignInId, UserId } from './ids.ts';

export const SIGN_IN_LIFE_MS = 10 * 60_000;

export type SignInState =
  /** The first factor is proven; a second one is asked for. */
  | 'second-step'
  /** No second factor yet: only the set-up is open. */
  | 'set-up'
  /** Set-up needs a proof the person cannot give: the page says who helps. */
  | 'needs-help'
  /** Everything is proven; something has to be done before it is complete (sign-in-tasks.ts). */
  | 'tasks'
  | 'completed'
  /** Given up, out of attempts, or reported as fraud. */
  | 'ended';

/** The whole attempt: from each state, what may come next. Every edge is one conditional update. */
export const SIGN_IN_TRANSITIONS = {
  'second-step': ['completed', 'set-up', 'tasks', 'ended'],
  'set-up': ['completed', 'tasks', 'ended'],
  'needs-help': ['ended'],
  tasks: ['completed', 'set-up', 'ended'],
  completed: [],
  ended: [],
} as const satisfies Readonly<Record<SignInState, readonly SignInState[]>>;

export type Purpose =
  | 'sign-in'
  | 'step-up'
  /** Somebody else has seen the first factor and asks for the second: no session of ours comes of it. */
  | 'relying-party';

/** One person's attempt to satisfy one request for proof. */
export type SignIn = {
  readonly id: SignInId;
  readonly userId: UserId;
  readonly purpose: Purpose;
  /** Step-up: the session that becomes fresh. */
  readonly sessionId: SessionId | undefined;
  readonly state: SignInState;
  /** The only types that may prove it; absent: any. */
  readonly accepts?: readonly AuthenticatorType[];
  readonly returnTo: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** In `tasks`: what was proved before, so that the assurance is computed from it. */
  readonly secondStep: AuthenticatorType | undefined;
  /** In `tasks`: the browser is remembered once they are done. */
  readonly remember?: boolean;
  /** In `tasks`: until then neither its browser nor its network vouches for whoever signs in. */
  readonly heldUntil?: Date | undefined;
};

/** Whether only what cannot wait may be asked of it (docs/adr/0113). */
export const isHeld = ({ heldUntil }: Pick<SignIn, 'heldUntil'>, now: Date): boolean =>
  heldUntil !== undefined && heldUntil > now;

export const isOpen = (signIn: SignIn, now: Date): boolean =>
  signIn.state !== 'completed' && signIn.state !== 'ended' && signIn.expiresAt > now;

export const accepts = (
  asked: { readonly accepts?: SignIn['accepts'] | undefined },
  type: AuthenticatorType,
): boolean => asked.accepts === undefined || asked.accepts.includes(type);

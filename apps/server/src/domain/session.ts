import type { Assurance } from './assurance.ts';
import { type AuthenticatorType, propertiesOf } from './authenticator.ts';
import { type BoundAuthenticator, highestStrength } from './bound-authenticator.ts';
import type { SessionId, UserId } from './ids.ts';
import { isStaff, type Role } from './role.ts';
import { strengthOf } from './strength.ts';

const MINUTE = 60_000;

/** SP 800-63B-4 section 2.2.3 (idle 1 h, overall 24 h) and, for administrators, 2.3.3. */
export const SESSION_LIMITS = {
  user: { idleMs: 60 * MINUTE, overallMs: 12 * 60 * MINUTE },
  administrator: { idleMs: 15 * MINUTE, overallMs: 8 * 60 * MINUTE },
} as const satisfies SessionLimits;

type Limits = { readonly idleMs: number; readonly overallMs: number };

export type SessionLimits = Readonly<Record<'user' | 'administrator', Limits>>;

/** Whoever sees more than an account of their own has the administrators' limits. */
export const limitsOf = (limits: SessionLimits, role: Role): Limits =>
  isStaff(role) ? limits.administrator : limits.user;

/** How long a proof opens changes to the account (ASVS 7.5.1). */
const FRESH_MS = 5 * MINUTE;

/** More sessions than this nobody has use for: the oldest ends. */
export const SESSIONS_PER_USER = 20;

export type Session = {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly role: Role;
  readonly assurance: Assurance;
  readonly createdAt: Date;
  /** `auth_time`: when the person last proved everything that was asked. */
  readonly authenticatedAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  /** Failed second steps after a right password before this sign-in: shown to the person. */
  readonly failedStepsBefore: number;
  /** What was proved last; undefined: the first factor alone. */
  readonly secondStep: AuthenticatorType | undefined;
  /** Until then it changes nothing of the account, unless a passkey proves who it is. */
  readonly heldUntil: Date | undefined;
};

export const isAlive = (session: Session, now: Date, limits: SessionLimits): boolean =>
  session.expiresAt > now &&
  now.getTime() - session.lastSeenAt.getTime() < limitsOf(limits, session.role).idleMs;

type Proof = Pick<Session, 'authenticatedAt' | 'secondStep'>;

const isRecent = ({ authenticatedAt }: Proof, now: Date): boolean =>
  now.getTime() - authenticatedAt.getTime() <= FRESH_MS;

/**
 * Whether the last proof opens changes: recent, and as strong as the strongest method of the account
 * (SP 800-63B-4 section 4.1.2.1). A stolen session and a stolen phone do not add a passkey's equal.
 */
export function isFresh(session: Proof, bound: readonly BoundAuthenticator[], now: Date): boolean {
  const asked = highestStrength(bound, now);
  const given = session.secondStep === undefined ? 0 : propertiesOf(session.secondStep).strength;
  return isRecent(session, now) && given >= asked;
}

/** Milliseconds for which the session changes nothing, however fresh its proof is; 0: it may. */
export function heldForMs({ heldUntil, assurance }: Session, now: Date): number {
  if (heldUntil === undefined || strengthOf(assurance) === 'phishing-resistant') return 0;
  return Math.max(0, heldUntil.getTime() - now.getTime());
}

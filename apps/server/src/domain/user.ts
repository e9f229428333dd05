import type { Preferences } from './bound-authenticator.ts';
import type { UserId } from './ids.ts';
import type { Role } from './role.ts';

/** Two-step state as the administrator set it; whether methods are registered is a separate fact. */
export const USER_STATES = ['disabled', 'enabled', 'enforced'] as const;

export type UserState = (typeof USER_STATES)[number];

/** What the first set-up (or the one after a clear) asks for beyond the password. */
export type Registration =
  /** The password is enough; until `openUntil` where that is set. */
  | { readonly kind: 'password'; readonly openUntil: Date | undefined }
  /** A temporary access pass must be used first. */
  | { readonly kind: 'pass' };

/** A person with an account. */
export type User = {
  readonly id: UserId;
  readonly login: string;
  readonly displayName: string;
  readonly email: string | undefined;
  readonly state: UserState;
  readonly role: Role;
  /** False: the account cannot sign in at all and looks like an unknown one. */
  readonly active: boolean;
  readonly registration: Registration;
  /** Until then the first set-up may be put off, while the state is `enabled`. */
  readonly graceUntil: Date | undefined;
  readonly blockedUntil: Date | undefined;
  /** What is asked first, by the kind of device; where there is none, the best registered one is. */
  readonly preferences: Preferences;
  /** Failed second steps after a right password since the last success. */
  readonly failedSteps: number;
  /** PHC string (argon2id); absent where the first factor lives elsewhere. */
  readonly passwordHash: string | undefined;
  /** Somebody else chose it: its owner chooses another at the next sign-in. */
  readonly mustChangePassword: boolean;
  /** When an administrator last replaced the mail address; a new account's is as old as itself. */
  readonly emailChangedAt: Date | undefined;
  /** BCP 47, such as `fr-FR`: calls are spoken in it where the organisation has words in it. */
  readonly language: string | undefined;
};

/**
 * Failed second steps after a right password, from which on the person is told (ASVS 6.3.5). Fewer
 * are most often the person's own mistyping.
 */
export const TELL_AFTER_FAILED_STEPS = 3;

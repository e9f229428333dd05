import type { AuditEvent } from './audit-events.ts';
import type { StaffRole } from './roles.ts';
import type { Scope } from './scopes.ts';

/**
 * Who may call an endpoint.
 * - `public`: anybody.
 * - `pre-auth`: the browser that began this sign-in (its cookie), the first factor proven.
 * - `set-up`: a fresh session, or a sign-in in its set-up, whose account had no method before.
 * - `session`: a signed-in person.
 * - `service`: a program with an API key that has the endpoint's `scope`; never a browser.
 * - `fresh-session`: one who proved their second step at most 5 minutes ago.
 * - `administration`: one whose account has one of the endpoint's `roles`, and whose sign-in had a
 *   second step.
 */
export type Access =
  | 'public'
  | 'pre-auth'
  | 'set-up'
  | 'session'
  | 'fresh-session'
  | 'service'
  | 'administration';

/** What may have to be done before a proven sign-in is complete. */
export type SignInTask = 'change-password' | 'new-recovery-codes' | 'better-method';

/** Which budget a call spends before anything else is done for it (docs/configuration.md). */
export type RateLane = 'none' | 'secret' | 'send' | 'report';

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path template; `{name}` are parameters. */
  readonly path: string;
  readonly access: Access;
  /** With `set-up`: open to a sign-in too that this task is asked of, and as long as it is. */
  readonly task?: SignInTask;
  /** With `administration`: who may call it. This column is the one table of what a role may do. */
  readonly roles?: readonly StaffRole[];
  /** With `administration`: only for somebody who proved their second step at most 5 minutes ago. */
  readonly fresh?: true;
  /**
   * What an API key needs to call it, on behalf of nobody; with `administration`, absent: for people
   * only.
   */
  readonly scope?: Scope;
  /** Its answer shows something this once: no copy of it is kept, for nobody. */
  readonly once?: true;
  readonly lane: RateLane;
  /**
   * Asked for again and again by whoever waits: for each of what they wait for ten times, then once a
   * second.
   */
  readonly polled?: true;
  /** Bytes of a body, where it may be larger than any other. */
  readonly bodyLimit?: number;
  /** What a call that succeeds leaves in the audit log; null for a pure read. */
  readonly audit: AuditEvent | null;
  /** The success status; 204 has no body. */
  readonly status: 200 | 201 | 204;
  readonly summary: string;
};

import type { ActivityEvent } from '@proofup/contract/activity.ts';
import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { ActivityRow } from '#audit/ports.ts';
import type { BoundAuthenticator } from '#domain/bound-authenticator.ts';
import type { AuthenticatorId } from '#domain/ids.ts';

/**
 * What "This wasn't me" stops beyond sessions, open sign-ins, remembered browsers and app passwords,
 * which always end.
 * - `method`: the one that the line added or used.
 * - `pass`: the temporary pass of the account.
 */
type Frozen = 'nothing' | 'method' | 'pass';

const EVENTS = {
  authn_login_success: 'nothing',
  authn_login_successafterfail: 'nothing',
  'stepup.done': 'nothing',
  session_revoked: 'nothing',
  authn_login_fail: 'nothing',
  authn_password_change: 'nothing',
  authn_password_change_fail: 'nothing',
  'password_reset.requested': 'nothing',
  'webauthn.counter_regressed': 'nothing',
  'webauthn.policy_refused': 'nothing',
  'mfa.code.evaluated': 'nothing',
  'mfa.fraud_reported': 'nothing',
  'factor.enrolled': 'method',
  'factor.moved': 'method',
  'factor.removed': 'nothing',
  'factor.renamed': 'nothing',
  'account.language_changed': 'nothing',
  'factor.default_changed': 'nothing',
  'factor.disabled': 'nothing',
  'factor.restored': 'nothing',
  'phone.confirmed': 'method',
  'phone.removed': 'nothing',
  'recovery_codes.generated': 'method',
  'recovery_codes.used': 'method',
  'app_password.created': 'nothing',
  'app_password.deleted': 'nothing',
  'device_trust.created': 'nothing',
  'tap.issued': 'pass',
  'tap.used': 'pass',
  'admin.mfa_cleared': 'nothing',
  'admin.method_removed': 'nothing',
  'admin.phone_added': 'method',
  'bypass.issued': 'nothing',
  'bypass.used': 'nothing',
  authz_admin: 'nothing',
  authz_change: 'nothing',
  'mfa.push.denied': 'nothing',
  'mfa.push.wrong_number': 'nothing',
  'account.disowned': 'nothing',
  'account.frozen': 'nothing',
} as const satisfies Readonly<Record<ActivityEvent, Frozen>>;

const REACTIONS: Readonly<Partial<Record<AuditEvent, Frozen>>> = EVENTS;

/** The method to freeze for a line. */
export function methodOf(
  { event, target }: Pick<ActivityRow, 'event' | 'target'>,
  bound: readonly BoundAuthenticator[],
): AuthenticatorId | undefined {
  switch (REACTIONS[event] ?? 'nothing') {
    case 'nothing':
      return undefined;
    case 'method':
      return bound.find(({ id }) => target?.type === 'authenticator' && id === target.id)?.id;
    case 'pass':
      return bound.find(({ kind }) => kind === 'temporary-access-pass')?.id;
  }
}

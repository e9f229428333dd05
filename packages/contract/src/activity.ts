import type { AuditEvent } from './audit-events.ts';

/** What a line of a person's own activity is about. */
export const ACTIVITY_KINDS = ['sign-in', 'failed-sign-in', 'change', 'help'] as const;

export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

type Shown = {
  readonly kind: ActivityKind;
  /** Only records with this outcome; absent: all of them. */
  readonly only?: 'success' | 'failure';
};

/** Which audit events people see about themselves. What is not here, they do not. */
export const ACTIVITY = {
  authn_login_success: { kind: 'sign-in' },
  authn_login_successafterfail: { kind: 'sign-in' },
  'stepup.done': { kind: 'sign-in' },
  session_revoked: { kind: 'sign-in' },
  authn_login_fail: { kind: 'failed-sign-in' },
  authn_password_change: { kind: 'change' },
  authn_password_change_fail: { kind: 'failed-sign-in' },
  'password_reset.requested': { kind: 'help', only: 'success' },
  'webauthn.counter_regressed': { kind: 'failed-sign-in' },
  'webauthn.policy_refused': { kind: 'failed-sign-in' },
  'mfa.code.evaluated': { kind: 'failed-sign-in', only: 'failure' },
  'mfa.push.denied': { kind: 'failed-sign-in' },
  'mfa.push.wrong_number': { kind: 'failed-sign-in' },
  'mfa.fraud_reported': { kind: 'failed-sign-in' },
  'factor.enrolled': { kind: 'change' },
  'factor.moved': { kind: 'change' },
  'factor.removed': { kind: 'change' },
  'factor.renamed': { kind: 'change' },
  'account.language_changed': { kind: 'change' },
  'factor.default_changed': { kind: 'change' },
  'factor.disabled': { kind: 'change' },
  'factor.restored': { kind: 'change' },
  'phone.confirmed': { kind: 'change' },
  'phone.removed': { kind: 'change' },
  'recovery_codes.generated': { kind: 'change' },
  'recovery_codes.used': { kind: 'change' },
  'app_password.created': { kind: 'change' },
  'app_password.deleted': { kind: 'change' },
  'device_trust.created': { kind: 'change' },
  'tap.issued': { kind: 'help' },
  'tap.used': { kind: 'help' },
  'admin.mfa_cleared': { kind: 'help' },
  'admin.method_removed': { kind: 'help' },
  'admin.phone_added': { kind: 'help' },
  'bypass.issued': { kind: 'help' },
  'bypass.used': { kind: 'sign-in' },
  authz_admin: { kind: 'help', only: 'success' },
  authz_change: { kind: 'help', only: 'success' },
  'account.disowned': { kind: 'help' },
  'account.frozen': { kind: 'help' },
} as const satisfies Partial<Readonly<Record<AuditEvent, Shown>>>;

export type ActivityEvent = keyof typeof ACTIVITY;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
export const ACTIVITY_EVENTS = Object.keys(ACTIVITY) as readonly ActivityEvent[];

export const isActivityEvent = (event: string): event is ActivityEvent => event in ACTIVITY;

/** Whether a record of this event and outcome is a line of somebody's activity. */
export function isActivity(event: string, outcome: string): boolean {
  if (!isActivityEvent(event)) return false;
  const { only }: Shown = ACTIVITY[event];
  return only === undefined || only === outcome;
}

import type { AuditEvent } from './audit-events.ts';

type Row = { readonly result: 'satisfied' | 'denied'; readonly says: string };

/** Why a sign-in went on or did not, as the report of sign-ins says it. Closed: nothing else stands there. */
export const SIGN_IN_REASONS = {
  'signed-in': { result: 'satisfied', says: 'Signed in.' },
  'signed-in-after-failures': {
    result: 'satisfied',
    says: 'Signed in, after wrong second steps before.',
  },
  'second-step-proved': { result: 'satisfied', says: 'The second step was right.' },
  'passkey-proved': { result: 'satisfied', says: 'A passkey was used.' },
  'approved-on-phone': {
    result: 'satisfied',
    says: 'The request was approved on the phone, with the number.',
  },
  'remembered-browser': {
    result: 'satisfied',
    says: 'Skipped: the browser is remembered.',
  },
  'trusted-location': { result: 'satisfied', says: 'Skipped: the address is trusted.' },
  bypassed: { result: 'satisfied', says: 'Skipped: an operator allowed it for one sign-in.' },
  'temporary-pass': { result: 'satisfied', says: 'A Temporary Access Pass was used.' },
  'recovery-code': { result: 'satisfied', says: 'A saved recovery code was used.' },
  'app-password': { result: 'satisfied', says: 'Skipped: a program used an app password.' },

  'wrong-password': {
    result: 'denied',
    says: 'The name is unknown, or the password was wrong.',
  },
  'account-inactive': { result: 'denied', says: 'The account is switched off.' },
  blocked: { result: 'denied', says: 'The account is blocked.' },
  'wrong-code': { result: 'denied', says: 'The code was wrong.' },
  'code-used-before': { result: 'denied', says: 'The code was used before.' },
  'code-too-late': { result: 'denied', says: 'The answer came after the time was over.' },
  'too-many-attempts': { result: 'denied', says: 'All attempts of this sign-in were used up.' },
  'limit-reached': {
    result: 'denied',
    says: 'Too many attempts or messages: there is a wait.',
  },
  'user-declined': { result: 'denied', says: 'The user declined the request.' },
  'wrong-number': { result: 'denied', says: 'Another number than the one shown was typed.' },
  'fraud-reported': { result: 'denied', says: 'The user reported fraud.' },
  'not-answered': { result: 'denied', says: 'Nobody answered the call.' },
  'line-busy': { result: 'denied', says: 'The line was busy.' },
  voicemail: { result: 'denied', says: 'The call went to voicemail.' },
  'call-failed': { result: 'denied', says: 'The call could not be made.' },
  'message-not-delivered': { result: 'denied', says: 'The message did not arrive.' },
  'country-closed': { result: 'denied', says: 'The country of the number is not open.' },
  'device-refused': {
    result: 'denied',
    says: 'The answer of the phone was not signed as it has to be.',
  },
  'passkey-unknown': { result: 'denied', says: 'The passkey is not known here.' },
  'passkey-refused': { result: 'denied', says: 'The passkey, or what it signed, was refused.' },
  'passkey-copied': {
    result: 'denied',
    says: 'The counter of the passkey did not grow: somebody may have a copy.',
  },
  'given-up': { result: 'denied', says: 'The sign-in was given up.' },
  'failed-closed': { result: 'denied', says: 'Something was broken, so it was refused.' },
  'app-password-refused': { result: 'denied', says: 'The app password was refused.' },
  'other-failure': { result: 'denied', says: 'It was refused for another reason.' },
} as const satisfies Readonly<Record<string, Row>>;

export type SignInReason = keyof typeof SIGN_IN_REASONS;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
export const SIGN_IN_REASON_NAMES = Object.keys(SIGN_IN_REASONS) as [
  SignInReason,
  ...SignInReason[],
];

export type Told = {
  readonly event: string;
  readonly outcome: 'success' | 'failure' | 'info';
  readonly reason?: string | undefined;
  readonly method?: string | undefined;
};

type Rule = SignInReason | ((told: Told) => SignInReason | undefined);

const UNDELIVERED: Readonly<Record<string, SignInReason>> = {
  'no-answer': 'not-answered',
  busy: 'line-busy',
  voicemail: 'voicemail',
  failed: 'call-failed',
};

const FIRST_FACTOR: Readonly<Record<string, SignInReason>> = {
  blocked: 'blocked',
  inactive: 'account-inactive',
  expired: 'code-too-late',
  replayed: 'code-used-before',
  unknown_credential: 'passkey-unknown',
};

const SKIPPED: Readonly<Record<string, SignInReason>> = {
  remembered_browser: 'remembered-browser',
  trusted_network: 'trusted-location',
  one_time_bypass: 'bypassed',
};

/** The events of the report of sign-ins, and what each stands for there. */
const RULES = {
  authn_login_success: ({ method }) => (method === 'app-password' ? 'app-password' : 'signed-in'),
  authn_login_successafterfail: 'signed-in-after-failures',
  authn_login_fail: ({ reason = '', method }) =>
    FIRST_FACTOR[reason] ?? (method === 'app-password' ? 'app-password-refused' : 'wrong-password'),
  'mfa.code.evaluated': ({ outcome, method }) => {
    if (outcome !== 'success') return 'wrong-code';
    return method === 'passkey' ? 'passkey-proved' : 'second-step-proved';
  },
  'mfa.code.replayed': 'code-used-before',
  'mfa.code.undelivered': ({ reason = '' }) => UNDELIVERED[reason] ?? 'message-not-delivered',
  'mfa.code.send_refused': ({ reason }) =>
    reason === 'country_closed' ? 'country-closed' : 'limit-reached',
  'mfa.challenge.exhausted': 'too-many-attempts',
  'mfa.challenge.superseded': 'given-up',
  'mfa.skipped': ({ reason = '' }) => SKIPPED[reason] ?? 'bypassed',
  'mfa.push.approved': 'approved-on-phone',
  'mfa.push.denied': 'user-declined',
  'mfa.push.wrong_number': 'wrong-number',
  'mfa.push.refused': 'device-refused',
  'mfa.push.rate_limited': 'limit-reached',
  'mfa.fraud_reported': 'fraud-reported',
  'webauthn.policy_refused': 'passkey-refused',
  'webauthn.counter_regressed': 'passkey-copied',
  'tap.used': 'temporary-pass',
  'recovery_codes.used': 'recovery-code',
  excess_rate_limit_exceeded: 'limit-reached',
  'auth.failed_closed': 'failed-closed',
} as const satisfies Partial<Readonly<Record<AuditEvent, Rule>>>;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
export const SIGN_IN_EVENTS = Object.keys(RULES) as readonly AuditEvent[];

const RULE_OF: ReadonlyMap<string, Rule> = new Map<string, Rule>(Object.entries(RULES));

/** What a record says about a sign-in; undefined: it is about something else. */
export function signInReasonOf(told: Told): SignInReason | undefined {
  const rule = RULE_OF.get(told.event);
  if (rule === undefined) return undefined;
  return typeof rule === 'string' ? rule : (rule(told) ?? 'other-failure');
}

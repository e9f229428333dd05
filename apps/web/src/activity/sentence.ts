import type { ActivityEvent } from '@proofup/contract/activity.ts';
import type { ActivityLineView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/account-text.ts';

type Line = Pick<ActivityLineView, 'event' | 'method' | 'by' | 'action' | 'reason'>;

const METHODS: Readonly<Record<NonNullable<Line['method']>, () => string>> = {
  text: () => t('line.method.text'),
  call: () => t('line.method.call'),
  'spoken-code': () => t('line.method.spoken-code'),
  push: () => t('line.method.push'),
  totp: () => t('line.method.totp'),
  'hardware-token': () => t('line.method.hardware-token'),
  'saved-recovery-code': () => t('line.method.saved-recovery-code'),
  passkey: () => t('line.method.passkey'),
  'temporary-access-pass': () => t('line.method.temporary-access-pass'),
};

const withMethod = (what: string, { method }: Line): string =>
  method === undefined ? what : t('line.signed-in.with', { what, method: METHODS[method]() });

const ACTIONS: Readonly<Record<string, () => string>> = {
  blocked: () => t('line.account-blocked'),
  unblocked: () => t('line.account-unblocked'),
  password_reset: () => t('line.password-changed'),
  email_changed: () => t('line.email-changed'),
};

const ADDED: Readonly<Partial<Record<NonNullable<Line['method']>, () => string>>> = {
  passkey: () => t('line.passkey-added'),
  push: () => t('line.device-added'),
  'hardware-token': () => t('line.hardware-token-added'),
};

const SENTENCES: Readonly<Record<ActivityEvent, (line: Line) => string>> = {
  authn_login_success: (line) => withMethod(t('line.signed-in'), line),
  authn_login_successafterfail: (line) => withMethod(t('line.signed-in.after-failures'), line),
  'stepup.done': () => t('line.proved-again'),
  session_revoked: ({ by, reason }) => {
    if (by === 'administrator') return t('line.signed-out.by-administrator');
    return reason === 'signed_out_elsewhere' ? t('line.signed-out.others') : t('line.signed-out');
  },
  authn_login_fail: ({ reason, method }) => {
    if (reason === 'blocked') return t('line.blocked');
    return method === 'passkey' ? t('line.passkey-refused') : t('line.wrong-password');
  },
  authn_password_change: () => t('line.password-changed'),
  authn_password_change_fail: () => t('line.wrong-current-password'),
  'password_reset.requested': () => t('line.reset-requested'),
  'webauthn.counter_regressed': () => t('line.passkey-copied'),
  'webauthn.policy_refused': () => t('line.passkey-refused'),
  'mfa.code.evaluated': () => t('line.wrong-code'),
  'mfa.push.denied': () => t('line.push-denied'),
  'mfa.push.wrong_number': () => t('line.wrong-number'),
  'mfa.fraud_reported': () => t('line.fraud'),
  'factor.enrolled': ({ method = 'totp' }) => (ADDED[method] ?? (() => t('line.app-added')))(),
  'factor.moved': ({ method }) =>
    method === 'totp' ? t('line.app-moved') : t('line.device-moved'),
  'factor.removed': () => t('line.method-removed'),
  'factor.renamed': () => t('line.method-renamed'),
  'account.language_changed': () => t('line.language-changed'),
  'factor.default_changed': () => t('line.default-changed'),
  'factor.disabled': () => t('line.method-disabled'),
  'factor.restored': () => t('line.method-restored'),
  'phone.confirmed': ({ reason }) =>
    reason === 'replaced' ? t('line.phone-replaced') : t('line.phone-added'),
  'phone.removed': () => t('line.phone-removed'),
  'recovery_codes.generated': () => t('line.codes-made'),
  'recovery_codes.used': () => t('line.code-used'),
  'app_password.created': () => t('line.app-password-made'),
  'app_password.deleted': () => t('line.app-password-deleted'),
  'device_trust.created': () => t('line.browser-remembered'),
  'tap.issued': () => t('line.pass-issued'),
  'tap.used': () => t('line.pass-used'),
  'admin.mfa_cleared': () => t('line.cleared'),
  'admin.method_removed': () => t('line.method-removed-for'),
  'admin.phone_added': () => t('line.phone-added-for'),
  'bypass.issued': () => t('line.bypass-issued'),
  'bypass.used': () => t('line.bypass-used'),
  authz_admin: ({ action = '' }) => (ACTIONS[action] ?? (() => t('line.account-changed')))(),
  authz_change: ({ action = '' }) => (ACTIONS[action] ?? (() => t('line.state-changed')))(),
  'account.disowned': () => t('line.disowned'),
  'account.frozen': () => t('line.frozen'),
};

/** What happened, in a few plain words. */
export const sentenceOf = (line: Line): string => SENTENCES[line.event](line);

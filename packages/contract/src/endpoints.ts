import type { AuditEvent } from './audit-events.ts';

/**
 * Who may call an endpoint.
 * - `public`: anybody.
 * - `pre-auth`: the browser that began this sign-in (its cookie), the first factor proven.
 * - `set-up`: a fresh session, or a sign-in in its set-up, whose account had no method before.
 * - `session`: a signed-in person.
 * - `fresh-session`: one who proved their second step at most 5 minutes ago.
 */
export type Access = 'public' | 'pre-auth' | 'set-up' | 'session' | 'fresh-session';

/** What may have to be done before a proven sign-in is complete. */
export type SignInTask = 'change-password' | 'new-recovery-codes';

/** Which budget a call spends before anything else is done for it (docs/configuration.md). */
export type RateLane = 'none' | 'secret' | 'send' | 'report';

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path template; `{name}` are parameters. */
  readonly path: string;
  readonly access: Access;
  /** With `set-up`: open to a sign-in too that this task is asked of, and as long as it is. */
  readonly task?: SignInTask;
  readonly lane: RateLane;
  /** What a call that succeeds leaves in the audit log; null for a pure read. */
  readonly audit: AuditEvent | null;
  /** The success status; 204 has no body. */
  readonly status: 200 | 201 | 204;
  readonly summary: string;
};

/** Plain data: the sign-in pages' client reads this table and must not carry a schema library. */
export const ENDPOINTS = {
  getConfiguration: {
    method: 'GET',
    path: '/api/v1/configuration',
    access: 'public',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'What the pages need to know about this installation',
  },
  beginSignIn: {
    method: 'POST',
    path: '/api/v1/sign-in',
    access: 'public',
    lane: 'secret',
    audit: 'mfa.challenge.created',
    status: 200,
    summary: 'Prove the first factor; the default second step starts by itself',
  },
  beginPasskey: {
    method: 'POST',
    path: '/api/v1/sign-in/passkey/options',
    access: 'public',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'Ask for any passkey, in place of user name and password; nothing is stored',
  },
  signInWithPasskey: {
    method: 'POST',
    path: '/api/v1/sign-in/passkey',
    access: 'public',
    lane: 'secret',
    audit: 'authn_login_success',
    status: 200,
    summary: 'Sign in with a passkey that verified its user',
  },
  getSignIn: {
    method: 'GET',
    path: '/api/v1/sign-in/{signInId}',
    access: 'pre-auth',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'Where this sign-in stands',
  },
  issueChallenge: {
    method: 'POST',
    path: '/api/v1/sign-in/{signInId}/challenge',
    access: 'pre-auth',
    lane: 'send',
    audit: 'mfa.challenge.method_chosen',
    status: 200,
    summary: 'Use a verification option, or send its code again',
  },
  verifyChallenge: {
    method: 'POST',
    path: '/api/v1/sign-in/{signInId}/verify',
    access: 'pre-auth',
    lane: 'secret',
    audit: 'mfa.success',
    status: 200,
    summary: 'Submit the code of the live challenge',
  },
  completeSignIn: {
    method: 'POST',
    path: '/api/v1/sign-in/{signInId}/complete',
    access: 'pre-auth',
    lane: 'none',
    audit: 'mfa.success',
    status: 200,
    summary: 'Finish after an approval that came from a phone',
  },
  cancelSignIn: {
    method: 'DELETE',
    path: '/api/v1/sign-in/{signInId}',
    access: 'pre-auth',
    lane: 'none',
    audit: 'mfa.challenge.superseded',
    status: 204,
    summary: 'Give up this sign-in',
  },
  finishSetUp: {
    method: 'POST',
    path: '/api/v1/sign-in/{signInId}/finish-set-up',
    access: 'pre-auth',
    lane: 'none',
    audit: 'authn_login_success',
    status: 200,
    summary: 'End the set-up: the account is enforced and signed in',
  },
  changePasswordInSignIn: {
    method: 'POST',
    path: '/api/v1/sign-in/{signInId}/password',
    access: 'pre-auth',
    lane: 'none',
    audit: 'authn_password_change',
    status: 200,
    summary: 'Choose a password of your own, where somebody else chose the one at hand',
  },
  finishTasks: {
    method: 'POST',
    path: '/api/v1/sign-in/{signInId}/finish-tasks',
    access: 'pre-auth',
    lane: 'none',
    audit: 'authn_login_success',
    status: 200,
    summary: 'End a sign-in whose tasks are done',
  },
  beginStepUp: {
    method: 'POST',
    path: '/api/v1/step-up',
    access: 'session',
    lane: 'send',
    audit: 'stepup.required',
    status: 200,
    summary: 'Prove the second step again, for a change that asks for it',
  },
  getSession: {
    method: 'GET',
    path: '/api/v1/session',
    access: 'session',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'Who is signed in, and for how long',
  },
  endSession: {
    method: 'DELETE',
    path: '/api/v1/session',
    access: 'session',
    lane: 'none',
    audit: 'session_revoked',
    status: 204,
    summary: 'Sign out',
  },
  getSessions: {
    method: 'GET',
    path: '/api/v1/sessions',
    access: 'session',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'Where the signed-in person is signed in',
  },
  endOneSession: {
    method: 'DELETE',
    path: '/api/v1/sessions/{sessionId}',
    access: 'fresh-session',
    lane: 'none',
    audit: 'session_revoked',
    status: 200,
    summary: 'Sign one other browser out',
  },
  endOtherSessions: {
    method: 'DELETE',
    path: '/api/v1/sessions',
    access: 'fresh-session',
    lane: 'none',
    audit: 'session_revoked',
    status: 200,
    summary: 'Sign every other browser out',
  },
  getActivity: {
    method: 'GET',
    path: '/api/v1/activity',
    access: 'session',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'What happened with the account, newest first, a page at a time',
  },
  disownActivity: {
    method: 'POST',
    path: '/api/v1/activity/{lineId}/not-me',
    access: 'session',
    lane: 'none',
    audit: 'account.disowned',
    status: 200,
    summary: 'Say of one line that it was not you: what came of it is stopped',
  },
  useFreezeLink: {
    method: 'POST',
    path: '/api/v1/freeze',
    access: 'public',
    lane: 'secret',
    audit: 'account.frozen',
    status: 200,
    summary: 'Stop what a notice told of, with its one-use link',
  },
  reportProblem: {
    method: 'POST',
    path: '/api/v1/help/reports',
    access: 'public',
    lane: 'report',
    audit: 'case.opened',
    status: 204,
    summary: 'Tell the help desk of a problem',
  },
  getSecurityInfo: {
    method: 'GET',
    path: '/api/v1/security-info',
    access: 'session',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'The methods of the signed-in person',
  },
  setPreferredOption: {
    method: 'PUT',
    path: '/api/v1/security-info/preferred-option',
    access: 'fresh-session',
    lane: 'none',
    audit: 'factor.default_changed',
    status: 200,
    summary: 'Choose what is asked first',
  },
  renameMethod: {
    method: 'PATCH',
    path: '/api/v1/security-info/methods/{methodId}',
    access: 'fresh-session',
    lane: 'none',
    audit: 'factor.renamed',
    status: 200,
    summary: 'Name a method',
  },
  removeMethod: {
    method: 'DELETE',
    path: '/api/v1/security-info/methods/{methodId}',
    access: 'fresh-session',
    lane: 'none',
    audit: 'factor.removed',
    status: 200,
    summary: 'Remove a method',
  },
  getSetUpOptions: {
    method: 'GET',
    path: '/api/v1/bindings',
    access: 'set-up',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'What may be added, and the countries that texts and calls may reach',
  },
  bindPhone: {
    method: 'POST',
    path: '/api/v1/bindings/phone',
    access: 'set-up',
    lane: 'send',
    audit: 'phone.added',
    status: 201,
    summary: 'Start adding a phone number, or replacing the one in its place',
  },
  bindApp: {
    method: 'POST',
    path: '/api/v1/bindings/app',
    access: 'set-up',
    lane: 'none',
    audit: 'factor.enrol_started',
    status: 201,
    summary: 'Start adding an authenticator app; the secret is shown this once',
  },
  bindPasskey: {
    method: 'POST',
    path: '/api/v1/bindings/passkey',
    access: 'set-up',
    lane: 'none',
    audit: 'factor.enrol_started',
    status: 201,
    summary: 'Start adding a passkey; the answer is what the browser makes it with',
  },
  bindDevice: {
    method: 'POST',
    path: '/api/v1/bindings/device',
    access: 'set-up',
    lane: 'none',
    audit: 'factor.enrol_started',
    status: 201,
    summary: 'Start adding a phone with the authenticator; the code is shown this once',
  },
  getBinding: {
    method: 'GET',
    path: '/api/v1/bindings/{bindingId}',
    access: 'set-up',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'Where a started addition stands',
  },
  challengeBinding: {
    method: 'POST',
    path: '/api/v1/bindings/{bindingId}/challenge',
    access: 'set-up',
    lane: 'send',
    audit: 'mfa.challenge.method_chosen',
    status: 200,
    summary: 'Send the code again, call instead, or ask the device that answered',
  },
  confirmBinding: {
    method: 'POST',
    path: '/api/v1/bindings/{bindingId}/confirm',
    access: 'set-up',
    lane: 'secret',
    audit: 'factor.enrolled',
    status: 200,
    summary: 'Prove the new method; from now on it counts',
  },
  cancelBinding: {
    method: 'DELETE',
    path: '/api/v1/bindings/{bindingId}',
    access: 'set-up',
    lane: 'none',
    audit: 'factor.enrol_failed',
    status: 204,
    summary: 'Drop a started addition',
  },
  generateRecoveryCodes: {
    method: 'POST',
    path: '/api/v1/security-info/recovery-codes',
    access: 'set-up',
    task: 'new-recovery-codes',
    lane: 'none',
    audit: 'recovery_codes.generated',
    status: 201,
    summary: 'Make a new set of recovery codes; the old set is dead, the new one shown this once',
  },
  changePassword: {
    method: 'POST',
    path: '/api/v1/security-info/password',
    access: 'fresh-session',
    lane: 'secret',
    audit: 'authn_password_change',
    status: 200,
    summary: 'Change the password; every other browser is signed out',
  },
  forgotPassword: {
    method: 'POST',
    path: '/api/v1/password/forgotten',
    access: 'public',
    lane: 'send',
    audit: 'password_reset.requested',
    status: 204,
    summary: 'Ask for a link for a new password; the answer is the same for every name',
  },
  resetPassword: {
    method: 'POST',
    path: '/api/v1/password/reset',
    access: 'public',
    lane: 'secret',
    audit: 'authn_password_change',
    status: 204,
    summary: 'Choose a new password with the link that was mailed; it signs nobody in',
  },
  claimBootstrap: {
    method: 'POST',
    path: '/api/v1/bootstrap',
    access: 'public',
    lane: 'secret',
    audit: 'authz_admin',
    status: 201,
    summary: 'Make the first administrator with the one-use link of a new installation',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

export type EndpointName = keyof typeof ENDPOINTS;

/** The header that carries the CSRF token of a sign-in or session on every write. */
export const CSRF_HEADER = 'x-proofup-csrf';

/**
 * The stream a waiting page listens to (WHATWG server-sent events): an event `changed` whenever the
 * sign-in moved. It carries no data; the page then reads `getSignIn`.
 */
export const SIGN_IN_EVENTS_PATH = '/api/v1/sign-in/{signInId}/events';
export const BINDING_EVENTS_PATH = '/api/v1/bindings/{bindingId}/events';

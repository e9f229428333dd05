// Made of the contract by `npm run build`: plain JavaScript, and its types.
const OPERATIONS = new Map([
  ['verifyAppPassword', { method: 'POST', path: '/api/v1/app-passwords/verify' }],
  ['searchUsers', { method: 'POST', path: '/api/v1/admin/users/search' }],
  ['getUser', { method: 'GET', path: '/api/v1/admin/users/{userId}' }],
  ['getUserActivity', { method: 'GET', path: '/api/v1/admin/users/{userId}/activity' }],
  ['clearMethods', { method: 'POST', path: '/api/v1/admin/users/{userId}/clear-methods' }],
  ['deleteAppPasswordsOf', { method: 'POST', path: '/api/v1/admin/users/{userId}/delete-app-passwords' }],
  ['forgetBrowsersOf', { method: 'POST', path: '/api/v1/admin/users/{userId}/forget-browsers' }],
  ['revokeSessionsOf', { method: 'POST', path: '/api/v1/admin/users/{userId}/revoke-sessions' }],
  ['resetPasswordOf', { method: 'POST', path: '/api/v1/admin/users/{userId}/reset-password' }],
  ['blockUser', { method: 'POST', path: '/api/v1/admin/users/{userId}/block' }],
  ['unblockUser', { method: 'POST', path: '/api/v1/admin/users/{userId}/unblock' }],
  ['issuePass', { method: 'POST', path: '/api/v1/admin/users/{userId}/pass' }],
  ['setUserState', { method: 'POST', path: '/api/v1/admin/users/{userId}/state' }],
  ['listCases', { method: 'GET', path: '/api/v1/admin/cases' }],
  ['getCase', { method: 'GET', path: '/api/v1/admin/cases/{caseId}' }],
  ['takeCase', { method: 'POST', path: '/api/v1/admin/cases/{caseId}/take' }],
  ['closeCase', { method: 'POST', path: '/api/v1/admin/cases/{caseId}/close' }],
  ['readReport', { method: 'POST', path: '/api/v1/admin/reports' }],
  ['getAttempt', { method: 'GET', path: '/api/v1/admin/attempts/{correlationId}' }],
  ['beginVerification', { method: 'POST', path: '/api/v1/verifications' }],
  ['getVerification', { method: 'GET', path: '/api/v1/verifications/{verificationId}' }],
  ['chooseVerification', { method: 'POST', path: '/api/v1/verifications/{verificationId}/challenge' }],
  ['verifyVerification', { method: 'POST', path: '/api/v1/verifications/{verificationId}/verify' }],
  ['readVerification', { method: 'POST', path: '/api/v1/verifications/{verificationId}/statement' }],
  ['cancelVerification', { method: 'DELETE', path: '/api/v1/verifications/{verificationId}' }],
]);

/** Calls operations by their names; an expected "no" is a value. */
const makeCaller =
  (operations, { url, key, fetch = globalThis.fetch }) =>
  async (name, input = {}) => {
    const operation = operations.get(name);
    if (operation === undefined) throw new TypeError(`there is no operation ${name}`);
    const { params = {}, query = {}, body, idempotencyKey, signal } = input;
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, part) =>
      encodeURIComponent(String(params[part])),
);
    const address = new URL(path, url);
    for (const [part, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(part, value);
    }
    let response;
    try {
      response = await fetch(address, {
        method: operation.method,
        redirect: 'error',
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': `"${idempotencyKey}"` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      return { kind: 'unreachable', error };
    }
    const value = response.status === 204 ? undefined : await response.json();
    return response.ok ? { kind: 'ok', value } : { kind: 'problem', problem: value };
  };

export const makeClient = (settings) => makeCaller(OPERATIONS, settings);

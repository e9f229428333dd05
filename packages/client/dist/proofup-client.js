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
  ['createUser', { method: 'POST', path: '/api/v1/admin/users' }],
  ['listImports', { method: 'GET', path: '/api/v1/admin/imports' }],
  ['importAtOnce', { method: 'POST', path: '/api/v1/admin/import-batches' }],
  ['setUserLanguage', { method: 'POST', path: '/api/v1/admin/users/{userId}/language' }],
  ['searchTokens', { method: 'POST', path: '/api/v1/admin/tokens/search' }],
  ['assignToken', { method: 'POST', path: '/api/v1/admin/tokens/{tokenId}/assign' }],
  ['deactivateToken', { method: 'POST', path: '/api/v1/admin/tokens/{tokenId}/deactivate' }],
  ['deleteToken', { method: 'POST', path: '/api/v1/admin/tokens/{tokenId}/delete' }],
  ['getVoice', { method: 'GET', path: '/api/v1/admin/voice' }],
  ['setVoice', { method: 'POST', path: '/api/v1/admin/voice' }],
  ['setVoiceWords', { method: 'POST', path: '/api/v1/admin/voice/{message}/words' }],
  ['setVoiceSound', { method: 'POST', path: '/api/v1/admin/voice/{message}/sound' }],
  ['getBrand', { method: 'GET', path: '/api/v1/admin/brand' }],
  ['setBrand', { method: 'POST', path: '/api/v1/admin/brand' }],
  ['setLogo', { method: 'POST', path: '/api/v1/admin/brand/logo' }],
  ['listCases', { method: 'GET', path: '/api/v1/admin/cases' }],
  ['getCase', { method: 'GET', path: '/api/v1/admin/cases/{caseId}' }],
  ['takeCase', { method: 'POST', path: '/api/v1/admin/cases/{caseId}/take' }],
  ['closeCase', { method: 'POST', path: '/api/v1/admin/cases/{caseId}/close' }],
  ['readReport', { method: 'POST', path: '/api/v1/admin/reports' }],
  ['getAttempt', { method: 'GET', path: '/api/v1/admin/attempts/{correlationId}' }],
  ['removeMethodOf', { method: 'POST', path: '/api/v1/admin/users/{userId}/remove-method' }],
  ['addPhoneOf', { method: 'POST', path: '/api/v1/admin/users/{userId}/add-phone' }],
  ['getUserBlocks', { method: 'GET', path: '/api/v1/admin/users/{userId}/blocks' }],
  ['manageSeveral', { method: 'POST', path: '/api/v1/admin/users/manage-several' }],
  ['listAlertTargets', { method: 'GET', path: '/api/v1/admin/alert-targets' }],
  ['listAlerts', { method: 'GET', path: '/api/v1/admin/alerts' }],
  ['beginExport', { method: 'POST', path: '/api/v1/admin/exports' }],
  ['listExports', { method: 'GET', path: '/api/v1/admin/exports' }],
  ['readExportPart', { method: 'POST', path: '/api/v1/admin/exports/{exportId}/part' }],
  ['removeExport', { method: 'DELETE', path: '/api/v1/admin/exports/{exportId}' }],
  ['readMessages', { method: 'POST', path: '/api/v1/admin/messages' }],
  ['listGroups', { method: 'GET', path: '/api/v1/admin/groups' }],
  ['createGroup', { method: 'POST', path: '/api/v1/admin/groups' }],
  ['changeGroup', { method: 'PATCH', path: '/api/v1/admin/groups/{groupId}' }],
  ['deleteGroup', { method: 'POST', path: '/api/v1/admin/groups/{groupId}/delete' }],
  ['addGroupMembers', { method: 'POST', path: '/api/v1/admin/groups/{groupId}/members' }],
  ['removeGroupMembers', { method: 'POST', path: '/api/v1/admin/groups/{groupId}/remove-members' }],
  ['getPolicy', { method: 'GET', path: '/api/v1/admin/policy' }],
  ['previewPolicy', { method: 'POST', path: '/api/v1/admin/policy/preview' }],
  ['listLockedOut', { method: 'POST', path: '/api/v1/admin/policy/locked-out' }],
  ['listTenants', { method: 'GET', path: '/api/v1/admin/tenants' }],
  ['listApplications', { method: 'GET', path: '/api/v1/admin/applications' }],
  ['beginVerification', { method: 'POST', path: '/api/v1/verifications' }],
  ['getVerification', { method: 'GET', path: '/api/v1/verifications/{verificationId}' }],
  ['chooseVerification', { method: 'POST', path: '/api/v1/verifications/{verificationId}/challenge' }],
  ['verifyVerification', { method: 'POST', path: '/api/v1/verifications/{verificationId}/verify' }],
  ['readVerification', { method: 'POST', path: '/api/v1/verifications/{verificationId}/statement' }],
  ['cancelVerification', { method: 'DELETE', path: '/api/v1/verifications/{verificationId}' }],
  ['getCoverage', { method: 'GET', path: '/api/v1/admin/roll-out' }],
  ['listRollOut', { method: 'POST', path: '/api/v1/admin/roll-out/people' }],
  ['listReminders', { method: 'GET', path: '/api/v1/admin/roll-out/reminders' }],
  ['beginHandover', { method: 'POST', path: '/api/v1/handovers' }],
  ['readHandover', { method: 'POST', path: '/api/v1/handovers/{verificationId}/statement' }],
]);

/** Where an operation is, with what stands in its path and behind it. */
function addressOf({ path }, url, { params = {}, query = {} }) {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, part) =>
    encodeURIComponent(String(params[part])),
  );
  const address = new URL(filled, url);
  for (const [part, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(part, value);
  }
  return address;
}

const headersFor = (key, { body, idempotencyKey }) => ({
  accept: 'application/json',
  authorization: `Bearer ${key}`,
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(idempotencyKey === undefined ? {} : { 'idempotency-key': `"${idempotencyKey}"` }),
});

                                        
                                                    

/**
 * Once at the beginning and then whenever something moved, until the service ends the stream: read
 * the verification each time. Throws what `fetch` throws, also where the signal ends it.
 */
const makeStream = ({ path }, { url, key, fetch = globalThis.fetch }) =>
  async function* watch({ params = {}, signal } = {}) {
    const response = await fetch(addressOf({ path, method: 'GET' }, url, { params }), {
      redirect: 'error',
      headers: { accept: 'text/event-stream', authorization: `Bearer ${key}` },
      ...(signal === undefined ? {} : { signal }),
    });
    if (!response.ok || response.body === null) throw new Error(`refused: ${response.status}`);
    yield;
    let rest = '';
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + part).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) if (/^event: changed$/m.test(event)) yield;
    }
  };

/** Calls operations by their names; an expected "no" is a value. */
const makeCaller =
  (operations, { url, key, fetch = globalThis.fetch }) =>
  async (name, input = {}) => {
    const operation = operations.get(name);
    if (operation === undefined) throw new TypeError(`there is no operation ${name}`);
    const { body, signal } = input;
    try {
      const response = await fetch(addressOf(operation, url, input), {
        method: operation.method,
        redirect: 'error',
        headers: headersFor(key, input),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      const value = response.status === 204 ? undefined : await response.json();
      return response.ok ? { kind: 'ok', value } : { kind: 'problem', problem: value };
    } catch (error) {
      return { kind: 'unreachable', error };
    }
  };

export const makeClient = (settings) => makeCaller(OPERATIONS, settings);
export const makeWatcher = (settings) => makeStream({ path: '/api/v1/verifications/{verificationId}/events' }, settings);

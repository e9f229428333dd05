import type { Endpoint } from '../endpoint.ts';
import type { StaffRole } from '../roles.ts';

const HELPERS = ['help-desk', 'administrator'] as const satisfies readonly StaffRole[];
const ALL_STAFF = ['help-desk', 'auditor', 'administrator'] as const satisfies readonly StaffRole[];

/** Who is calling, and one sign-in without the second step. */
const CALLERS = {
  sendCallerNumber: {
    method: 'POST',
    path: '/api/v1/admin/users/{userId}/caller-checks',
    access: 'administration',
    roles: HELPERS,
    fresh: true,
    lane: 'send',
    audit: 'caller_check.sent',
    status: 200,
    summary: 'Send a number to a method of a person who calls, to be read out',
  },
  confirmCallerNumber: {
    method: 'POST',
    path: '/api/v1/admin/caller-checks/{checkId}/confirm',
    access: 'administration',
    roles: HELPERS,
    fresh: true,
    lane: 'secret',
    audit: 'caller_check.passed',
    status: 200,
    summary: 'Compare the number that the caller read out',
  },
  issueBypass: {
    method: 'POST',
    path: '/api/v1/admin/users/{userId}/bypass',
    access: 'administration',
    roles: HELPERS,
    fresh: true,
    lane: 'none',
    audit: 'bypass.issued',
    status: 200,
    summary: 'Open an account for one sign-in without the second step',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

const METHODS = {
  removeMethodOf: {
    method: 'POST',
    path: '/api/v1/admin/users/{userId}/remove-method',
    access: 'administration',
    roles: HELPERS,
    fresh: true,
    scope: 'users.recover',
    lane: 'none',
    audit: 'admin.method_removed',
    status: 200,
    summary: 'Remove one method of a person',
  },
  addPhoneOf: {
    method: 'POST',
    path: '/api/v1/admin/users/{userId}/add-phone',
    access: 'administration',
    roles: HELPERS,
    fresh: true,
    scope: 'users.recover',
    lane: 'none',
    audit: 'admin.phone_added',
    status: 200,
    summary: 'Add a phone number for a person, or correct the one in its place',
  },
  getUserBlocks: {
    method: 'GET',
    path: '/api/v1/admin/users/{userId}/blocks',
    access: 'administration',
    roles: ALL_STAFF,
    scope: 'users.read',
    lane: 'none',
    audit: 'account.read',
    status: 200,
    summary: 'Every block and unblock of a person with its reason, newest first',
  },
  manageSeveral: {
    method: 'POST',
    path: '/api/v1/admin/users/manage-several',
    access: 'administration',
    roles: HELPERS,
    fresh: true,
    scope: 'users.recover',
    lane: 'none',
    audit: 'admin.mfa_cleared',
    status: 200,
    summary: 'Manage user settings of several people at once; each has a result of its own',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

/** What takes two persons. */
const APPROVALS = {
  requestApproval: {
    method: 'POST',
    path: '/api/v1/admin/users/{userId}/approvals',
    access: 'administration',
    roles: HELPERS,
    fresh: true,
    lane: 'none',
    audit: 'approval.requested',
    status: 200,
    summary: 'Ask a second person for something that takes two',
  },
  listApprovals: {
    method: 'GET',
    path: '/api/v1/admin/approvals',
    access: 'administration',
    roles: HELPERS,
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'What waits for a second person, the first to expire first',
  },
  approveRequest: {
    method: 'POST',
    path: '/api/v1/admin/approvals/{approvalId}/approve',
    access: 'administration',
    roles: HELPERS,
    fresh: true,
    lane: 'none',
    audit: 'approval.approved',
    status: 200,
    summary: 'Agree to what somebody else asked for: it is done at once',
  },
  refuseRequest: {
    method: 'POST',
    path: '/api/v1/admin/approvals/{approvalId}/refuse',
    access: 'administration',
    roles: HELPERS,
    fresh: true,
    lane: 'none',
    audit: 'approval.refused',
    status: 204,
    summary: 'Refuse what somebody else asked for, or take back what you asked for',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

/** How the help desk helps beyond looking at one account. */
export const HELP = {
  ...CALLERS,
  ...METHODS,
  ...APPROVALS,
} as const satisfies Readonly<Record<string, Endpoint>>;

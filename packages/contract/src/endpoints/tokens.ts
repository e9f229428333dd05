import type { Endpoint } from '../endpoint.ts';
import type { StaffRole } from '../roles.ts';

const ADMINISTRATORS = ['administrator'] as const satisfies readonly StaffRole[];
const ALL_STAFF = ['help-desk', 'auditor', 'administrator'] as const satisfies readonly StaffRole[];

/** Hardware tokens: devices that show a code, bought by the organisation and handed out. */
export const TOKENS = {
  searchTokens: {
    method: 'POST',
    path: '/api/v1/admin/tokens/search',
    access: 'administration',
    roles: ALL_STAFF,
    scope: 'tokens.write',
    lane: 'none',
    audit: 'account.searched',
    status: 200,
    summary: 'Hardware tokens by the beginning of their serial number, or those of one person',
  },
  assignToken: {
    method: 'POST',
    path: '/api/v1/admin/tokens/{tokenId}/assign',
    access: 'administration',
    roles: ADMINISTRATORS,
    fresh: true,
    scope: 'tokens.write',
    lane: 'none',
    audit: 'token.changed',
    status: 200,
    summary: 'Give a hardware token to a person, or to nobody, while it is not activated',
  },
  activateToken: {
    method: 'POST',
    path: '/api/v1/admin/tokens/{tokenId}/activate',
    access: 'administration',
    roles: ADMINISTRATORS,
    fresh: true,
    lane: 'secret',
    audit: 'factor.enrolled',
    status: 200,
    summary: 'Make an assigned hardware token a method of its person, with a code that it shows',
  },
  deactivateToken: {
    method: 'POST',
    path: '/api/v1/admin/tokens/{tokenId}/deactivate',
    access: 'administration',
    roles: ADMINISTRATORS,
    fresh: true,
    scope: 'tokens.write',
    lane: 'none',
    audit: 'token.changed',
    status: 200,
    summary: 'Take a hardware token from the methods of its person',
  },
  deleteToken: {
    method: 'POST',
    path: '/api/v1/admin/tokens/{tokenId}/delete',
    access: 'administration',
    roles: ADMINISTRATORS,
    fresh: true,
    scope: 'tokens.write',
    lane: 'none',
    audit: 'token.changed',
    status: 204,
    summary: 'Forget a hardware token that is not activated, with its secret',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

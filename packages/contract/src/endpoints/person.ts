import type { Endpoint } from '../endpoint.ts';
import type { StaffRole } from '../roles.ts';

/** What a person is spoken to in: their own choice. */
export const OWN_LANGUAGE = {
  getLanguage: {
    method: 'GET',
    path: '/api/v1/security-info/language',
    access: 'session',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'The language of calls to the signed-in person, and those that there are',
  },
  setLanguage: {
    method: 'POST',
    path: '/api/v1/security-info/language',
    access: 'session',
    lane: 'none',
    audit: 'account.language_changed',
    status: 200,
    summary: 'Choose the language of calls',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

const HELPERS = ['help-desk', 'administrator'] as const satisfies readonly StaffRole[];

export const LANGUAGE_OF = {
  setUserLanguage: {
    method: 'POST',
    path: '/api/v1/admin/users/{userId}/language',
    access: 'administration',
    roles: HELPERS,
    fresh: true,
    scope: 'users.write',
    lane: 'none',
    audit: 'authz_change',
    status: 200,
    summary: 'Set the language that a person is called in',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

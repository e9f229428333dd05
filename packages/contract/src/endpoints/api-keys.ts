import type { Endpoint } from '../endpoint.ts';

/** Keys of programs. No scope stands here: a key neither makes nor ends keys. */
export const API_KEYS = {
  listApiKeys: {
    method: 'GET',
    path: '/api/v1/admin/api-keys',
    access: 'administration',
    roles: ['auditor', 'administrator'],
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'The API keys there are, with what each may do',
  },
  createApiKey: {
    method: 'POST',
    path: '/api/v1/admin/api-keys',
    access: 'administration',
    roles: ['administrator'],
    fresh: true,
    once: true,
    lane: 'none',
    audit: 'api_key.created',
    status: 201,
    summary: 'Make an API key; it is shown this once',
  },
  revokeApiKey: {
    method: 'POST',
    path: '/api/v1/admin/api-keys/{keyName}/revoke',
    access: 'administration',
    roles: ['administrator'],
    fresh: true,
    lane: 'none',
    audit: 'api_key.revoked',
    status: 200,
    summary: 'End an API key at once',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

import type { Endpoint } from '../endpoint.ts';
import type { StaffRole } from '../roles.ts';

const ADMINISTRATORS = ['administrator'] as const satisfies readonly StaffRole[];
const REVIEWERS = ['auditor', 'administrator'] as const satisfies readonly StaffRole[];

/** What the organisation asks of its people, one question after another. */
export const POLICY = {
  getPolicy: {
    method: 'GET',
    path: '/api/v1/admin/policy',
    access: 'administration',
    roles: REVIEWERS,
    scope: 'settings.read',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'Every question of the policy, with the answer in force',
  },
  previewPolicy: {
    method: 'POST',
    path: '/api/v1/admin/policy/preview',
    access: 'administration',
    roles: REVIEWERS,
    scope: 'settings.read',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'Whom an answer would touch, and who could no longer sign in as before',
  },
  setPolicy: {
    method: 'POST',
    path: '/api/v1/admin/policy',
    access: 'administration',
    roles: ADMINISTRATORS,
    fresh: true,
    lane: 'none',
    audit: 'policy.changed',
    status: 200,
    summary: 'Answer a question of the policy anew; it holds from the next request on',
  },
  listLockedOut: {
    method: 'POST',
    path: '/api/v1/admin/policy/locked-out',
    access: 'administration',
    roles: REVIEWERS,
    scope: 'settings.read',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'The people whose methods would no longer do, a page at a time',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

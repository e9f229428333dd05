import type { Endpoint } from '../endpoint.ts';
import type { StaffRole } from '../roles.ts';

const ADMINISTRATORS = ['administrator'] as const satisfies readonly StaffRole[];
const READERS = ['auditor', 'administrator'] as const satisfies readonly StaffRole[];

/** How people come into the service, one or many at a time. */
export const PEOPLE = {
  createUser: {
    method: 'POST',
    path: '/api/v1/admin/users',
    access: 'administration',
    roles: ADMINISTRATORS,
    fresh: true,
    scope: 'users.import',
    lane: 'none',
    audit: 'authz_admin',
    status: 200,
    summary: 'Add one person',
  },
  listImports: {
    method: 'GET',
    path: '/api/v1/admin/imports',
    access: 'administration',
    roles: READERS,
    scope: 'users.import',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'The files that came in lately, how far each is, and what came of it',
  },
  startImport: {
    method: 'POST',
    path: '/api/v1/admin/imports',
    access: 'administration',
    roles: ADMINISTRATORS,
    fresh: true,
    lane: 'none',
    audit: 'import.started',
    status: 200,
    summary: 'Begin with a file of people, or of states; a dry run does nothing',
  },
  importAtOnce: {
    method: 'POST',
    path: '/api/v1/admin/import-batches',
    access: 'administration',
    roles: ADMINISTRATORS,
    fresh: true,
    scope: 'users.import',
    lane: 'none',
    audit: 'import.lines',
    status: 200,
    summary: 'Lines of a file at once, 500 at most; a result for each',
  },
  importLines: {
    method: 'POST',
    path: '/api/v1/admin/imports/{importId}/lines',
    access: 'administration',
    roles: ADMINISTRATORS,
    lane: 'none',
    audit: 'import.lines',
    status: 200,
    summary: 'The next lines of a file that one began within the last hour; a result for each',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

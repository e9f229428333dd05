import type { Endpoint } from '../endpoint.ts';
import type { StaffRole } from '../roles.ts';

const REVIEWERS = ['auditor', 'administrator'] as const satisfies readonly StaffRole[];
const common = {
  access: 'administration',
  roles: REVIEWERS,
  scope: 'reports.read',
  lane: 'none',
  status: 200,
} as const;

/** Long reports are made beside the requests, and fetched part by part. */
export const EXPORTS = {
  beginExport: {
    ...common,
    method: 'POST',
    path: '/api/v1/admin/exports',
    fresh: true,
    audit: 'report.read',
    summary: 'Make a CSV file of a whole report in the background',
  },
  listExports: {
    ...common,
    method: 'GET',
    path: '/api/v1/admin/exports',
    audit: null,
    summary: 'The files that one has asked for, and how far they are',
  },
  readExportPart: {
    ...common,
    method: 'POST',
    path: '/api/v1/admin/exports/{exportId}/part',
    fresh: true,
    audit: 'report.read',
    summary: 'One part of a file that one has asked for; they are the file one after the other',
  },
  removeExport: {
    ...common,
    method: 'DELETE',
    path: '/api/v1/admin/exports/{exportId}',
    audit: null,
    summary: 'Stop making a file, or delete it',
  },
  readMessages: {
    ...common,
    method: 'POST',
    path: '/api/v1/admin/messages',
    audit: 'report.read',
    summary: 'How many texts and calls went to each country, how many arrived, what they cost',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

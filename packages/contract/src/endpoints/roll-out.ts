import type { Endpoint } from '../endpoint.ts';
import type { StaffRole } from '../roles.ts';

const ALL_STAFF = ['help-desk', 'auditor', 'administrator'] as const satisfies readonly StaffRole[];
const HELPERS = ['help-desk', 'administrator'] as const satisfies readonly StaffRole[];

/** How far the roll-out has come, and who has to be reminded of it. */
export const ROLL_OUT = {
  getCoverage: {
    method: 'GET',
    path: '/api/v1/admin/roll-out',
    access: 'administration',
    roles: ALL_STAFF,
    scope: 'reports.read',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'How many people have what as their best: everybody, each group, and day by day',
  },
  listRollOut: {
    method: 'POST',
    path: '/api/v1/admin/roll-out/people',
    access: 'administration',
    roles: ALL_STAFF,
    scope: 'users.read',
    lane: 'none',
    audit: 'account.searched',
    status: 200,
    summary: 'Who has what, was reminded when, and may wait until when; a page at a time',
  },
  sendReminders: {
    method: 'POST',
    path: '/api/v1/admin/roll-out/reminders',
    access: 'administration',
    roles: HELPERS,
    lane: 'none',
    audit: 'reminder.sent',
    status: 200,
    summary: 'Remind people by mail who have nothing safer than a phone number; once a day at most',
  },
  listReminders: {
    method: 'GET',
    path: '/api/v1/admin/roll-out/reminders',
    access: 'administration',
    roles: ALL_STAFF,
    scope: 'reports.read',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'Who was reminded, newest first',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

import type { Endpoint } from '../endpoint.ts';
import type { StaffRole } from '../roles.ts';

const ADMINISTRATORS = ['administrator'] as const satisfies readonly StaffRole[];
const REVIEWERS = ['auditor', 'administrator'] as const satisfies readonly StaffRole[];

const read = { access: 'administration', lane: 'none', audit: null, status: 200 } as const;
const change = {
  access: 'administration',
  roles: ADMINISTRATORS,
  fresh: true,
  lane: 'none',
  audit: 'alert_target.changed',
  status: 200,
} as const;

/** Who is told of what as it happens, and what became of it. */
export const ALERTS = {
  listAlertTargets: {
    ...read,
    method: 'GET',
    path: '/api/v1/admin/alert-targets',
    roles: REVIEWERS,
    scope: 'settings.read',
    summary: 'Who is told of alerts: mail addresses and webhooks',
  },
  addAlertTarget: {
    ...change,
    method: 'POST',
    path: '/api/v1/admin/alert-targets',
    summary: 'Add a mail address or a webhook; the secret of a webhook is shown this once',
  },
  changeAlertTarget: {
    ...change,
    method: 'POST',
    path: '/api/v1/admin/alert-targets/{targetId}',
    summary: 'Change the name of a target, which alerts it is told of, and whether it is told any',
  },
  removeAlertTarget: {
    ...change,
    method: 'POST',
    path: '/api/v1/admin/alert-targets/{targetId}/remove',
    summary: 'Tell a target nothing any more',
  },
  rotateAlertSecret: {
    ...change,
    method: 'POST',
    path: '/api/v1/admin/alert-targets/{targetId}/rotate-secret',
    summary:
      'A new secret for a webhook, shown this once; the old one signs beside it for 24 hours',
  },
  testAlertTarget: {
    ...change,
    method: 'POST',
    path: '/api/v1/admin/alert-targets/{targetId}/test',
    summary: 'Send a test alert to one target',
  },
  listAlerts: {
    ...read,
    method: 'GET',
    path: '/api/v1/admin/alerts',
    roles: REVIEWERS,
    scope: 'settings.read',
    summary: 'The alerts of the last days and what became of each, newest first',
  },
  replayAlert: {
    ...change,
    method: 'POST',
    path: '/api/v1/admin/alerts/{alertId}/replay',
    summary: 'Send an alert again, with the same identifier',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

import type { AuditRow } from '#audit/ports.ts';

/** What the person of a record went to: an application, a tenant, or a host behind a proxy. */
export function applicationOf({ event, target, reason, detail }: AuditRow): string | undefined {
  if (target?.type === 'application' || target?.type === 'relying_party') return target.id;
  if (event === 'forward_auth.let_in') return reason;
  const host = detail?.['host'];
  return typeof host === 'string' ? host : undefined;
}

import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { AuditLog, AuditRow } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { ScopeStores } from './is-within-scope.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { AuditReader, RecordFilter, RecordPage, RecordPlace } from './ports.ts';
import { recordsWithinScope } from './records-within-scope.ts';

type Dependencies = {
  readonly auditReader: Pick<AuditReader, 'list' | 'attempt'>;
  readonly scopes: ScopeStores['scopes'];
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly clock: Clock;
};

/** What each report is made of. */
const REPORTS = {
  'sign-ins': [
    'authn_login_success',
    'authn_login_successafterfail',
    'authn_login_fail',
    'mfa.code.evaluated',
    'mfa.code.replayed',
    'mfa.challenge.exhausted',
    'mfa.skipped',
    'mfa.fraud_reported',
    'webauthn.policy_refused',
    'webauthn.counter_regressed',
    'device_trust.used',
    'tap.used',
    'recovery_codes.used',
  ],
  methods: [
    'factor.enrolled',
    'factor.enrol_failed',
    'factor.removed',
    'factor.disabled',
    'factor.frozen',
    'factor.restored',
    'factor.moved',
    'factor.default_changed',
    'phone.confirmed',
    'phone.removed',
    'recovery_codes.generated',
    'app_password.created',
    'app_password.deleted',
    'device_trust.created',
    'device_trust.revoked',
    'tap.issued',
    'admin.mfa_cleared',
    'authn_password_change',
  ],
  administration: [
    'admin.mfa_cleared',
    'admin.clears_alarm',
    'account.read',
    'account.searched',
    'report.read',
    'authz_admin',
    'authz_change',
    'authz_fail',
    'tap.issued',
    'bypass.issued',
    'bypass.used',
    'admin.method_removed',
    'admin.phone_added',
    'caller_check.sent',
    'caller_check.passed',
    'caller_check.failed',
    'approval.requested',
    'approval.approved',
    'approval.refused',
    'case.read',
    'case.taken',
    'case.closed',
  ],
} as const satisfies Readonly<Record<string, readonly AuditEvent[]>>;

export type ReportRequest = Omit<RecordFilter, 'events'> & {
  readonly report: keyof typeof REPORTS;
  readonly after: RecordPlace | undefined;
};

export type ReadReports = {
  readonly list: (request: ReportRequest, by: Omit<Order, 'reason'>) => Promise<RecordPage>;
  /** Oldest first; empty where there is no such attempt. */
  readonly attempt: (
    correlationId: string,
    by: Omit<Order, 'reason'>,
  ) => Promise<readonly AuditRow[]>;
};

const PER_PAGE = 100;
const PER_ATTEMPT = 500;

/** What is read of other people is itself recorded. */
export function makeReadReports(dependencies: Dependencies): ReadReports {
  const { auditReader, transact, clock } = dependencies;
  const record = (what: string, by: Omit<Order, 'reason'>) =>
    transact('attempt', ({ audit }) =>
      audit.append(
        [{ event: 'report.read', outcome: 'success', detail: { what }, ...actorOfOrder(by) }],
        clock(),
      ),
    );
  return {
    list: async ({ report, after, ...filter }, by) => {
      const page = { after, limit: PER_PAGE };
      const found = await auditReader.list({ ...filter, events: REPORTS[report] }, page);
      await record(report, by);
      return { ...found, records: await recordsWithinScope(dependencies, by, found.records) };
    },
    attempt: async (correlationId, by) => {
      const found = await auditReader.attempt(correlationId, PER_ATTEMPT);
      await record('attempt', by);
      return recordsWithinScope(dependencies, by, found);
    },
  };
}

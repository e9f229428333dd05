import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { SignInReason } from '@proofup/contract/sign-in-reasons.ts';
import type { AuditLog, AuditRow } from '#audit/ports.ts';
import type { PlaceOf } from '#domain/places.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { applicationOf } from './application-of.ts';
import type { ScopeStores } from './is-within-scope.ts';
import { actorOfOrder, type Order } from './order.ts';
import type {
  AuditReader,
  RecordFilter,
  RecordPage,
  RecordPlace,
  ReportAsked,
  ReportName,
} from './ports.ts';
import { recordsWithinScope } from './records-within-scope.ts';

type Dependencies = {
  readonly auditReader: Pick<AuditReader, 'list' | 'attempt'>;
  readonly scopes: ScopeStores['scopes'];
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly reasons: SignInReasons;
  readonly placeOf: PlaceOf;
  readonly clock: Clock;
};

/** What each report is made of. */
const REPORTS = {
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
    'alert_target.changed',
  ],
  registration: [
    'factor.enrol_started',
    'factor.enrolled',
    'factor.enrol_failed',
    'phone.added',
    'phone.confirmed',
    'recovery_codes.generated',
  ],
  fraud: ['mfa.fraud_reported', 'account.disowned', 'account.frozen'],
  bypass: ['bypass.issued', 'bypass.used', 'mfa.skipped', 'tap.issued', 'tap.used'],
  blocked: ['authz_admin', 'mfa.fraud_reported'],
  applications: [
    'oidc.signed_in',
    'oidc.refused',
    'oidc.code.reused',
    'consent.given',
    'forward_auth.let_in',
    'forward_auth.refused',
    'relying_party.answered',
    'relying_party.linked',
  ],
} as const satisfies Readonly<Record<Exclude<ReportName, 'sign-ins'>, readonly AuditEvent[]>>;

/** Of what operators do, only this makes history of blocks. */
const isBlock = ({ event, detail }: AuditRow): boolean =>
  event !== 'authz_admin' || ['blocked', 'unblocked'].includes(String(detail?.['action']));

/** The closed list of reasons (the contract has it), and what has one. */
export type SignInReasons = {
  readonly events: readonly AuditEvent[];
  readonly reasonOf: (record: AuditRow) => SignInReason | undefined;
};

export type FilterKnown = { readonly reasons: SignInReasons; readonly placeOf: PlaceOf };

/** What the audit log is asked for a report. */
export function filterOf(asked: ReportAsked, { reasons, placeOf }: FilterKnown): RecordFilter {
  const { report, accountId, outcome, method, why, application, country, from, to } = asked;
  const events = report === 'sign-ins' ? reasons.events : REPORTS[report];
  return {
    events,
    accountId,
    outcome,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    wanted: (record) =>
      (method === undefined || record.method === method) &&
      (why === undefined || reasons.reasonOf(record) === why) &&
      (application === undefined || applicationOf(record) === application) &&
      (country === undefined || countryOf(record, placeOf) === country) &&
      (report !== 'blocked' || isBlock(record)),
  };
}

const countryOf = ({ personal }: AuditRow, placeOf: PlaceOf): string | undefined =>
  personal?.address === undefined ? undefined : placeOf(personal.address).country;

export type ReadReports = {
  readonly list: (
    asked: ReportAsked,
    after: RecordPlace | undefined,
    by: Omit<Order, 'reason'>,
  ) => Promise<RecordPage>;
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
    list: async (asked, after, by) => {
      const page = { after, limit: PER_PAGE };
      const found = await auditReader.list(filterOf(asked, dependencies), page);
      await record(asked.report, by);
      return { ...found, records: await recordsWithinScope(dependencies, by, found.records) };
    },
    attempt: async (correlationId, by) => {
      const found = await auditReader.attempt(correlationId, PER_ATTEMPT);
      await record('attempt', by);
      return recordsWithinScope(dependencies, by, found);
    },
  };
}

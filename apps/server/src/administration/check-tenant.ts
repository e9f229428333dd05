import type { AuditLog, AuditRow } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { CheckDocuments, RelyingParty, TenantFinding } from '#relying-parties/ports.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { AuditReader } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly auditReader: Pick<AuditReader, 'list'>;
  readonly checkDocuments: CheckDocuments;
  readonly clock: Clock;
};

export type CheckTenant = (
  party: RelyingParty,
  by: Omit<Order, 'reason'>,
) => Promise<readonly TenantFinding[]>;

const DAY_MS = 24 * 60 * 60_000;
/** Enough to see a pattern. */
const RECORDS = 500;

/** What a refusal of the last day says of a setting that is wrong on one of the two sides. */
const MISTAKES: Readonly<Record<string, TenantFinding['mistake']>> = {
  'entra:unknown_client': 'wrong-client-id',
  'entra:wrong_tenant': 'wrong-tenant',
  'entra:wrong_audience': 'wrong-audience',
  'entra:foreign_redirect': 'foreign-redirect',
  'entra:wrong_issuer': 'wrong-tenant',
  'entra:metadata_unreachable': 'tenant-unreachable',
  'entra:bad_signature': 'requests-refused',
};

/** The documents of both sides as they are now, and what became of the requests of the last day. */
export function makeCheckTenant(dependencies: Dependencies): CheckTenant {
  const { transact, auditReader, checkDocuments, clock } = dependencies;
  return async (party, by) => {
    const documents = await checkDocuments(party);
    const now = clock();
    const filter = {
      events: ['authz_fail', 'relying_party.answered', 'relying_party.linked'] as const,
      accountId: undefined,
      outcome: undefined,
      from: new Date(now.getTime() - DAY_MS),
      to: undefined,
    };
    const { records } = await auditReader.list(filter, { after: undefined, limit: RECORDS });
    const findings = [...documents, judgeRequests(records, party)];
    const wrong = findings.filter(({ state }) => state === 'wrong').length;
    const target = { type: 'relying_party', id: party.id };
    await transact('attempt', ({ audit }) =>
      audit.append(
        [
          {
            event: 'relying_party.checked',
            outcome: wrong === 0 ? 'success' : 'failure',
            target,
            detail: { name: party.name, wrong },
            ...actorOfOrder(by),
          },
        ],
        now,
      ),
    );
    return findings;
  };
}

/** The newest refusal, unless an answer was given after it: then it is as it should be. */
function judgeRequests(records: readonly AuditRow[], party: RelyingParty): TenantFinding {
  const step = 'requests';
  const newest = records.find(
    ({ event, reason = '', target }) =>
      (event !== 'authz_fail' && target?.id === party.id) || reason in MISTAKES,
  );
  if (newest === undefined) {
    return {
      step,
      state: 'unknown',
      what: 'no request in the newest records of 24 hours',
      mistake: 'no-request',
    };
  }
  const at = newest.occurredAt.toISOString();
  return newest.event === 'authz_fail'
    ? {
        step,
        state: 'wrong',
        what: `${newest.reason} at ${at}`,
        mistake: MISTAKES[newest.reason ?? ''],
      }
    : { step, state: 'good', what: `answered at ${at}` };
}

import type { AuditLog } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { CaseId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { LaneKey, ThrottleStore, Tokens } from '#sign-in/ports.ts';
import type { CaseStores, OpenCase } from './ports.ts';

type Stores = CaseStores & {
  readonly throttles: Pick<ThrottleStore, 'reserve'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly openCase: OpenCase;
  readonly tokens: Pick<Tokens, 'hash'>;
  readonly ids: () => string;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type ReportOutcome =
  | { readonly kind: 'reported' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type ReportProblem = (request: {
  readonly message: string;
  readonly correlationId: string | undefined;
  readonly contact: string | undefined;
  readonly context: RequestContext;
}) => Promise<ReportOutcome>;

/** A case for the help desk from anybody at all; a person reads each, so that there are not too many. */
export function makeReportProblem(dependencies: Dependencies): ReportProblem {
  const { transact, openCase, tokens, ids, clock, wake } = dependencies;
  return async ({ message, correlationId, contact, context }) => {
    const now = clock();
    const lanes: readonly LaneKey[] = [
      { kind: 'reports-source', subject: tokens.hash('source', context.source) },
      { kind: 'reports', subject: 'all' },
    ];
    const outcome = await transact('attempt', async (tx): Promise<ReportOutcome> => {
      const budget = await tx.throttles.reserve(lanes, now);
      if (budget.kind === 'throttled') {
        await refuse(tx.audit, { context, reason: budget.lane.kind, now });
        return { kind: 'throttled', retryAfterMs: budget.retryAfterMs };
      }
      await openCase(tx, {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where case ids are born
        id: ids() as CaseId,
        kind: 'help',
        userId: undefined,
        about: correlationId,
        note: contact === undefined ? message : `${message}\n\nReach me: ${contact}`,
        createdAt: now,
        context,
      });
      return { kind: 'reported' };
    });
    wake();
    return outcome;
  };
}

type Refusing = { readonly context: RequestContext; readonly reason: string; readonly now: Date };

const refuse = (audit: AuditLog, { context, reason, now }: Refusing) =>
  audit.append(
    [
      {
        event: 'excess_rate_limit_exceeded',
        outcome: 'failure',
        reason,
        ...auditOf(context, undefined),
      },
    ],
    now,
  );

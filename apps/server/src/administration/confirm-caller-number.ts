import type { AuditLog } from '#audit/ports.ts';
import type { CallerCheckId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { LaneKey, ThrottleStore, Tokens } from '#sign-in/ports.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { CallerCheckStore } from './ports.ts';
import { CALLER_CHECK_PURPOSE } from './send-caller-number.ts';

type Stores = {
  readonly callerChecks: Pick<CallerCheckStore, 'reserve' | 'verify'>;
  readonly throttles: Pick<ThrottleStore, 'reserve' | 'forgive'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly tokens: Pick<Tokens, 'matches'>;
  /** The budget of whoever types it, by where they sit. */
  readonly lanesOf: (order: Omit<Order, 'reason'>) => readonly LaneKey[];
  readonly clock: Clock;
};

export type ConfirmOutcome =
  | { readonly kind: 'passed'; readonly until: Date }
  | { readonly kind: 'rejected' }
  /** Unknown, somebody else's, used, expired, or typed wrongly too often: all alike. */
  | { readonly kind: 'over' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type ConfirmCallerNumber = (
  id: CallerCheckId,
  typed: string,
  order: Omit<Order, 'reason'>,
) => Promise<ConfirmOutcome>;

/** As long as a call lasts: who was verified is helped with several things, each once. */
const CALL_MS = 15 * 60_000;

/** What the caller read out, typed by whoever sent it. The attempt is spent before it is compared. */
export function makeConfirmCallerNumber(dependencies: Dependencies): ConfirmCallerNumber {
  const { transact, tokens, clock } = dependencies;
  return (id, typed, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const lanes = dependencies.lanesOf(order);
      const budget = await tx.throttles.reserve(lanes, now);
      if (budget.kind === 'throttled') return budget;
      const staffId = order.signedIn?.session.userId;
      const check = staffId && (await tx.callerChecks.reserve(id, { staffId, now }));
      if (!check) return { kind: 'over' };
      const { userId, codeHash, sentBy: by } = check;
      const isRight = tokens.matches(CALLER_CHECK_PURPOSE, `${id}:${typed}`, codeHash);
      const record = recordOf(order, userId, by);
      if (!isRight) {
        await tx.audit.append(
          [{ ...record, event: 'caller_check.failed', outcome: 'failure', reason: 'wrong' }],
          now,
        );
        return { kind: 'rejected' };
      }
      const until = new Date(now.getTime() + CALL_MS);
      if (!(await tx.callerChecks.verify(id, { now, until }))) return { kind: 'over' };
      await tx.throttles.forgive(lanes);
      await tx.audit.append([{ ...record, event: 'caller_check.passed', outcome: 'success' }], now);
      return { kind: 'passed', until };
    });
}

const recordOf = (order: Omit<Order, 'reason'>, userId: UserId, by: string) => ({
  ...actorOfOrder(order),
  target: { type: 'user', id: userId },
  detail: { by },
});

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
  /** What showing it on a phone spent. */
  readonly lanesOfDevices: (userId: UserId) => readonly LaneKey[];
  readonly clock: Clock;
};

export type ConfirmOutcome =
  | {
      readonly kind: 'passed';
      readonly until: Date;
      /** Whose phone showed it. */
      readonly shownTo?: UserId | undefined;
    }
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
  const { transact, lanesOfDevices } = dependencies;
  return async (id, typed, order) => {
    const outcome = await transact('fact', (tx) => compare(dependencies, tx, { id, typed, order }));
    // By itself: lanes of messages are locked before what they are about.
    if (outcome.kind === 'passed' && outcome.shownTo !== undefined) {
      const lanes = lanesOfDevices(outcome.shownTo);
      await transact('attempt', (tx) => tx.throttles.forgive(lanes));
    }
    return outcome;
  };
}

type Comparing = {
  readonly id: CallerCheckId;
  readonly typed: string;
  readonly order: Omit<Order, 'reason'>;
};

async function compare(
  dependencies: Dependencies,
  tx: Stores,
  { id, typed, order }: Comparing,
): Promise<ConfirmOutcome> {
  const { tokens, clock } = dependencies;
  const now = clock();
  const lanes = dependencies.lanesOf(order);
  const budget = await tx.throttles.reserve(lanes, now);
  if (budget.kind === 'throttled') return budget;
  const staffId = order.signedIn?.session.userId;
  const check = staffId && (await tx.callerChecks.reserve(id, { staffId, now }));
  if (!check) return { kind: 'over' };
  const { userId, codeHash, sentBy: by, shownOn } = check;
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
  return { kind: 'passed', until, shownTo: shownOn && userId };
}

const recordOf = (order: Omit<Order, 'reason'>, userId: UserId, by: string) => ({
  ...actorOfOrder(order),
  target: { type: 'user', id: userId },
  detail: { by },
});

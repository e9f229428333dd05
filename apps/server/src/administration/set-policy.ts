import type { AuditLog } from '#audit/ports.ts';
import type { Policy, Question } from '#domain/policy.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { LivePolicy, PolicyStore } from '#policy/ports.ts';
import type { Signals } from '#sign-in/ports.ts';
import { actorOfOrder, type Order } from './order.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly policies: Pick<PolicyStore, 'insert' | 'history'>;
    readonly audit: AuditLog;
  }>;
  readonly policy: LivePolicy;
  readonly signals: Pick<Signals, 'changed'>;
  readonly clock: Clock;
};

export type PolicyChange<Asked extends Question = Question> = {
  readonly question: Asked;
  readonly value: Policy[Asked];
  /** The version that was looked at. */
  readonly basedOn: number;
};

/** `changed-meanwhile`: somebody else answered since it was looked at. */
export type SetPolicy = (
  change: PolicyChange,
  order: Order,
) => Promise<'changed' | 'changed-meanwhile'>;

/** What nodes listen to. */
export const POLICY_CHANGED = 'policy';

/** Long enough for every answer that the contract takes. */
const PRINTED = 4000;
const print = (value: unknown): string => JSON.stringify(value).slice(0, PRINTED);

/** Holds from the next request on, on every node. */
export const makeSetPolicy =
  ({ transact, policy, signals, clock }: Dependencies): SetPolicy =>
  async ({ question, value, basedOn }, order) => {
    const outcome = await transact('fact', async (tx) => {
      const now = clock();
      const [newest] = await tx.policies.history(question, 1);
      if ((newest?.version ?? 0) !== basedOn) return 'changed-meanwhile';
      const row = {
        question,
        version: basedOn + 1,
        value,
        reason: order.reason,
        changedBy: order.operator,
        changedAt: now,
      };
      if (!(await tx.policies.insert(row))) return 'changed-meanwhile';
      const before = newest === undefined ? policy.current()[question] : newest.value;
      await tx.audit.append(
        [
          {
            event: 'policy.changed',
            outcome: 'success',
            ...actorOfOrder(order),
            target: { type: 'policy', id: question },
            detail: {
              question,
              version: row.version,
              before: print(before),
              after: print(value),
              why: order.reason,
            },
          },
        ],
        now,
      );
      return 'changed';
    });
    if (outcome === 'changed') {
      await policy.refresh();
      signals.changed(POLICY_CHANGED);
    }
    return outcome;
  };

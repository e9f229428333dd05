import type { AuditLog } from '#audit/ports.ts';
import type { OutboxId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { IsMessageOf, OutboxStore } from './ports.ts';

type Dependencies = {
  readonly outbox: Pick<OutboxStore, 'find'>;
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly clock: Clock;
};

/**
 * Whether a call-back is about the call or text that a message became. As long as the carrier's answer
 * is not stored, its call-backs may be faster than that, and any is taken.
 */
export function makeIsMessageOf({ outbox, transact, clock }: Dependencies): IsMessageOf {
  return async (id, providerMessageId) => {
    const found = await outbox.find(id);
    const known = found?.providerMessageId;
    if (known === undefined || known === providerMessageId) return true;
    await transact('attempt', ({ audit }) => audit.append([refusalOf(id, found)], clock()));
    return false;
  };
}

type Found = Awaited<ReturnType<OutboxStore['find']>>;

const refusalOf = (id: OutboxId, found: Found) =>
  ({
    event: 'webhook.foreign',
    outcome: 'failure',
    reason: 'another_message',
    target: { type: 'message', id },
    challengeId: found?.challengeId,
  }) as const;

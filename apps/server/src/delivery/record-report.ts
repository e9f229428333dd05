import type { AuditLog } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { auditEventOf } from './audit-event-of.ts';
import { countMessage } from './count-message.ts';
import { type CountryOf, countryIn } from './country-in.ts';
import type { DeliveryReports, MessageCountStore, OutboxStore, StoredMessage } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly outbox: OutboxStore;
    readonly audit: AuditLog;
    readonly messageCounts: MessageCountStore;
  }>;
  readonly provider: string;
  readonly countryOf: CountryOf;
  readonly clock: Clock;
  readonly onMoved: (message: StoredMessage) => void;
};

/** A provider's word on a message. Repeats and late ones change nothing and are not recorded again. */
export function makeDeliveryReports({
  transact,
  provider,
  countryOf,
  clock,
  onMoved,
}: Dependencies): DeliveryReports {
  return {
    record: async (id, status, providerCode) => {
      const moved = await transact('attempt', async (tx) => {
        // Looked at before: a report ends what is kept of its number, and may be here before the
        // carrier's answer to the message is written.
        const before = await tx.outbox.find(id);
        if (!(await tx.outbox.report(id, status, providerCode))) return undefined;
        const message = await tx.outbox.find(id);
        if (before === undefined || message === undefined) return undefined;
        if (status === 'delivered') {
          await tx.audit.append([auditEventOf(message, { kind: 'delivered' })], clock());
        }
        if (status === 'undelivered') {
          const reason = providerCode ?? 'undelivered';
          await tx.audit.append([auditEventOf(message, { kind: 'undelivered', reason })], clock());
        }
        if (status === 'delivered' || status === 'undelivered') {
          const what = status === 'delivered' ? status : 'failed';
          const country = before.country ?? countryIn(countryOf, before);
          await countMessage(tx.messageCounts, { ...message, country }, { provider, what });
        }
        return message;
      });
      if (moved !== undefined) onMoved(moved);
    },
  };
}

import type { AuditLog } from '#audit/ports.ts';
import type { OutboxStore } from '#delivery/ports.ts';
import type { OutboxId } from '#domain/ids.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { AuditReader } from './ports.ts';

export type AlarmStores = {
  readonly auditReader: Pick<AuditReader, 'countClears'>;
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
  readonly audit: AuditLog;
};

export type Alarm = {
  readonly ids: () => string;
  /** Where the organisation is told; undefined: the audit log alone. */
  readonly mailTo: string | undefined;
};

/** M08: so many clears within an hour are a busy day; more are somebody being talked into it. */
const CLEARS_AN_HOUR = 10;
const HOUR_MS = 60 * 60_000;
const MAIL_LIFE_MS = 24 * HOUR_MS;

const countClears = (
  { auditReader }: Pick<AlarmStores, 'auditReader'>,
  { order, now }: { readonly order: Order; readonly now: Date },
): Promise<number> => {
  const actorId = order.signedIn?.session.userId ?? order.operator;
  return auditReader.countClears(actorId, new Date(now.getTime() - HOUR_MS));
};

/** Where one more by the same person would raise the alarm. */
export const hasClearedMany = async (
  tx: Pick<AlarmStores, 'auditReader'>,
  at: { readonly order: Order; readonly now: Date },
): Promise<boolean> => (await countClears(tx, at)) >= CLEARS_AN_HOUR;

/** Before a clear is recorded: whether it is one too many, and who hears of that. */
export async function raiseAlarm(
  { ids, mailTo }: Alarm,
  { auditReader, outbox, audit }: AlarmStores,
  { order, now }: { readonly order: Order; readonly now: Date },
): Promise<void> {
  const before = await countClears({ auditReader }, { order, now });
  if (before < CLEARS_AN_HOUR) return;
  const detail = { clears: before + 1 };
  await audit.append(
    [{ event: 'admin.clears_alarm', outcome: 'failure', detail, ...actorOfOrder(order) }],
    now,
  );
  if (mailTo === undefined) return;
  await outbox.enqueue({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
    id: ids() as OutboxId,
    userId: undefined,
    challengeId: undefined,
    message: {
      kind: 'mail',
      to: mailTo,
      subject: 'Many accounts were cleared within an hour',
      text: `${order.operator} cleared the methods of ${before + 1} people within an hour. If nobody asked for that, block the account of whoever did it: proofup user block`,
    },
    createdAt: now,
    expiresAt: new Date(now.getTime() + MAIL_LIFE_MS),
  });
}

import type { AuditLog } from '#audit/ports.ts';
import type { OutboxStore } from '#delivery/ports.ts';
import { type Desk, mailToDesk } from './mail-to-desk.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { AuditReader } from './ports.ts';

export type AlarmStores = {
  readonly auditReader: Pick<AuditReader, 'countClears'>;
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
  readonly audit: AuditLog;
};

export type Alarm = Desk;

/** M08: so many clears within an hour are a busy day; more are somebody being talked into it. */
const CLEARS_AN_HOUR = 10;
const HOUR_MS = 60 * 60_000;

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
  alarm: Alarm,
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
  await mailToDesk(
    alarm,
    { outbox },
    {
      subject: 'Many accounts were cleared within an hour',
      text: `${order.operator} cleared the methods of ${before + 1} people within an hour. If nobody asked for that, block the account of whoever did it: proofup user block`,
      now,
    },
  );
}

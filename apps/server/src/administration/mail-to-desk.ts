import type { OutboxStore } from '#delivery/ports.ts';
import type { OutboxId } from '#domain/ids.ts';

export type Desk = {
  readonly ids: () => string;
  /** Where the organisation is told; undefined: the audit log alone. */
  readonly mailTo: string | undefined;
};

type Letter = { readonly subject: string; readonly text: string; readonly now: Date };

const MAIL_LIFE_MS = 24 * 60 * 60_000;

/** A mail to whoever looks after others, about no account of theirs. */
export async function mailToDesk(
  { ids, mailTo }: Desk,
  { outbox }: { readonly outbox: Pick<OutboxStore, 'enqueue'> },
  { subject, text, now }: Letter,
): Promise<void> {
  if (mailTo === undefined) return;
  await outbox.enqueue({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
    id: ids() as OutboxId,
    userId: undefined,
    challengeId: undefined,
    message: { kind: 'mail', to: mailTo, subject, text },
    createdAt: now,
    expiresAt: new Date(now.getTime() + MAIL_LIFE_MS),
  });
}

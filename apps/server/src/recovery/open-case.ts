import type { OutboxStore } from '#delivery/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { OutboxId } from '#domain/ids.ts';
import type { NewCase, OpenCase } from './ports.ts';

type Dependencies = {
  readonly ids: () => string;
  /** Where new cases are announced; undefined: nowhere, the queue is looked at. */
  readonly mailTo: string | undefined;
};

const MAIL_LIFE_MS = 24 * 60 * 60_000;

/** Somebody has to look at it. The mail says that there is a case, and nothing that was typed. */
export const makeOpenCase =
  (dependencies: Dependencies): OpenCase =>
  async (tx, { context, ...one }) => {
    if (!(await tx.cases.open(one))) return false;
    await announce(dependencies, tx.outbox, one);
    const who =
      context === undefined
        ? ({ actor: { type: 'system', id: 'recovery' } } as const)
        : auditOf(context, undefined);
    await tx.audit.append(
      [
        {
          event: 'case.opened',
          outcome: 'info',
          reason: one.kind.replace('-', '_'),
          target: { type: 'case', id: one.id },
          ...who,
        },
      ],
      one.createdAt,
    );
    return true;
  };

async function announce(
  { ids, mailTo }: Dependencies,
  outbox: Pick<OutboxStore, 'enqueue'>,
  { id, kind, createdAt }: NewCase,
): Promise<void> {
  if (mailTo === undefined) return;
  await outbox.enqueue({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
    id: ids() as OutboxId,
    userId: undefined,
    challengeId: undefined,
    message: {
      kind: 'mail',
      to: mailTo,
      subject: `A case waits for the help desk (${kind})`,
      text: `Read it on the server: proofup case show ${id}`,
    },
    createdAt,
    expiresAt: new Date(createdAt.getTime() + MAIL_LIFE_MS),
  });
}

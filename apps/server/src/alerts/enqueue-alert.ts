import type { OutboundMessage, OutboxStore } from '#delivery/ports.ts';
import type { AlertId, OutboxId } from '#domain/ids.ts';
import type { Alert, AlertName, AlertStore, AlertTarget } from './ports.ts';

export type EnqueueStores = {
  readonly alerts: Pick<AlertStore, 'record' | 'sendBy'>;
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
};

export type Words = { readonly subject: string; readonly text: string };

export type NewAlert = {
  readonly target: AlertTarget;
  readonly alert: AlertName;
  readonly words: Words;
  readonly body: string;
};

export type EnqueueAlert = {
  /** Into the log of alerts and on its way, in the caller's transaction. */
  readonly first: (tx: EnqueueStores, alert: NewAlert, now: Date) => Promise<void>;
  /** The same body under the same identifier, so that whoever listens can leave it out. */
  readonly again: (
    tx: EnqueueStores,
    sent: { readonly alert: Alert; readonly target: AlertTarget; readonly words: Words },
    now: Date,
  ) => Promise<void>;
};

const LIFE_MS = 24 * 60 * 60_000;

export function makeEnqueueAlert({ ids }: { readonly ids: () => string }): EnqueueAlert {
  async function send(tx: EnqueueStores, message: OutboundMessage, now: Date): Promise<OutboxId> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
    const id = ids() as OutboxId;
    const expiresAt = new Date(now.getTime() + LIFE_MS);
    const [userId, challengeId] = [undefined, undefined];
    await tx.outbox.enqueue({ id, userId, challengeId, message, createdAt: now, expiresAt });
    return id;
  }
  return {
    first: async (tx, { target, alert, words, body }, now) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where their ids are born
      const id = ids() as AlertId;
      const outboxId = await send(tx, messageOf({ target, id, words, body }), now);
      await tx.alerts.record({ id, targetId: target.id, alert, body, createdAt: now, outboxId });
    },
    again: async (tx, { alert: { id, body }, target, words }, now) => {
      const outboxId = await send(tx, messageOf({ target, id, words, body }), now);
      await tx.alerts.sendBy(id, outboxId);
    },
  };
}

type Carried = Pick<NewAlert, 'target' | 'words' | 'body'> & { readonly id: AlertId };

const messageOf = ({ target, id, words, body }: Carried): OutboundMessage =>
  target.to.kind === 'mail'
    ? { kind: 'mail', to: target.to.address, ...words }
    : { kind: 'webhook', alert: id, target: target.id, body };

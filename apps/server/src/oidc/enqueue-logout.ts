import type { LogoutMessage, OutboxStore } from '#delivery/ports.ts';
import type { OutboxId } from '#domain/ids.ts';
import type { Clock } from '#domain/write.ts';

type Dependencies = { readonly ids: () => string; readonly clock: Clock };

/** In the caller's transaction. */
export type EnqueueLogout = (
  tx: { readonly outbox: Pick<OutboxStore, 'enqueue'> },
  message: Omit<LogoutMessage, 'kind'>,
) => Promise<void>;

/** An application may be down for a night; after that its own sessions have mostly ended. */
const LIFE_MS = 24 * 60 * 60_000;

/** On its way to an application, as often as it takes: whoever is down now hears of it later. */
export const makeEnqueueLogout =
  ({ ids, clock }: Dependencies): EnqueueLogout =>
  async (tx, message) => {
    const now = clock();
    await tx.outbox.enqueue({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
      id: ids() as OutboxId,
      // The message outlives the account.
      userId: undefined,
      challengeId: undefined,
      message: { kind: 'logout', ...message },
      createdAt: now,
      expiresAt: new Date(now.getTime() + LIFE_MS),
    });
  };

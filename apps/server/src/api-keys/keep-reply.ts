import type { Clock, Transact } from '#domain/write.ts';
import type { KeptReply, ReplyStore } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly apiReplies: ReplyStore }>;
  readonly hash: (purpose: string, value: string) => string;
  readonly clock: Clock;
};

export type KeyedCall = {
  readonly keyName: string;
  /** What the caller named this call. */
  readonly idempotencyKey: string;
  /** Everything that makes it another call. */
  readonly asked: readonly string[];
};

export type Begun =
  /** Nobody has done it yet: do it, and say what was answered. */
  | {
      readonly kind: 'begun';
      /** Undefined: nothing came of it, and it may be asked again. */
      readonly end: (reply: KeptReply | undefined) => Promise<void>;
    }
  | { readonly kind: 'replayed'; readonly reply: KeptReply }
  | { readonly kind: 'reused' | 'in-progress' };

export type BeginCall = (call: KeyedCall) => Promise<Begun>;

/** How long an answer can be asked for again. */
const KEPT_MS = 24 * 60 * 60_000;
/** A call takes no longer; a node that died in it ends nothing. */
const LEASE_MS = 60_000;

/** Once for each Idempotency-Key of an API key: of two calls at once one is done (a unique key). */
export function makeBeginCall({ transact, hash, clock }: Dependencies): BeginCall {
  return async ({ keyName, idempotencyKey, asked }) => {
    const id = hash('api-reply', JSON.stringify([keyName, idempotencyKey]));
    const fingerprint = hash('api-call', JSON.stringify(asked));
    const begun: Begun = {
      kind: 'begun',
      end: (reply) =>
        transact('fact', (tx) =>
          reply === undefined ? tx.apiReplies.forget(id) : tx.apiReplies.finish(id, reply),
        ),
    };
    return transact('attempt', async ({ apiReplies }) => {
      const now = clock();
      const expiresAt = new Date(now.getTime() + KEPT_MS);
      const begin = () => apiReplies.begin(id, { fingerprint, begunAt: now, expiresAt });
      if (await begin()) return begun;
      const found = await apiReplies.find(id);
      if (found === undefined) return { kind: 'in-progress' };
      if (found.begunAt.getTime() + KEPT_MS <= now.getTime()) {
        // Had its time, and not been swept yet.
        await apiReplies.forget(id);
        return (await begin()) ? begun : { kind: 'in-progress' };
      }
      if (found.fingerprint !== fingerprint) return { kind: 'reused' };
      if (found.reply !== undefined) return { kind: 'replayed', reply: found.reply };
      const isLeft = found.begunAt.getTime() + LEASE_MS <= now.getTime();
      return isLeft && (await apiReplies.takeOver(id, found.begunAt, now))
        ? begun
        : { kind: 'in-progress' };
    });
  };
}

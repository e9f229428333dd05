import { type ApiKey, KEY_CALLS } from '#domain/api-key.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { ApiKeyStore } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly apiKeys: Pick<ApiKeyStore, 'countCall'> }>;
  readonly clock: Clock;
};

/** A key's budget of calls after one more of them; `remaining` below 0: that one is too many. */
export type CallBudget = {
  readonly limit: number;
  readonly perMs: number;
  readonly remaining: number;
  /** Until the budget is whole again. */
  readonly resetMs: number;
};

export type CountCall = (key: Pick<ApiKey, 'name' | 'callsPerMinute'>) => Promise<CallBudget>;

/** Counted in the store, so that nodes share it, and before anything is done. */
export const makeCountCall =
  ({ transact, clock }: Dependencies): CountCall =>
  async ({ name, callsPerMinute: limit }) => {
    const now = clock();
    const { perMs } = KEY_CALLS;
    const { calls, since } = await transact('attempt', (tx) =>
      tx.apiKeys.countCall(name, { now, perMs }),
    );
    const resetMs = Math.max(1, since.getTime() + perMs - now.getTime());
    return { limit, perMs, remaining: limit - calls, resetMs };
  };

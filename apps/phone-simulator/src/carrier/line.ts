import { sleep } from '../sleep.ts';

export type PickUp =
  | { readonly kind: 'answered'; readonly by: 'human' | 'machine_start' }
  | { readonly kind: 'declined' }
  | { readonly kind: 'ignored' };

/** The phone's end of one call: what the person there does, and how the call hears of it. */
export type Line = {
  readonly pickedUp: Promise<PickUp>;
  readonly hungUp: AbortSignal;
  pickUp(how: PickUp): void;
  hangUp(): void;
  /** Keys wait until something listens, as a person waits for the next question to press on. */
  press(key: string): void;
  nextKey(timeoutMs: number): Promise<string | undefined>;
  hasKey(): boolean;
  /** Resolves as soon as a key waits to be heard. */
  keyWaiting(): Promise<void>;
};

export function makeLine(closed: AbortSignal): Line {
  const gone = new AbortController();
  const hungUp = AbortSignal.any([gone.signal, closed]);
  const picked = Promise.withResolvers<PickUp>();
  const keys: string[] = [];
  let pressed = Promise.withResolvers<void>();
  const keyWaiting = (): Promise<void> => (keys.length > 0 ? Promise.resolve() : pressed.promise);

  return {
    pickedUp: picked.promise,
    hungUp,
    pickUp: picked.resolve,
    hangUp: () => {
      picked.resolve({ kind: 'declined' });
      gone.abort();
    },
    press: (key) => {
      keys.push(key);
      pressed.resolve();
      pressed = Promise.withResolvers();
    },
    hasKey: () => keys.length > 0,
    nextKey: async (timeoutMs) => {
      if (keys.length === 0) await sleep(timeoutMs, hungUp, keyWaiting());
      return keys.shift();
    },
    keyWaiting,
  };
}

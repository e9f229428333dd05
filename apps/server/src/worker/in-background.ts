export type InBackground = {
  /** Goes on by itself, beside the request that it came from. */
  run(work: () => Promise<void>): void;
  /** Resolves when everything that was begun is over. */
  drained(): Promise<void>;
};

/** Work that no answer waits for: so that its time tells nobody anything. */
export function makeInBackground(onError: (error: unknown) => void): InBackground {
  const running = new Set<Promise<void>>();

  async function begin(work: () => Promise<void>): Promise<void> {
    // The answer leaves first.
    await new Promise((resolve) => setImmediate(resolve));
    await work().catch(onError);
  }

  return {
    run: (work) => {
      const begun = begin(work).finally(() => running.delete(begun));
      running.add(begun);
    },
    drained: async () => {
      await Promise.all(running);
    },
  };
}

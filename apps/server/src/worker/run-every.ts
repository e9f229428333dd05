/** A job that runs again and again, never twice at once; a wake brings the next run forward. */
export type Job = {
  /** Runs as soon as the current run, if any, is over. */
  wake(): void;
  /** Resolves when the run at hand is over; nothing runs after it. */
  stop(): Promise<void>;
};

type Settings = {
  readonly name: string;
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
  readonly onError: (name: string, error: unknown) => void;
};

export function runEvery({ name, everyMs, work, onError }: Settings): Job {
  const state = { isStopped: false, isWanted: false };
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    do {
      state.isWanted = false;
      try {
        await work();
      } catch (error) {
        // The next run is the retry.
        onError(name, error);
      }
    } while (state.isWanted && !state.isStopped);
    running = undefined;
    if (!state.isStopped) timer = setTimeout(start, everyMs).unref();
  }

  function start(): void {
    clearTimeout(timer);
    running ??= run();
  }

  timer = setTimeout(start, everyMs).unref();

  return {
    wake: () => {
      state.isWanted = true;
      if (!state.isStopped) start();
    },
    stop: async () => {
      state.isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

import type { Signals, SignalSubject } from '#sign-in/ports.ts';

type Wait = {
  /** Whose waits are counted together. */
  readonly source: string;
  readonly seconds: number;
  /** Nobody waits any more. */
  readonly gone?: AbortSignal;
};

/** Those of one source that wait for news; one more is told to come back. */
const WAITING_PER_SOURCE = 50;
/** After which one of them may be gone. */
export const WAIT_AGAIN_MS = 5_000;

export type Waiting = ReturnType<typeof makeWaiting>;

/** Who listens is listening before anything is read, so that no news falls between the two. */
export function makeWaiting(signals: Pick<Signals, 'listen'>) {
  const perSource = new Map<string, number>();
  const open = new Set<() => void>();
  const isFull = (source: string) => (perSource.get(source) ?? 0) >= WAITING_PER_SOURCE;
  return {
    /** One more would be told to come back: known before anything is read for it. */
    isFull,
    listen: (subject: SignalSubject, { source, gone, seconds }: Wait) => {
      if (seconds === 0) return { heard: Promise.resolve(), stop: () => undefined };
      if (isFull(source)) return 'too-many';
      perSource.set(source, (perSource.get(source) ?? 0) + 1);
      const heard = Promise.withResolvers<void>();
      const hear = () => heard.resolve();
      const timer = setTimeout(hear, seconds * 1000);
      const silence = signals.listen(subject, hear);
      gone?.addEventListener('abort', hear);
      if (gone?.aborted === true) hear();
      open.add(hear);
      const stop = () => {
        clearTimeout(timer);
        silence();
        open.delete(hear);
        const left = (perSource.get(source) ?? 1) - 1;
        if (left > 0) perSource.set(source, left);
        else perSource.delete(source);
      };
      return { heard: heard.promise, stop };
    },
    /** The server stops: whoever waits is answered. */
    closeAll: () => {
      for (const hear of open) hear();
    },
  } as const;
}

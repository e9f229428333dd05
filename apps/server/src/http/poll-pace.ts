import type { Clock } from '#domain/write.ts';

/** Somebody who looks at the screen, turns it and looks again; then one a second. */
const BURST = 10;
const EVERY_MS = 1_000;
/** Nothing that is waited for lives as long: what is older is forgotten. */
const FORGET_MS = 10 * 60_000;
/** Some 2 MB; beyond it the one that was asked for longest ago begins anew. */
const KEPT = 10_000;

/** How soon whoever came too early may ask again. */
export const POLL_AGAIN_MS = EVERY_MS;

type Pace = { readonly left: number; readonly at: number };

export type MayPoll = (waitedFor: string) => boolean;

/** Whether what somebody waits for may be asked for again; in memory, as it protects a node. */
export function makePollPace(clock: Clock): MayPoll {
  const paces = new Map<string, Pace>();
  const forget = (at: number) => {
    for (const [old, pace] of paces) {
      // In the order in which they were last asked for.
      if (at - pace.at < FORGET_MS && paces.size < KEPT) break;
      paces.delete(old);
    }
  };
  return (waitedFor) => {
    const at = clock().getTime();
    forget(at);
    const before = paces.get(waitedFor) ?? { left: BURST, at };
    const left = Math.min(BURST, before.left + (at - before.at) / EVERY_MS);
    paces.delete(waitedFor);
    paces.set(waitedFor, { left: left < 1 ? left : left - 1, at });
    return left >= 1;
  };
}

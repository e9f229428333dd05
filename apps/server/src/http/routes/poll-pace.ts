import type { ChallengeId } from '#domain/ids.ts';
import type { Clock } from '#domain/write.ts';

/** Somebody who looks at the screen, turns it and looks again; then one a second. */
const BURST = 10;
const EVERY_MS = 1_000;
/** No request lives as long: what is older is forgotten. */
const FORGET_MS = 10 * 60_000;

type Pace = { readonly left: number; readonly at: number };

/** Whether a request that is known already may be asked for again; in memory, as it protects a node. */
export function makePollPace(clock: Clock): (id: ChallengeId) => boolean {
  const paces = new Map<ChallengeId, Pace>();
  return (id) => {
    const at = clock().getTime();
    for (const [old, pace] of paces) {
      // In the order in which they were last asked for.
      if (at - pace.at < FORGET_MS) break;
      paces.delete(old);
    }
    const before = paces.get(id) ?? { left: BURST, at };
    const left = Math.min(BURST, before.left + (at - before.at) / EVERY_MS);
    paces.delete(id);
    paces.set(id, { left: left < 1 ? left : left - 1, at });
    return left >= 1;
  };
}

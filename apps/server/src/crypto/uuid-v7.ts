import { pooledRandom } from './pooled-random.ts';

const COUNTER_BITS = 12;
const COUNTER_END = 1 << COUNTER_BITS;

/** Powers of two up to 65,536. */
const randomBelow = (end: number): number => Number.parseInt(pooledRandom(2, 'hex'), 16) % end;

type Position = { readonly time: number; readonly counter: number };

/** RFC 9562 section 5.7. */
export const uuidV7 = (now: Date): string =>
  format({ time: now.getTime(), counter: randomBelow(COUNTER_END) });

/**
 * Ids that ascend within this process, also within a millisecond and when the clock is set back:
 * `rand_a` is a counter that starts in its lower half (RFC 9562 section 6.2, method 1).
 */
export function makeIdSource(clock: () => Date): () => string {
  let last: Position = { time: 0, counter: 0 };
  return () => {
    last = next(last, clock().getTime());
    return format(last);
  };
}

function next({ time, counter }: Position, now: number): Position {
  if (now > time) return { time: now, counter: randomBelow(COUNTER_END / 2) };
  return counter + 1 < COUNTER_END
    ? { time, counter: counter + 1 }
    : { time: time + 1, counter: 0 };
}

/** The top bits of the fourth group are the variant, 10. */
function format({ time, counter }: Position): string {
  const at = time.toString(16).padStart(12, '0');
  const random = pooledRandom(8, 'hex');
  const variant = ((Number.parseInt(random.slice(0, 1), 16) & 0x3) | 0x8).toString(16);
  return [
    at.slice(0, 8),
    at.slice(8),
    (0x7000 | counter).toString(16),
    variant + random.slice(1, 4),
    random.slice(4),
  ].join('-');
}

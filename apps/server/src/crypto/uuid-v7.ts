import { randomBytes } from 'node:crypto';

const COUNTER_BITS = 12;
const COUNTER_END = 1 << COUNTER_BITS;

type Position = { readonly time: number; readonly counter: number };

/** RFC 9562 section 5.7. */
export const uuidV7 = (now: Date): string =>
  format({ time: now.getTime(), counter: randomBytes(2).readUInt16BE() % COUNTER_END });

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
  if (now > time) return { time: now, counter: randomBytes(2).readUInt16BE() % (COUNTER_END / 2) };
  return counter + 1 < COUNTER_END
    ? { time, counter: counter + 1 }
    : { time: time + 1, counter: 0 };
}

function format({ time, counter }: Position): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

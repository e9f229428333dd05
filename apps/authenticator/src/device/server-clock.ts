let offsetMs = 0;

/** A phone's clock may be minutes off; what it signs is held against the server's. */
export function noteServerTime(now: string | null): void {
  const time = Date.parse(now ?? '');
  if (!Number.isNaN(time)) offsetMs = time - Date.now();
}

/** Longer than the way there and back, shorter than what the server lets pass. */
const MOVED_MS = 10_000;

/**
 * Tries again where the clock turned out to be wrong: what was signed named another time. A phone
 * that slept, or was set anew, notices by the answer.
 */
export async function withServerClock<Value>(
  attempt: () => Promise<Value>,
  isRefused: (value: Value) => boolean,
): Promise<Value> {
  const before = offsetMs;
  const value = await attempt();
  const hasMoved = Math.abs(offsetMs - before) > MOVED_MS;
  return hasMoved && isRefused(value) ? attempt() : value;
}

export const serverNow = (): number => Date.now() + offsetMs;

export const serverSeconds = (): number => Math.floor(serverNow() / 1000);

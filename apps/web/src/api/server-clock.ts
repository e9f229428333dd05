/** Below this, a difference is the header's whole seconds and the way here, not a wrong clock. */
const TOLERANCE_MS = 5000;

let offsetMs = 0;

/** A phone's clock may be minutes off, so countdowns follow the server's (RFC 9110 section 6.6.1). */
export function noteServerDate(header: string | null): void {
  offsetMs = offsetOf(header, Date.now());
}

export const serverNow = (): number => Date.now() + offsetMs;

export function offsetOf(header: string | null, now: number): number {
  const difference = Date.parse(header ?? '') - now;
  return Math.abs(difference) > TOLERANCE_MS ? difference : 0;
}

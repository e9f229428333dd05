import { ATTEMPTS } from './challenge.ts';
import type { ThrottleRule } from './throttle.ts';

/** How many wrong second steps there may be; the contract keeps each number from being looser than the standard. */
export type LockOut = {
  /** Of one sign-in, over all its challenges. */
  readonly tries: number;
  /** Of one account, before it waits. */
  readonly failuresBeforeWait: number;
  readonly firstWaitSeconds: number;
  readonly perQuarterHour: number;
  /** In a row of one method, that switch it off (SP 800-63B-4 section 3.2.2: at most 100). */
  readonly disabledAfter: number;
};

/** What holds where no organisation has decided otherwise (ASVS 6.6.3; SP 800-63B-4 section 3.2.2). */
export const USUAL_LOCK_OUT: LockOut = {
  tries: ATTEMPTS,
  failuresBeforeWait: 5,
  firstWaitSeconds: 30,
  perQuarterHour: 10,
  disabledAfter: 50,
};

const MINUTE = 60_000;

/** The budget of wrong second steps of one account. */
export const secondStepRule = (lockOut: LockOut): ThrottleRule => ({
  windows: [{ limit: lockOut.perQuarterHour, perMs: 15 * MINUTE }],
  wait: {
    free: lockOut.failuresBeforeWait,
    firstMs: lockOut.firstWaitSeconds * 1000,
    capMs: 60 * MINUTE,
  },
});

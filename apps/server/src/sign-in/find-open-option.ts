import { propertiesOf } from '#domain/authenticator.ts';
import type { Option } from '#domain/bound-authenticator.ts';
import type { UserId } from '#domain/ids.ts';
import type { LockOut } from '#domain/lock-out.ts';
import { accountLane } from './lanes.ts';
import type { LaneKey, ThrottleStore } from './ports.ts';

type Asking = {
  readonly userId: UserId;
  /** Best first; none: nothing to prove, and the budget of codes decides. */
  readonly options: readonly Option[];
  readonly lockOut: LockOut;
  readonly now: Date;
};

export type OpenOption =
  | { readonly kind: 'open'; readonly option: Option | undefined }
  /** Every option waits; the lane that opens first. */
  | { readonly kind: 'throttled'; readonly lane: LaneKey; readonly retryAfterMs: number };

/**
 * The first option whose budget is not used up. Whoever has a passkey is let through to it however
 * many wrong codes somebody brought: nobody can lock another person out of an account with a passkey.
 */
export async function findOpenOption(
  throttles: Pick<ThrottleStore, 'retryAfterMs'>,
  { userId, options, lockOut, now }: Asking,
): Promise<OpenOption> {
  const [first] = options;
  const kinds = options.map(({ type }) => propertiesOf(type).lane);
  const waits: { readonly lane: LaneKey; readonly retryAfterMs: number }[] = [];
  for (const kind of new Set(first === undefined ? ['second-step' as const] : kinds)) {
    const lane = accountLane(kind, userId, lockOut);
    const retryAfterMs = await throttles.retryAfterMs(lane, now);
    const isOpen = ({ type }: Option) => propertiesOf(type).lane === kind;
    if (retryAfterMs <= 0) return { kind: 'open', option: options.find(isOpen) };
    waits.push({ lane, retryAfterMs });
  }
  const [soonest] = waits.toSorted((a, b) => a.retryAfterMs - b.retryAfterMs);
  return soonest === undefined
    ? { kind: 'open', option: undefined }
    : { kind: 'throttled', ...soonest };
}

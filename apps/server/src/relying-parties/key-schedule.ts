import type { SigningKey } from '#relying-parties/ports.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** Entra reads the key set anew every 24 hours; Microsoft's advice is to wait for two days. */
const PUBLISHED_AHEAD_MS = 2 * DAY;
/** Tokens live for minutes; whoever cached the set before the change may still look at an old one. */
const KEPT_MS = DAY;
/** A key is replaced after a year without anybody having to think of it. */
const REPLACED_AFTER_MS = 365 * DAY;

type Scheduled = Pick<SigningKey, 'createdAt' | 'signsFrom' | 'retiresAt'>;

const isPublished = ({ retiresAt }: Scheduled, now: Date): boolean =>
  retiresAt === undefined || retiresAt > now;

/** What the key set shows. */
export const listPublished = <Key extends Scheduled>(
  keys: readonly Key[],
  now: Date,
): readonly Key[] => keys.filter((key) => isPublished(key, now));

/** The newest key whose time has come. */
export const currentOf = <Key extends Scheduled>(
  keys: readonly Key[],
  now: Date,
): Key | undefined =>
  listPublished(keys, now)
    .filter(({ signsFrom }) => signsFrom <= now)
    .toSorted((a, b) => a.signsFrom.getTime() - b.signsFrom.getTime())
    .at(-1);

/** Whether the next key is to be made now: the newest one is old, or there is none. */
export function isDue(keys: readonly Scheduled[], now: Date): boolean {
  const newest = Math.max(0, ...keys.map(({ createdAt }) => createdAt.getTime()));
  return now.getTime() - newest >= REPLACED_AFTER_MS;
}

/** `at once`: the old key is not to be trusted any more; sign-ins fail until Entra has read the new one. */
export type Urgency = 'announced' | 'at once';

/** The first key signs at once: nobody has read the set yet. */
export function scheduleNext(
  keys: readonly Scheduled[],
  now: Date,
  urgency: Urgency,
): { readonly signsFrom: Date; readonly predecessorRetiresAt: Date } {
  if (currentOf(keys, now) === undefined || urgency === 'at once') {
    return { signsFrom: now, predecessorRetiresAt: now };
  }
  const signsFrom = new Date(now.getTime() + PUBLISHED_AHEAD_MS);
  return { signsFrom, predecessorRetiresAt: new Date(signsFrom.getTime() + KEPT_MS) };
}

import type { ActivityReader, ActivityRow } from '#audit/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { AuthenticatorReader } from '#sign-in/ports.ts';
import { methodOf } from './reactions.ts';

type Dependencies = {
  readonly activity: ActivityReader;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
};

export type DescribedActivity = {
  readonly lines: readonly (ActivityRow & { readonly freezes: boolean })[];
  /** The last line, where more come after it. */
  readonly next: string | undefined;
};

export type DescribeActivity = (request: {
  readonly userId: UserId;
  /** A line: what is older comes. */
  readonly before: string | undefined;
}) => Promise<DescribedActivity | undefined>;

const PER_PAGE = 30;

/** What happened with an account, newest first; undefined when there is no line to go on from. */
export function makeDescribeActivity({ activity, authenticators }: Dependencies): DescribeActivity {
  return async ({ userId, before }) => {
    const last = before === undefined ? undefined : await activity.findOf(userId, before);
    if (before !== undefined && last === undefined) return undefined;
    const rows = await activity.listOf(userId, { before: last, limit: PER_PAGE + 1 });
    const bound = await authenticators.list(userId);
    const lines = rows.slice(0, PER_PAGE);
    return {
      lines: lines.map((row) => ({ ...row, freezes: methodOf(row, bound) !== undefined })),
      next: rows.length > PER_PAGE ? lines.at(-1)?.id : undefined,
    };
  };
}

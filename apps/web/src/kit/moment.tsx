import { serverNow } from '#api/server-clock.ts';
import { localTime } from '#kit/dates.ts';
import { relativeTime } from '#kit/relative-time.ts';

/** How long ago, and when exactly. */
export const Moment = ({ at }: { readonly at: string }) => (
  <time dateTime={at}>
    {relativeTime(at, serverNow())} ({localTime(at)})
  </time>
);

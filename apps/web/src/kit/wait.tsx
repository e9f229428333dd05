import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import { durationText } from '#kit/duration.ts';
import { useSecondsLeft } from '#kit/use-seconds-left.ts';

/** A countdown to look at: a timer is not read out at every tick, its end is. */
export function Wait({ until }: { readonly until: string | undefined }) {
  // The first value stays: the caller computes it from "in so many seconds" at each render.
  const [end] = useState(until);
  const left = useSecondsLeft(end);
  if (end === undefined) return null;
  return (
    <>
      {left > 0 ? (
        <p className="wait" role="timer">
          {t('wait.until', { duration: durationText(left) })}
        </p>
      ) : null}
      <p role="status" className="wait-over">
        {left > 0 ? '' : t('wait.over')}
      </p>
    </>
  );
}

import { t } from '@proofup/ui/text.ts';

/** Whole seconds until then, never less than none. */
export const secondsUntil = (then: number, now: number): number =>
  Math.max(0, Math.ceil((then - now) / 1000));

/** Minutes rounded up, so that nobody comes back too early; seconds in the last minute. */
export function durationText(seconds: number): string {
  if (seconds <= 60) return plural(seconds, 'second');
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? plural(minutes, 'minute') : plural(Math.ceil(minutes / 60), 'hour');
}

const UNITS = {
  second: (n: number) => (n === 1 ? t('duration.second') : t('duration.seconds', { n })),
  minute: (n: number) => (n === 1 ? t('duration.minute') : t('duration.minutes', { n })),
  hour: (n: number) => (n === 1 ? t('duration.hour') : t('duration.hours', { n })),
};

const plural = (n: number, unit: keyof typeof UNITS): string => UNITS[unit](n);

import { pageLocale } from '#kit/locale.ts';

const DAY: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', day: 'numeric' };
const MOMENT: Intl.DateTimeFormatOptions = {
  ...DAY,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
};

const format = (iso: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(pageLocale(), options).format(new Date(iso));

const SHORT: Intl.DateTimeFormatOptions = { ...DAY, month: 'short' };

export const dayOf = (iso: string): string => format(iso, DAY);
/** Where many stand in a row. */
export const shortDayOf = (iso: string): string => format(iso, SHORT);
export const localTime = (iso: string): string => format(iso, MOMENT);

import { pageLocale } from '#kit/locale.ts';

/** Sums to the cent; prices of messages have up to four places. */
export const moneyText = (money: number, currency: string, places = 2): string =>
  new Intl.NumberFormat(pageLocale(), {
    style: 'currency',
    currency,
    maximumFractionDigits: places,
  }).format(money);

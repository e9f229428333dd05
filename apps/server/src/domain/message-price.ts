/** What one text or call costs, by ISO 3166-1 alpha-2 code; `*`: every other country. */
export type Prices = {
  /** ISO 4217. */
  readonly currency: string;
  readonly texts: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
};

export type PricedMessage = { readonly kind: 'text' | 'call'; readonly country: string };

/** Of a country without a price nobody knows what its messages cost. */
export const priceOf = (
  { texts, calls }: Prices,
  { kind, country }: PricedMessage,
): number | undefined => {
  const list = kind === 'text' ? texts : calls;
  return list[country] ?? list['*'];
};

/** Money is counted in whole ten-thousandths: prices of messages have more places than cents. */
const PARTS = 10_000;

export const partsOf = (money: number): number => Math.round(money * PARTS);
export const moneyOf = (parts: number): number => parts / PARTS;

/** A limit that knows no price must still hold. */
const UNKNOWN = 1;

export type Charge = { readonly units: number; readonly most: number };

/** What one message counts towards the limit of the day; undefined: there is none (0). */
export const chargeOf = (
  prices: Prices,
  perDay: number,
  message: PricedMessage,
): Charge | undefined =>
  perDay === 0
    ? undefined
    : { units: partsOf(priceOf(prices, message) ?? UNKNOWN), most: partsOf(perDay) };

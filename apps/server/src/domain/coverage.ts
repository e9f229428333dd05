import type { BoundAs } from './authenticator.ts';

/** The best that somebody has, weakest first: nothing, a number, codes or a request, a passkey. */
export const COVERED_BY = ['none', 'phone', 'app', 'passkey'] as const;
export type CoveredBy = (typeof COVERED_BY)[number];

/** How many people have what as their best. */
export type Coverage = Readonly<Record<CoveredBy, number>>;

export const NOBODY_COUNTED: Coverage = { none: 0, phone: 0, app: 0, passkey: 0 };

const GIVES: Readonly<Partial<Record<BoundAs, CoveredBy>>> = {
  phone: 'phone',
  totp: 'app',
  'hardware-token': 'app',
  device: 'app',
  passkey: 'passkey',
};

export const bestOf = (kinds: readonly BoundAs[]): CoveredBy =>
  COVERED_BY[Math.max(0, ...kinds.map((kind) => COVERED_BY.indexOf(GIVES[kind] ?? 'none')))] ??
  'none';

/** The kinds that make somebody that well covered. */
export const kindsGiving = (covered: CoveredBy): readonly BoundAs[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
  (Object.keys(GIVES) as BoundAs[]).filter((kind) => GIVES[kind] === covered);

export const addCoverage = (one: Coverage, other: Coverage): Coverage => ({
  none: one.none + other.none,
  phone: one.phone + other.phone,
  app: one.app + other.app,
  passkey: one.passkey + other.passkey,
});

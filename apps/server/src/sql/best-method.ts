import { sql as raw } from 'kysely';
import type { BoundAs } from '#domain/authenticator.ts';
import { kindsGiving } from '#domain/coverage.ts';

export const isOf = (kinds: readonly BoundAs[]) =>
  raw`authenticator.kind in (${raw.join([...kinds])})`;

/** The place of the best that each person has in `COVERED_BY`. */
export const BEST = raw<number>`max(case
  when ${isOf(kindsGiving('passkey'))} then 3
  when ${isOf(kindsGiving('app'))} then 2
  when ${isOf(kindsGiving('phone'))} then 1
  else 0 end)`;

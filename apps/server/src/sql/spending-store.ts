import type { SpendingStore } from '#sign-in/ports.ts';
import type { Sql } from './connection.ts';
import { toTime } from './convert.ts';
import { statement } from './statement.ts';

type Given = { day: string; units: number; most: number; forget_at: number };

/** One conditional update: of two that meet at the limit, one is let through. */
const SPEND = statement((db, given: Given) =>
  db
    .insertInto('spending')
    .values({ day: given.day, units: given.units, forget_at: given.forget_at })
    .onConflict((taken) =>
      taken
        .column('day')
        .doUpdateSet((eb) => ({ units: eb('spending.units', '+', eb.ref('excluded.units')) }))
        .where((eb) => eb(eb('spending.units', '+', eb.ref('excluded.units')), '<=', given.most)),
    ),
);

const DAY_MS = 24 * 60 * 60_000;

export const makeSpendingStore = (sql: Sql): SpendingStore => ({
  spend: async ({ units, most, now }) => {
    if (units > most) return false;
    const day = now.toISOString().slice(0, 10);
    const forget_at = toTime(now) + 2 * DAY_MS;
    return (await sql.count(SPEND, { day, units, most, forget_at })) === 1;
  },
});

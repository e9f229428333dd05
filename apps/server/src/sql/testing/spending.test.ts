import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forEachStore } from '../../../../../test/harness/for-each-store.ts';
import { makeSql } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { insertStatement } from '../statement.ts';
import { NOW, parallel } from './fixtures.ts';
import { forEachDatabase, openAt } from './open-store.ts';

const BEFORE = '0032-';

/** What was answered in a unit of one's own, and the limit in money that becomes of it. */
const ANSWERS = [
  [{ perDay: 500, textPrice: 1, callPrice: 3 }, 500],
  [{ perDay: 5_000, textPrice: 8, callPrice: 10 }, 625],
  [{ perDay: 5, textPrice: 8, callPrice: 10 }, 1],
  [{ perDay: 40, textPrice: 0, callPrice: 10 }, 40],
  [{ perDay: 0, textPrice: 8, callPrice: 10 }, 0],
] as const;

describe('limits of a day from before money', () => {
  forEachStore((store) => {
    it('allow as many texts as before where no price is set, and never become none', async () => {
      const made = await store.make();
      const database = await openAt(made.connection);
      try {
        await migrate(database.engine, { now: NOW, until: BEFORE });
        await database.engine.withConnection('fact', async (connection) => {
          const sql = makeSql(connection);
          const rows = ANSWERS.map(([answer], n) => ({
            question: 'spending' as const,
            version: n + 1,
            value: JSON.stringify(answer),
            reason: 'the bill',
            changed_by: 'an administrator',
            changed_at: NOW.getTime(),
          }));
          sql.tell(insertStatement('policy'), rows);
          sql.tell(insertStatement('spending'), [
            { day: '2026-01-01', units: 7, forget_at: NOW.getTime() },
          ]);
        });
        await database.migrate();
        const rows = await database.stores.policies.history('spending', ANSWERS.length);
        assert.deepEqual(
          rows.toReversed().map(({ value }) => value),
          ANSWERS.map(([, perDay]) => ({ perDay })),
        );
      } finally {
        await database.close();
        await made.close();
      }
    });
  });
});

forEachDatabase('what a day has cost', ({ database }) => {
  it('lets one of two through that meet at the limit, however often they meet', async () => {
    for (let day = 1; day <= 20; day += 1) {
      const now = new Date(NOW.getTime() + day * 24 * 60 * 60_000);
      const spent = await parallel(4, () =>
        database().transact('attempt', (tx) => tx.spending.spend({ units: 750, most: 2_000, now })),
      );
      assert.equal(spent.filter(Boolean).length, 2);
    }
  });
});

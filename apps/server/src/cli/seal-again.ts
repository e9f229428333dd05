import type { SealedBox } from '#crypto/sealed-box.ts';
import type { Database } from '#sql/open-database.ts';
import { makeReseal } from '#sql/reseal.ts';

const BATCH = 200;

export type Sealed = { readonly resealed: number; readonly unreadable: number };

/** Walks every sealed value once; a batch is a short transaction, so that sign-ins go on meanwhile. */
export async function sealAgain({ engine }: Database, box: SealedBox): Promise<Sealed> {
  const reseal = makeReseal(engine);
  let total: Sealed = { resealed: 0, unreadable: 0 };
  for (;;) {
    const { done, resealed, unreadable } = await reseal(box, BATCH);
    total = {
      resealed: total.resealed + resealed,
      unreadable: total.unreadable + unreadable,
    };
    if (done) return total;
  }
}

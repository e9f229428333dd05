import type { Policy } from '#domain/policy.ts';
import type { PolicyStore } from '#policy/ports.ts';

const DAY_MS = 24 * 60 * 60_000;

export type GraceStores = { readonly policies: Pick<PolicyStore, 'history'> };

/** Until when somebody who is asked for two steps from now on may put the set-up off. */
export async function graceFrom({ policies }: GraceStores, now: Date): Promise<Date | undefined> {
  const [newest] = await policies.history('grace', 1);
  if (newest === undefined) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract's shape of this question
  const { days } = newest.value as Policy['grace'];
  return days === 0 ? undefined : new Date(now.getTime() + days * DAY_MS);
}

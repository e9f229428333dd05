import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = TargetStores & {
  readonly users: Pick<UserStore, 'change'>;
  readonly audit: AuditLog;
};

type Dependencies = { readonly transact: Transact<Stores>; readonly clock: Clock };

export type SetLanguageOutcome = { readonly kind: 'changed' | 'unchanged' } | Unreached;

/** BCP 47; undefined: the organisation's. */
export type SetLanguageOf = (
  userId: UserId,
  language: string | undefined,
  order: Order,
) => Promise<SetLanguageOutcome>;

/** What somebody is called in, for people who cannot or do not choose it themselves. */
export const makeSetLanguageOf =
  ({ transact, clock }: Dependencies): SetLanguageOf =>
  (userId, language, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const target = await holdTarget(tx, { userId, order, now });
      if (target.kind !== 'held') return target;
      const before = target.user.language;
      if (before !== language) await tx.users.change(userId, { language: language ?? null });
      const named = { before: before ?? 'standard', after: language ?? 'standard' };
      const detail = { action: 'language', ...named };
      await tx.audit.append(
        [{ event: 'authz_change', ...auditOfOrder(order, userId, detail) }],
        now,
      );
      return { kind: before === language ? 'unchanged' : 'changed' };
    });

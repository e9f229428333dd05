import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AppPasswordId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { SecurityInfoStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  readonly notices: Notices<SecurityInfoStores>;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type DeleteAppPassword = (request: {
  readonly userId: UserId;
  readonly id: AppPasswordId;
  readonly context: RequestContext;
}) => Promise<'deleted' | 'not-found'>;

/** The program that has it is refused from its next request on. */
export function makeDeleteAppPassword(dependencies: Dependencies): DeleteAppPassword {
  const { transact, notices, wake, clock } = dependencies;
  return async ({ userId, id, context }) => {
    const outcome = await transact('fact', async (tx) => {
      const now = clock();
      if (!(await tx.appPasswords.remove(id, userId))) return 'not-found';
      await notices.enqueue(tx, { userId, id: 'app-password-deleted', now });
      const common = { ...auditOf(context, userId), target: { type: 'app_password', id } };
      await tx.audit.append(
        [{ event: 'app_password.deleted', outcome: 'success', ...common }],
        now,
      );
      return 'deleted';
    });
    if (outcome === 'deleted') wake();
    return outcome;
  };
}

import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { CaseId } from '#domain/ids.ts';
import type { Session } from '#domain/session.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { OpenCase, RecoveryStores } from './ports.ts';
import { methodOf } from './reactions.ts';
import type { StopAccount, StopOutcome } from './stop-account.ts';

type Dependencies = {
  readonly transact: Transact<RecoveryStores>;
  readonly stopAccount: StopAccount;
  readonly openCase: OpenCase;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type DisownOutcome =
  | { readonly kind: 'stopped'; readonly outcome: StopOutcome }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'already-reported' };

export type DisownActivity = (request: {
  readonly session: Session;
  readonly lineId: string;
  readonly context: RequestContext;
}) => Promise<DisownOutcome>;

/** "This wasn't me": once for each line, as its case has the line's id. */
export function makeDisownActivity(dependencies: Dependencies): DisownActivity {
  const { transact, stopAccount, openCase, clock, wake } = dependencies;
  return async ({ session, lineId, context }) => {
    const { userId } = session;
    const now = clock();
    const outcome = await transact('fact', async (tx): Promise<DisownOutcome> => {
      const line = await tx.activity.findOf(userId, lineId);
      if (line === undefined) return { kind: 'not-found' };
      const opened = await openCase(tx, {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
        id: line.id as CaseId,
        kind: 'not-me',
        userId,
        about: line.event,
        note: undefined,
        createdAt: now,
        context,
      });
      if (!opened) return { kind: 'already-reported' };
      const stopped = await stopAccount(tx, {
        userId,
        method: methodOf(line, await tx.authenticators.list(userId)),
        except: session.id,
        notice: 'not-me',
        context,
        now,
      });
      await tx.audit.append(
        [
          {
            event: 'account.disowned',
            outcome: 'success',
            reason: line.event,
            target: { type: 'audit_event', id: line.id },
            sessionId: session.id,
            detail: { outcome: stopped },
            ...auditOf(context, userId),
          },
        ],
        now,
      );
      return { kind: 'stopped', outcome: stopped };
    });
    wake();
    return outcome;
  };
}

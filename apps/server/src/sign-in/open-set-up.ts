import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { EngineStores, Signals } from './ports.ts';
import type { TasksOf } from './tasks-of.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly tasksOf: TasksOf;
  readonly signals: Signals;
  readonly clock: Clock;
};

export type OpenSetUp = (request: {
  readonly signIn: SignIn;
  readonly context: RequestContext;
}) => Promise<'set-up' | 'not-asked'>;

/** Whoever could put their first set-up off does not: from here on it is the set-up of everybody. */
export function makeOpenSetUp({ transact, tasksOf, signals, clock }: Dependencies): OpenSetUp {
  return async ({ signIn, context }) => {
    const now = clock();
    const outcome = await transact('fact', async (tx) => {
      const user = await tx.users.find(signIn.userId);
      if (!isOpen(signIn, now) || !user?.active) return 'not-asked';
      const bound = await tx.authenticators.list(user.id);
      const { secondStep } = signIn;
      const { tasks, nudge } = await tasksOf(tx, { signIn, user, bound, secondStep });
      if (tasks.length !== 1 || nudge?.cause !== 'grace') return 'not-asked';
      if (!(await tx.signIns.advance(signIn.id, 'tasks', 'set-up'))) return 'not-asked';
      const common = { ...auditOf(context, user.id), signInId: signIn.id };
      await tx.audit.append(
        [{ event: 'mfa.challenge.created', outcome: 'info', reason: 'set-up', ...common }],
        now,
      );
      return 'set-up';
    });
    signals.changed(signIn.id);
    return outcome;
  };
}

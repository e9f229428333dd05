import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Nudge } from '#domain/nudge.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { User } from '#domain/user.ts';
import type { AuditRecord } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { FinishSignIn } from './finish.ts';
import type { FinishTasksOutcome } from './finish-tasks.ts';
import type { EngineStores, Signals } from './ports.ts';
import type { TasksOf } from './tasks-of.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly tasksOf: TasksOf;
  readonly finish: FinishSignIn;
  readonly signals: Signals;
  readonly clock: Clock;
};

export type PostponeTask = (request: {
  readonly signIn: SignIn;
  readonly context: RequestContext;
}) => Promise<FinishTasksOutcome>;

/** Rolls the count back: the sign-in was over before. */
class Over extends Error {
  override readonly name = 'Over';
}

/**
 * Not now: what is put off counts once, and the sign-in ends in the same transaction, so that neither
 * is without the other. Where another sign-in has just put it off, this one ends uncounted.
 */
export function makePostponeTask(dependencies: Dependencies): PostponeTask {
  const { transact, signals } = dependencies;
  return async (request) => {
    const outcome = await transact('fact', (tx) => postpone(dependencies, tx, request)).catch(
      (error: unknown): FinishTasksOutcome => {
        if (error instanceof Over) return { kind: 'sign-in-over' };
        throw error;
      },
    );
    signals.changed(request.signIn.id);
    return outcome;
  };
}

async function postpone(
  { tasksOf, finish, clock }: Dependencies,
  tx: EngineStores,
  { signIn, context }: Parameters<PostponeTask>[0],
): Promise<FinishTasksOutcome> {
  const now = clock();
  const user = await tx.users.find(signIn.userId);
  if (signIn.state !== 'tasks' || !isOpen(signIn, now) || !user?.active) {
    return { kind: 'sign-in-over' };
  }
  const { secondStep } = signIn;
  const bound = await tx.authenticators.list(user.id);
  const read = () => tasksOf(tx, { signIn, user, bound, secondStep });
  const { tasks, nudge } = await read();
  if (tasks.some((task) => task !== 'better-method')) return { kind: 'tasks' };
  const isCounted = nudge !== undefined && (await count(tx, { user, nudge, now }));
  if (!isCounted && (await read()).nudge !== undefined) return { kind: 'tasks' };
  const records = isCounted ? [recordOf(nudge, { signIn, context })] : [];
  const { remember } = signIn;
  const finishing = { signIn, user, secondStep, context, now, records, remember };
  const finished = await finish(tx, finishing);
  if (finished === undefined) throw new Over();
  return { kind: 'completed', finished };
}

type Counting = { readonly user: User; readonly nudge: Nudge; readonly now: Date };

const count = (tx: EngineStores, { user, nudge, now }: Counting): Promise<boolean> =>
  tx.postponements.add({
    userId: user.id,
    about: nudge.about,
    until: new Date(now.getTime() + nudge.snoozeMs),
    most: nudge.most,
    now,
  });

const recordOf = (
  { about, left }: Nudge,
  { signIn, context }: Parameters<PostponeTask>[0],
): AuditRecord => ({
  event: 'sign_in.task_postponed',
  outcome: 'info',
  reason: about.split(':', 1).join(''),
  signInId: signIn.id,
  detail: { about, ...(left === undefined ? {} : { left: left - 1 }) },
  ...auditOf(context, signIn.userId),
});

import type { RequestContext } from '#domain/context.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import type { Finished, FinishSignIn } from './finish.ts';
import type { AuthenticatorReader, EngineStores, Signals } from './ports.ts';
import type { TasksOf, TaskStores } from './tasks-of.ts';

type Dependencies = TaskStores & {
  readonly tasksOf: TasksOf;
  readonly transact: Transact<EngineStores>;
  readonly users: Pick<UserStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly finish: FinishSignIn;
  readonly signals: Signals;
  readonly clock: Clock;
};

export type FinishTasksOutcome =
  | { readonly kind: 'completed'; readonly finished: Finished }
  /** There is still something to do. */
  | { readonly kind: 'tasks' }
  | { readonly kind: 'sign-in-over' };

export type FinishTasks = (request: {
  readonly signIn: SignIn;
  readonly context: RequestContext;
}) => Promise<FinishTasksOutcome>;

/** The session of a sign-in whose tasks are done; its assurance is that of what was proved before them. */
export function makeFinishTasks(dependencies: Dependencies): FinishTasks {
  const { users, authenticators, clock } = dependencies;
  return async ({ signIn, context }) => {
    const now = clock();
    const user = await users.find(signIn.userId);
    if (signIn.state !== 'tasks' || !isOpen(signIn, now) || !user?.active) {
      return { kind: 'sign-in-over' };
    }
    const bound = await authenticators.list(user.id);
    const { secondStep } = signIn;
    const { tasks } = await dependencies.tasksOf(dependencies, { signIn, user, bound, secondStep });
    if (tasks.length > 0) return { kind: 'tasks' };
    const finished = await dependencies.transact('fact', (tx) =>
      dependencies.finish(tx, {
        signIn,
        user,
        secondStep,
        context,
        now,
        remember: signIn.remember,
      }),
    );
    dependencies.signals.changed(signIn.id);
    return finished === undefined ? { kind: 'sign-in-over' } : { kind: 'completed', finished };
  };
}

import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { BoundAuthenticator } from '#domain/bound-authenticator.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { mayStillBeRemembered } from '#domain/sign-in-tasks.ts';
import { recordsOfProof, type Finished, type FinishRequest, type FinishSignIn } from './finish.ts';
import type { EngineStores } from './ports.ts';
import type { TasksOf, TaskStores } from './tasks-of.ts';

export type ConcludeRequest = FinishRequest & {
  /** What the account has now that the proof has used up what it was made of. */
  readonly bound: readonly BoundAuthenticator[];
};

export type Concluded =
  | { readonly kind: 'completed'; readonly finished: Finished }
  /** Something has to be done first; nothing but that is open. */
  | { readonly kind: 'tasks'; readonly secondStep: AuthenticatorType | undefined }
  | { readonly kind: 'sign-in-over' };

type ConcludeStores = EngineStores & TaskStores;

export type ConcludeSignIn = (tx: ConcludeStores, request: ConcludeRequest) => Promise<Concluded>;

type Dependencies = { readonly finish: FinishSignIn; readonly tasksOf: TasksOf };

/**
 * Every way to prove a sign-in ends here, inside the caller's fact transaction: with its tasks where
 * there are any, else with its session.
 */
export const makeConcludeSignIn =
  ({ finish, tasksOf }: Dependencies): ConcludeSignIn =>
  async (tx, request) => {
    // A relying party gets its proof now; what is to be done waits for a sign-in to this service.
    const isForUs = request.signIn.purpose !== 'relying-party';
    const { tasks } = isForUs ? await tasksOf(tx, request) : { tasks: [] };
    if (tasks.length === 0) {
      const finished = await finish(tx, request);
      return finished === undefined ? { kind: 'sign-in-over' } : { kind: 'completed', finished };
    }
    const { signIn, user, secondStep, context, records = [], now } = request;
    const remember = request.remember === true && mayStillBeRemembered(tasks);
    const proof = { secondStep, remember };
    if (!(await tx.signIns.openTasks(signIn.id, signIn.state, proof))) {
      return { kind: 'sign-in-over' };
    }
    const common = { ...auditOf(context, user.id), signInId: signIn.id, method: secondStep };
    await tx.audit.append(
      [
        ...records,
        ...recordsOfProof({ secondStep, common }),
        {
          event: 'sign_in.tasks_required',
          outcome: 'info',
          detail: { tasks: tasks.join() },
          ...common,
        },
      ],
      now,
    );
    return { kind: 'tasks', secondStep };
  };

import type { BoundAuthenticator } from '#domain/bound-authenticator.ts';
import type { SignIn } from '#domain/sign-in.ts';
import type { SignInTask } from '#domain/sign-in-tasks.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { mayStillBeRemembered } from '#domain/sign-in-tasks.ts';
import {
  assuranceOf,
  recordsOfProof,
  type Finished,
  type FinishRequest,
  type FinishSignIn,
} from './finish.ts';
import type { EngineStores, Tokens } from './ports.ts';
import type { TasksOf, TaskStores } from './tasks-of.ts';
import { findHeldUntil } from './weigh-surroundings.ts';

export type ConcludeRequest = FinishRequest & {
  /** What the account has now that the proof has used up what it was made of. */
  readonly bound: readonly BoundAuthenticator[];
};

export type Concluded =
  | { readonly kind: 'completed'; readonly finished: Finished }
  /** Something has to be done first; nothing but that is open. */
  | ({ readonly kind: 'tasks' } & Pick<SignIn, 'secondStep' | 'heldUntil'>)
  | { readonly kind: 'sign-in-over' };

type ConcludeStores = EngineStores & TaskStores;

export type ConcludeSignIn = (tx: ConcludeStores, request: ConcludeRequest) => Promise<Concluded>;

type Dependencies = {
  readonly finish: FinishSignIn;
  readonly tasksOf: TasksOf;
  readonly tokens: Tokens;
  /** As in finish.ts. */
  readonly holdMs: number;
};

/**
 * Every way to prove a sign-in ends here, inside the caller's fact transaction: with its tasks where
 * there are any, else with its session.
 */
export const makeConcludeSignIn =
  (dependencies: Dependencies): ConcludeSignIn =>
  async (tx, request) => {
    const { finish } = dependencies;
    const { tasks, heldUntil } = await tasksLeft(dependencies, tx, request);
    if (tasks.length === 0) {
      const finished = await finish(tx, request);
      return finished === undefined ? { kind: 'sign-in-over' } : { kind: 'completed', finished };
    }
    const { signIn, user, secondStep, context, records = [], now } = request;
    const remember = request.remember === true && mayStillBeRemembered(tasks);
    const proof = { secondStep, heldUntil, remember };
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
    return { kind: 'tasks', secondStep, heldUntil };
  };

const NOTHING = { tasks: [], heldUntil: undefined } as const;

/** Where changes are held, what can wait does: what an attacker in between could add is not offered. */
async function tasksLeft(
  dependencies: Dependencies,
  tx: ConcludeStores,
  request: ConcludeRequest,
): Promise<{ readonly tasks: readonly SignInTask[]; readonly heldUntil: Date | undefined }> {
  const { signIn } = request;
  // A relying party gets its proof now; what is to be done waits for a sign-in to this service.
  if (signIn.purpose === 'relying-party') return NOTHING;
  const { tasks } = await dependencies.tasksOf(tx, request);
  if (tasks.length === 0) return NOTHING;
  const assurance = await assuranceOf(tx, request);
  const heldUntil = assurance && (await findHeldUntil(dependencies, tx, { request, assurance }));
  if (heldUntil === undefined) return { tasks, heldUntil };
  const held = { ...request, signIn: { ...signIn, heldUntil } };
  return { ...(await dependencies.tasksOf(tx, held)), heldUntil };
}

import type { GroupStore } from '#directory/ports.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { BoundAuthenticator } from '#domain/bound-authenticator.ts';
import { decideNudge, mayNudge, type Nudge } from '#domain/nudge.ts';
import type { Better } from '#domain/policy.ts';
import { isHeld, type SignIn } from '#domain/sign-in.ts';
import { decideTasks, type SignInTask } from '#domain/sign-in-tasks.ts';
import type { User } from '#domain/user.ts';
import type { Clock } from '#domain/write.ts';
import type { LivePolicy } from '#policy/ports.ts';
import type { PostponementStore } from './ports.ts';

type Dependencies = {
  readonly policy: Pick<LivePolicy, 'current'>;
  /** What this installation can bind. */
  readonly offered: readonly Better[];
  readonly clock: Clock;
};

export type TaskStores = {
  readonly groups: Pick<GroupStore, 'groupsOf'>;
  readonly postponements: Pick<PostponementStore, 'listOf'>;
};

type Asked = {
  readonly signIn: Pick<SignIn, 'id' | 'purpose' | 'accepts' | 'heldUntil'>;
  readonly user: User;
  readonly bound: readonly BoundAuthenticator[];
  /** What was proved, or is about to be. */
  readonly secondStep: AuthenticatorType | undefined;
};

export type DescribedTasks = {
  /** In the order in which they are asked for. */
  readonly tasks: readonly SignInTask[];
  /** Of `better-method`. */
  readonly nudge: Nudge | undefined;
};

export type TasksOf = (stores: TaskStores, asked: Asked) => Promise<DescribedTasks>;

/** From stored facts and the policy, read anew each time; nothing that a browser sends changes it. */
export const makeTasksOf = (dependencies: Dependencies): TasksOf => {
  const nudgeOf = makeNudgeOf(dependencies);
  return async (stores, asked) => {
    const nudge = await nudgeOf(stores, asked);
    const facts = { ...asked, nudge, isHeld: isHeld(asked.signIn, dependencies.clock()) };
    return { tasks: decideTasks(facts), nudge };
  };
};

const makeNudgeOf =
  ({ policy, offered, clock }: Dependencies) =>
  async (stores: TaskStores, asked: Asked): Promise<Nudge | undefined> => {
    const [current, now] = [policy.current(), clock()];
    const { user } = asked;
    if (asked.signIn.purpose !== 'sign-in' || !mayNudge(current, { user, now })) return undefined;
    const [groups, postponed] = await Promise.all([
      stores.groups.groupsOf(user.id),
      stores.postponements.listOf(user.id),
    ]);
    const facts = { ...asked, groups: groups.map(({ id }) => id), offered, now };
    return decideNudge(current, facts, postponed);
  };

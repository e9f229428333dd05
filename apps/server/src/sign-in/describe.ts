import { type RequestOptions, requestOptions } from '#authenticators/passkey/options.ts';
import { ceremonyOf, type RelyingParty } from '#authenticators/passkey/relying-party.ts';
import { numberFor } from '#authenticators/device/number.ts';
import type { OutboxStore } from '#delivery/ports.ts';
import { type PhoneSlot, propertiesOf } from '#domain/authenticator.ts';
import { type BoundAuthenticator, isLasting, type Option } from '#domain/bound-authenticator.ts';
import { listSignInOptions } from '#domain/sign-in-options.ts';
import { type Challenge, isOver } from '#domain/challenge.ts';
import { mayBeRemembered, type RememberPolicy } from '#domain/remembered-browser.ts';
import { isOpen, type SignIn, type SignInState } from '#domain/sign-in.ts';
import type { Nudge } from '#domain/nudge.ts';
import { mayStillBeRemembered, type SignInTask } from '#domain/sign-in-tasks.ts';
import type { User } from '#domain/user.ts';
import type { Clock } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import type { ProofRequestStore } from '#relying-parties/ports.ts';
import type {
  AuthenticatorReader,
  ChallengeStore,
  DescribeChallenge,
  DescribedChallenge,
  Tokens,
} from './ports.ts';
import type { TasksOf, TaskStores } from './tasks-of.ts';

type Dependencies = TaskStores & {
  readonly tasksOf: TasksOf;
  readonly users: Pick<UserStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly challenges: Pick<ChallengeStore, 'latestFor'>;
  readonly proofRequests: Pick<ProofRequestStore, 'askedBy'>;
  readonly describeChallenge: DescribeChallenge;
  readonly remember: RememberPolicy;
  readonly appPasswords: { readonly enabled: boolean };
  readonly clock: Clock;
};

/** Everything a waiting page may know of its own sign-in. */
export type DescribedSignIn = {
  readonly signIn: SignIn;
  readonly state: SignInState;
  readonly options: readonly Option[];
  readonly current: DescribedChallenge | undefined;
  /** In `tasks`: whose they are. */
  readonly login: string | undefined;
  /** In `tasks`: what is left to do, in order. */
  readonly tasks: readonly SignInTask[];
  /** Of the task `better-method`. */
  readonly nudge: Nudge | undefined;
  readonly setUp: DescribedSetUp | undefined;
  /** Who asks, where that is not this service itself. */
  readonly relyingParty: string | undefined;
  /** For how many days this proof may be remembered in this browser. */
  readonly rememberDays: number | undefined;
};

/** What this set-up has bound so far, and the slots that are taken. */
export type DescribedSetUp = {
  readonly methods: number;
  readonly slots: readonly PhoneSlot[];
  readonly recoveryCodes: boolean;
  /** Whether it may end with a password for programs. */
  readonly appPasswords: boolean;
};

/** What the caller has read or written a moment ago, and nobody needs to read again. */
export type Known = {
  readonly user: User | undefined;
  readonly bound: readonly BoundAuthenticator[];
  readonly challenge: Challenge | undefined;
};

/** Of the sign-in as the caller has just read or changed it. */
export type DescribeSignIn = (signIn: SignIn, known?: Known) => Promise<DescribedSignIn>;

/** Reads what its state has a use for: most answers are about sign-ins that are over. */
export function makeDescribeSignIn(dependencies: Dependencies): DescribeSignIn {
  const { clock } = dependencies;
  return async (signIn, known) => {
    const now = clock();
    const state = stateOf(signIn, now);
    const isAsked = signIn.purpose === 'relying-party' && isOpen(signIn, now);
    const [{ user, bound, challenge }, relyingParty] = await Promise.all([
      known ?? read(dependencies, signIn, NEEDS[state]),
      isAsked ? dependencies.proofRequests.askedBy(signIn.id) : undefined,
    ]);
    const left =
      state === 'tasks' && user !== undefined
        ? await leftOf(dependencies, { signIn, user, bound })
        : NO_TASKS;
    return {
      signIn,
      state,
      options: state === 'second-step' ? listSignInOptions(signIn, bound, { now }) : [],
      current: challenge && (await dependencies.describeChallenge(challenge)),
      ...left,
      setUp: state === 'set-up' ? describeSetUp(dependencies, { bound, signIn }) : undefined,
      relyingParty,
      rememberDays:
        state === 'second-step' && user !== undefined
          ? await daysFor(dependencies, { user, bound, signIn, challenge })
          : undefined,
    };
  };
}

type Asked = {
  readonly user: User;
  readonly bound: readonly BoundAuthenticator[];
  readonly signIn: SignIn;
  readonly challenge: Challenge | undefined;
};

type Left = Pick<DescribedSignIn, 'login' | 'tasks' | 'nudge'>;

const NO_TASKS: Left = { login: undefined, tasks: [], nudge: undefined };

const leftOf = async (
  dependencies: Dependencies,
  { signIn, user, bound }: Omit<Asked, 'challenge'>,
): Promise<Left> => {
  const asked = { signIn, user, bound, secondStep: signIn.secondStep };
  return { login: user.login, ...(await dependencies.tasksOf(dependencies, asked)) };
};

/** Not where tasks follow that end what is remembered. */
async function daysFor(
  dependencies: Dependencies,
  { user, bound, signIn, challenge }: Asked,
): Promise<number | undefined> {
  const { remember, tasksOf } = dependencies;
  const secondStep = challenge?.type;
  const { role } = user;
  if (!mayBeRemembered(remember, { role, purpose: signIn.purpose, type: secondStep })) {
    return undefined;
  }
  const { tasks } = await tasksOf(dependencies, { signIn, user, bound, secondStep });
  return mayStillBeRemembered(tasks) ? remember.days : undefined;
}

const stateOf = (signIn: SignIn, now: Date): SignInState =>
  isOpen(signIn, now) || signIn.state === 'completed' ? signIn.state : 'ended';

const NOTHING = { user: false, bound: false };

/** What has to be read to say all there is to say about a state. */
const NEEDS: Readonly<Record<SignInState, typeof NOTHING>> = {
  'second-step': { user: true, bound: true },
  'set-up': { user: false, bound: true },
  tasks: { user: true, bound: true },
  'needs-help': NOTHING,
  completed: NOTHING,
  ended: NOTHING,
};

async function read(
  { users, authenticators, challenges }: Dependencies,
  { id, userId }: SignIn,
  needs: typeof NOTHING,
): Promise<Known> {
  const [user, bound, challenge] = await Promise.all([
    needs.user ? users.find(userId) : undefined,
    needs.bound ? authenticators.list(userId) : [],
    challenges.latestFor(id),
  ]);
  return { user, bound, challenge };
}

const describeSetUp = (
  { appPasswords: { enabled } }: Dependencies,
  { bound, signIn: { id, purpose } }: Pick<Asked, 'bound' | 'signIn'>,
): DescribedSetUp => ({
  methods: bound.filter((one) => isLasting(one) && one.boundIn === id).length,
  slots: bound.flatMap(({ slot }) => slot ?? []),
  recoveryCodes: bound.some(({ kind }) => kind === 'saved-recovery-codes'),
  // Whoever comes from another service wants to go back to it.
  appPasswords: enabled && purpose !== 'relying-party',
});

type ChallengeDependencies = {
  readonly outbox: Pick<OutboxStore, 'statusFor'>;
  readonly authenticators: Pick<AuthenticatorReader, 'passkeysOf'>;
  readonly relyingParty: RelyingParty;
  readonly tokens: Tokens;
  /** Digits of the number that is typed on a device. */
  readonly digits: number;
  readonly clock: Clock;
};

/** For a sign-in and for a binding alike: what a waiting page may know of its challenge. */
export function makeDescribeChallenge(dependencies: ChallengeDependencies): DescribeChallenge {
  const { outbox, clock } = dependencies;
  return async (challenge) => {
    const { sends } = propertiesOf(challenge.type);
    const sent =
      sends === null || sends === 'push' ? undefined : await outbox.statusFor(challenge.id);
    const isExpired = challenge.state === 'live' && challenge.expiresAt <= clock();
    const delivery = sent === 'failed' || sent === 'expired' ? 'undelivered' : sent;
    const publicKey = isOver(challenge, clock())
      ? undefined
      : await requestFor(dependencies, challenge);
    const state = isExpired ? 'expired' : challenge.state;
    const isAsked = challenge.type === 'push' && !isOver(challenge, clock());
    const { tokens, digits } = dependencies;
    const number = isAsked ? numberFor(tokens, challenge.id, digits) : undefined;
    return { challenge, state, delivery, publicKey, number };
  };
}

/** After the password only: the browser is told which passkeys the account has. */
async function requestFor(
  { authenticators, relyingParty, tokens }: ChallengeDependencies,
  { id, type, for: subject, userId }: Challenge,
): Promise<RequestOptions | undefined> {
  if (type !== 'passkey' || subject.kind !== 'sign-in') return undefined;
  const of = { unique: id, userVerification: 'preferred' } as const;
  const ceremony = ceremonyOf(relyingParty, tokens, of);
  return requestOptions(ceremony, await authenticators.passkeysOf(userId));
}

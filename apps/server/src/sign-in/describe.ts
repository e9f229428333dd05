import { type RequestOptions, requestOptions } from '#authenticators/passkey/options.ts';
import { ceremonyOf, type RelyingParty } from '#authenticators/passkey/relying-party.ts';
import type { OutboxStore } from '#delivery/ports.ts';
import { propertiesOf } from '#domain/authenticator.ts';
import {
  type BoundAuthenticator,
  isLasting,
  listOptions,
  listStepUpOptions,
  type Option,
} from '#domain/bound-authenticator.ts';
import { type Challenge, isOver } from '#domain/challenge.ts';
import { mayBeRemembered, type RememberPolicy } from '#domain/remembered-browser.ts';
import type { User } from '#domain/user.ts';
import { isOpen, type SignIn, type SignInState } from '#domain/sign-in.ts';
import { decideTasks, type SignInTask } from '#domain/sign-in-tasks.ts';
import type { Clock } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import type {
  AuthenticatorReader,
  ChallengeStore,
  DescribeChallenge,
  DescribedChallenge,
  Tokens,
} from './ports.ts';

type Dependencies = {
  readonly users: Pick<UserStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly challenges: Pick<ChallengeStore, 'latestFor'>;
  readonly describeChallenge: DescribeChallenge;
  readonly remember: RememberPolicy;
  readonly offersAppPasswords: boolean;
  readonly clock: Clock;
};

/** Everything a waiting page may know of its own sign-in. */
export type DescribedSignIn = {
  readonly signIn: SignIn;
  readonly state: SignInState;
  readonly options: readonly Option[];
  readonly current: DescribedChallenge | undefined;
  /** In `tasks`: what is left to do, in order. */
  readonly tasks: readonly SignInTask[];
  readonly setUp:
    | {
        readonly methods: number;
        readonly recoveryCodes: boolean;
        /** Whether it may end with a password for programs. */
        readonly appPasswords: boolean;
      }
    | undefined;
  /** For how many days this proof may be remembered in this browser. */
  readonly rememberDays: number | undefined;
};

/** Of the sign-in as the caller has just read or changed it. */
export type DescribeSignIn = (signIn: SignIn) => Promise<DescribedSignIn>;

/** Reads what its state has a use for: most answers are about sign-ins that are over. */
export function makeDescribeSignIn(dependencies: Dependencies): DescribeSignIn {
  const { users, authenticators, challenges, clock } = dependencies;
  return async (signIn) => {
    const now = clock();
    const { userId, purpose } = signIn;
    const state = stateOf(signIn, now);
    const needs = NEEDS[state];
    const [user, bound, challenge] = await Promise.all([
      needs.user ? users.find(userId) : undefined,
      needs.bound ? authenticators.list(userId) : [],
      challenges.latestFor(signIn.id),
    ]);
    return {
      signIn,
      state,
      options: state === 'second-step' ? OPTIONS_FOR[purpose](bound, now, user?.preference) : [],
      current: challenge && (await dependencies.describeChallenge(challenge)),
      tasks: state === 'tasks' && user !== undefined ? decideTasks(user, bound) : [],
      setUp:
        state === 'set-up'
          ? { ...describeSetUp(bound, signIn), appPasswords: dependencies.offersAppPasswords }
          : undefined,
      rememberDays:
        state === 'second-step' && user !== undefined
          ? daysFor(dependencies, { user, bound, signIn, challenge })
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

/** Not where tasks follow: doing them ends what is remembered. */
const daysFor = (
  { remember }: Dependencies,
  { user, bound, signIn: { purpose }, challenge }: Asked,
): number | undefined =>
  decideTasks(user, bound).length === 0 &&
  mayBeRemembered(remember, { role: user.role, purpose, type: challenge?.type })
    ? remember.days
    : undefined;

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

const OPTIONS_FOR = { 'sign-in': listOptions, 'step-up': listStepUpOptions } as const;

const describeSetUp = (bound: readonly BoundAuthenticator[], { id }: SignIn) => ({
  methods: bound.filter((one) => isLasting(one) && one.boundIn === id).length,
  recoveryCodes: bound.some(({ kind }) => kind === 'saved-recovery-codes'),
});

type ChallengeDependencies = {
  readonly outbox: Pick<OutboxStore, 'statusFor'>;
  readonly authenticators: Pick<AuthenticatorReader, 'passkeysOf'>;
  readonly relyingParty: RelyingParty;
  readonly tokens: Tokens;
  readonly clock: Clock;
};

/** For a sign-in and for a binding alike: what a waiting page may know of its challenge. */
export function makeDescribeChallenge(dependencies: ChallengeDependencies): DescribeChallenge {
  const { outbox, clock } = dependencies;
  return async (challenge) => {
    const { sends } = propertiesOf(challenge.type);
    const sent = sends === null ? undefined : await outbox.statusFor(challenge.id);
    const isExpired = challenge.state === 'live' && challenge.expiresAt <= clock();
    const delivery = sent === 'failed' || sent === 'expired' ? 'undelivered' : sent;
    const publicKey = isOver(challenge, clock())
      ? undefined
      : await requestFor(dependencies, challenge);
    const state = isExpired ? 'expired' : challenge.state;
    return { challenge, state, delivery, publicKey };
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

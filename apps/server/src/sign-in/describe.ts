import type { OutboxStore } from '#delivery/ports.ts';
import { propertiesOf } from '#domain/authenticator.ts';
import {
  type BoundAuthenticator,
  isLasting,
  listOptions,
  listStepUpOptions,
  type Option,
} from '#domain/bound-authenticator.ts';
import { mayBeRemembered, type RememberPolicy } from '#domain/remembered-browser.ts';
import type { Challenge } from '#domain/challenge.ts';
import type { User } from '#domain/user.ts';
import { isOpen, type SignIn, type SignInState } from '#domain/sign-in.ts';
import type { Clock } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import type {
  AuthenticatorReader,
  ChallengeStore,
  DescribeChallenge,
  DescribedChallenge,
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
    const { userId } = signIn;
    const open = isOpen(signIn, now);
    const asks = open && signIn.state === 'second-step';
    const [user, bound, challenge] = await Promise.all([
      asks ? users.find(userId) : undefined,
      asks || signIn.state === 'set-up' ? authenticators.list(userId) : [],
      challenges.latestFor(signIn.id),
    ]);
    return {
      signIn,
      state: open || signIn.state === 'completed' ? signIn.state : 'ended',
      options: asks ? OPTIONS_FOR[signIn.purpose](bound, now, user?.preference) : [],
      current: challenge && (await dependencies.describeChallenge(challenge)),
      setUp:
        signIn.state === 'set-up'
          ? { ...describeSetUp(bound, signIn), appPasswords: dependencies.offersAppPasswords }
          : undefined,
      rememberDays: user && daysFor(dependencies, { user, signIn, challenge }),
    };
  };
}

type Asked = {
  readonly user: Pick<User, 'role'>;
  readonly signIn: SignIn;
  readonly challenge: Challenge | undefined;
};

const daysFor = (
  { remember }: Dependencies,
  { user: { role }, signIn: { purpose }, challenge }: Asked,
): number | undefined =>
  mayBeRemembered(remember, { role, purpose, type: challenge?.type }) ? remember.days : undefined;

const OPTIONS_FOR = { 'sign-in': listOptions, 'step-up': listStepUpOptions } as const;

const describeSetUp = (bound: readonly BoundAuthenticator[], { id }: SignIn) => ({
  methods: bound.filter((one) => isLasting(one) && one.boundIn === id).length,
  recoveryCodes: bound.some(({ kind }) => kind === 'saved-recovery-codes'),
});

type ChallengeDependencies = {
  readonly outbox: Pick<OutboxStore, 'statusFor'>;
  readonly clock: Clock;
};

/** For a sign-in and for a binding alike: what a waiting page may know of its challenge. */
export function makeDescribeChallenge({ outbox, clock }: ChallengeDependencies): DescribeChallenge {
  return async (challenge) => {
    const { sends } = propertiesOf(challenge.type);
    const sent = sends === null ? undefined : await outbox.statusFor(challenge.id);
    const isExpired = challenge.state === 'live' && challenge.expiresAt <= clock();
    const delivery = sent === 'failed' || sent === 'expired' ? 'undelivered' : sent;
    return { challenge, state: isExpired ? 'expired' : challenge.state, delivery };
  };
}

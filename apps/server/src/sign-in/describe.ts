import type { OutboxStore } from '#delivery/ports.ts';
import { type PhoneSlot, propertiesOf } from '#domain/authenticator.ts';
import {
  type BoundAuthenticator,
  isLasting,
  listOptions,
  type Option,
} from '#domain/bound-authenticator.ts';
import type { Challenge } from '#domain/challenge.ts';
import { isOpen, type SignIn, type SignInState } from '#domain/sign-in.ts';
import type { User } from '#domain/user.ts';
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
  readonly clock: Clock;
};

/** Everything a waiting page may know of its own sign-in. */
export type DescribedSignIn = {
  readonly signIn: SignIn;
  readonly state: SignInState;
  readonly options: readonly Option[];
  readonly current: DescribedChallenge | undefined;
  readonly setUp: DescribedSetUp | undefined;
};

/** What this set-up has bound so far, and the slots that are taken. */
export type DescribedSetUp = {
  readonly methods: number;
  readonly slots: readonly PhoneSlot[];
  readonly recoveryCodes: boolean;
};

/** What the caller has read or written a moment ago, and nobody needs to read again. */
export type Known = {
  readonly user: Pick<User, 'preference'>;
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
    const open = isOpen(signIn, now);
    const asks = open && signIn.state === 'second-step';
    const { user, bound, challenge } = known ?? (await read(dependencies, signIn, asks));
    return {
      signIn,
      state: open || signIn.state === 'completed' ? signIn.state : 'ended',
      options: asks ? listOptions(bound, now, user?.preference) : [],
      current: challenge && (await dependencies.describeChallenge(challenge)),
      setUp: signIn.state === 'set-up' ? describeSetUp(bound, signIn) : undefined,
    };
  };
}

async function read(
  { users, authenticators, challenges }: Dependencies,
  { id, userId, state }: SignIn,
  asks: boolean,
) {
  const [user, bound, challenge] = await Promise.all([
    asks ? users.find(userId) : undefined,
    asks || state === 'set-up' ? authenticators.list(userId) : [],
    challenges.latestFor(id),
  ]);
  return { user, bound, challenge };
}

const describeSetUp = (bound: readonly BoundAuthenticator[], { id }: SignIn): DescribedSetUp => ({
  methods: bound.filter((one) => isLasting(one) && one.boundIn === id).length,
  slots: bound.flatMap(({ slot }) => slot ?? []),
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

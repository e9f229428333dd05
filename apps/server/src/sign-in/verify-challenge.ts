import type { AuditRecord } from '#audit/ports.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
import { type BoundAuthenticator, isLasting } from '#domain/bound-authenticator.ts';
import type { Challenge } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { ChallengeId } from '#domain/ids.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import type { NoticeId, Notices } from '#notices/ports.ts';
import { auditOfChallenge } from '#domain/audit-fields.ts';
import type { Concluded, ConcludeSignIn } from './conclude.ts';
import type {
  AuthenticatorReader,
  EngineStores,
  Proof,
  Prove,
  ProveOutcome,
  Signals,
} from './ports.ts';
import { spendProof } from './prove.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly users: UserStore;
  readonly authenticators: AuthenticatorReader;
  readonly prove: Prove;
  readonly conclude: ConcludeSignIn;
  readonly notices: Notices<EngineStores>;
  readonly signals: Signals;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type VerifyOutcome =
  | Concluded
  /** A pass or a recovery code was right, and no lasting method is left: only the set-up is open. */
  | { readonly kind: 'set-up' }
  | Exclude<ProveOutcome, { readonly kind: 'genuine' }>;

export type VerifyRequest = {
  readonly signIn: SignIn;
  readonly challengeId: ChallengeId;
  readonly output: unknown;
  readonly remember?: boolean | undefined;
  readonly context: RequestContext;
};

export type VerifyChallenge = (request: VerifyRequest) => Promise<VerifyOutcome>;

/** One output of a claimant, from attempt to session. `prove` reserves and compares, one transaction here acts. */
export function makeVerifyChallenge(dependencies: Dependencies): VerifyChallenge {
  return async (request) => {
    const { signIn, challengeId, output, context } = request;
    if (signIn.state !== 'second-step' || !isOpen(signIn, dependencies.clock())) {
      return { kind: 'sign-in-over' };
    }
    const { userId } = signIn;
    const outcome = await dependencies.prove({
      challengeId,
      subject: signIn.id,
      userId,
      output,
      context,
    });
    if (outcome.kind === 'over' && outcome.reason === 'exhausted') {
      await endIfExhausted(dependencies, request);
    }
    if (outcome.kind !== 'genuine') return outcome;
    return actOn(dependencies, {
      signIn,
      context,
      remember: request.remember,
      challenge: outcome.proof.challenge,
      proof: outcome.proof,
    });
  };
}

/** No attempt is left, but one that is still being looked at may prove right: it must find its sign-in open. */
const endIfExhausted = (
  { transact }: Dependencies,
  { signIn, challengeId }: VerifyRequest,
): Promise<void> =>
  transact('attempt', async (tx) => {
    const challenge = await tx.challenges.find(challengeId);
    if (challenge?.state === 'exhausted') {
      await tx.signIns.advance(signIn.id, signIn.state, 'ended');
    }
  });

export type CompleteSignIn = (request: {
  readonly signIn: SignIn;
  readonly challenge: Challenge;
  readonly remember?: boolean | undefined;
  readonly context: RequestContext;
}) => Promise<VerifyOutcome>;

/** The same for an approval that came by phone: the browser that asked comes to fetch it. */
export function makeCompleteSignIn(dependencies: Dependencies): CompleteSignIn {
  return async (request) => {
    const { signIn } = request;
    if (signIn.state !== 'second-step' || !isOpen(signIn, dependencies.clock())) {
      return { kind: 'sign-in-over' };
    }
    return actOn(dependencies, { ...request, proof: undefined });
  };
}

type Acting = {
  readonly signIn: SignIn;
  readonly context: RequestContext;
  readonly challenge: Challenge;
  readonly remember?: boolean | undefined;
  /** Absent: approved by phone. */
  readonly proof: Proof | undefined;
};

async function actOn(dependencies: Dependencies, acting: Acting): Promise<VerifyOutcome> {
  const { signIn } = acting;
  const now = dependencies.clock();
  const [user, before] = await Promise.all([
    dependencies.users.find(signIn.userId),
    dependencies.authenticators.list(signIn.userId),
  ]);
  if (user === undefined || !user.active) return { kind: 'sign-in-over' };
  const needsSetUp = user.state !== 'disabled' && !before.some(isLasting);

  const outcome = await dependencies.transact('fact', async (tx): Promise<VerifyOutcome> => {
    const spent = await spend(tx, acting, now);
    if (spent !== 'spent')
      return spent === 'replayed' ? { kind: 'replayed' } : { kind: 'over', reason: 'over' };
    // A code that was just used up may have been the last of its list.
    const isListed = acting.proof?.spend.kind === 'use';
    const bound = isListed ? await tx.authenticators.list(user.id) : before;
    await markUse(tx, acting, now);
    await noticeUse(dependencies, tx, { acting, bound, now });
    if (bound.some(({ state }) => state === 'disabled')) await restore(tx, acting, now);
    return needsSetUp
      ? openSetUp(tx, acting, now)
      : conclude(dependencies, tx, { acting, user, bound, now });
  });
  dependencies.signals.changed(signIn.id);
  // A run of the dispatcher is a transaction: it is woken where something was queued.
  if (USE_NOTICES[acting.challenge.type] !== undefined) dependencies.wake();
  return outcome;
}

async function spend(tx: EngineStores, acting: Acting, now: Date) {
  const { challenge, proof, context } = acting;
  if (proof === undefined) {
    const taken = await tx.challenges.advance(challenge.id, 'approved', { state: 'consumed', now });
    return taken ? 'spent' : 'over';
  }
  const spent = await spendProof(tx, proof, now);
  if (spent === 'replayed') {
    const common = auditOfChallenge(context, challenge);
    await tx.audit.append(
      [{ event: 'mfa.code.replayed', outcome: 'failure', reason: 'used', ...common }],
      now,
    );
  }
  return spent;
}

const recordsOf = ({ context, challenge }: Acting): readonly AuditRecord[] => {
  const common = auditOfChallenge(context, challenge);
  const evaluated = { event: 'mfa.code.evaluated', outcome: 'success', ...common } as const;
  const used = USE_EVENTS[challenge.type];
  return used === undefined
    ? [evaluated]
    : [evaluated, { event: used, outcome: 'success', ...common }];
};

const USE_EVENTS: Partial<Record<AuthenticatorType, AuditRecord['event']>> = {
  'saved-recovery-code': 'recovery_codes.used',
  'temporary-access-pass': 'tap.used',
};

const USE_NOTICES: Partial<Record<AuthenticatorType, NoticeId>> = {
  'saved-recovery-code': 'recovery-code-used',
};

/** A time step marks its app by itself, a signature its passkey; the person sees the last use of everything else as well. */
async function markUse(tx: EngineStores, { challenge, proof }: Acting, now: Date): Promise<void> {
  const { for: subject } = challenge;
  if (subject.kind !== 'sign-in' || isMarkedBy(proof)) return;
  await tx.authenticators.markUsed(subject.authenticatorId, now);
}

const isMarkedBy = (proof: Proof | undefined): boolean =>
  proof?.spend.kind === 'counter' || proof?.spend.kind === 'assertion';

async function noticeUse(
  { notices }: Dependencies,
  tx: EngineStores,
  { acting, bound, now }: Omit<Concluding, 'user'>,
): Promise<void> {
  const { challenge, signIn } = acting;
  const id = USE_NOTICES[challenge.type];
  if (id === undefined) return;
  const { for: subject } = challenge;
  const used = bound.find(
    (one) => subject.kind === 'sign-in' && one.id === subject.authenticatorId,
  );
  const values = { left: String(used?.usesLeft ?? 0) };
  await notices.enqueue(tx, { userId: signIn.userId, id, now, values });
}

/**
 * Whoever proved another method gets back what wrong outputs switched off. Its failures are not
 * forgiven: one more wrong output switches it off again (SP 800-63B-4 section 3.2.2).
 */
async function restore(tx: EngineStores, { challenge, context }: Acting, now: Date): Promise<void> {
  if ((await tx.authenticators.restoreAllOf(challenge.userId)) === 0) return;
  const common = auditOfChallenge(context, challenge);
  await tx.audit.append(
    [{ event: 'factor.restored', outcome: 'success', reason: 'another_method', ...common }],
    now,
  );
}

async function openSetUp(tx: EngineStores, acting: Acting, now: Date): Promise<VerifyOutcome> {
  const { signIn } = acting;
  if (!(await tx.signIns.advance(signIn.id, signIn.state, 'set-up')))
    return { kind: 'sign-in-over' };
  await tx.audit.append(recordsOf(acting), now);
  return { kind: 'set-up' };
}

type Concluding = {
  readonly acting: Acting;
  readonly user: User;
  /** As the proof left them. */
  readonly bound: readonly BoundAuthenticator[];
  readonly now: Date;
};

async function conclude(
  dependencies: Dependencies,
  tx: EngineStores,
  { acting, user, bound, now }: Concluding,
): Promise<VerifyOutcome> {
  const { signIn, challenge, context } = acting;
  return dependencies.conclude(tx, {
    signIn,
    user,
    bound,
    secondStep: challenge.type,
    context,
    now,
    records: recordsOf(acting),
    remember: acting.remember,
  });
}

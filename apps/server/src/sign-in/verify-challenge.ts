import type { AuditRecord } from '#audit/ports.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
import { type BoundAuthenticator, isLasting } from '#domain/bound-authenticator.ts';
import type { Challenge, Spend } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { ChallengeId } from '#domain/ids.ts';
import { accepts, isOpen, type SignIn } from '#domain/sign-in.ts';
import { leadsToSetUp } from '#domain/sign-in-options.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { NoticeId, Notices } from '#notices/ports.ts';
import { auditOfChallenge } from '#domain/audit-fields.ts';
import type { Concluded, ConcludeSignIn } from './conclude.ts';
import type { EngineStores, Prove, ProveRefusal, Signals } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly prove: Prove<EngineStores>;
  readonly conclude: ConcludeSignIn;
  readonly notices: Notices<EngineStores>;
  readonly signals: Signals;
  readonly wake: () => void;
  readonly clock: Clock;
};

type ActOutcome =
  | Concluded
  /** A pass or a recovery code was right, and no lasting method is left: only the set-up is open. */
  | { readonly kind: 'set-up' };

export type VerifyOutcome = ActOutcome | ProveRefusal;

export type VerifyRequest = {
  readonly signIn: SignIn;
  readonly challengeId: ChallengeId;
  readonly output: unknown;
  readonly remember?: boolean | undefined;
  readonly context: RequestContext;
};

export type VerifyChallenge = (request: VerifyRequest) => Promise<VerifyOutcome>;

/** One output of a claimant, from attempt to session: `prove` counts, compares and uses up, what is here acts. */
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
      act: async (tx, { challenge, spend, now }) => {
        const acting = { signIn, context, challenge, spend, remember: request.remember };
        return {
          kind: 'acted',
          challenge,
          outcome: await act(dependencies, tx, { acting, now }),
        } as const;
      },
    });
    if (outcome.kind === 'acted') return tell(dependencies, signIn, outcome);
    if (outcome.kind === 'over' && outcome.reason === 'exhausted') {
      await endIfExhausted(dependencies, request);
    }
    return outcome;
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
    const { signIn, challenge } = request;
    const now = dependencies.clock();
    if (signIn.state !== 'second-step' || !isOpen(signIn, now)) return { kind: 'sign-in-over' };
    const acting = { ...request, spend: undefined };
    const outcome = await dependencies.transact('fact', async (tx) => {
      const consumed = { state: 'consumed', now } as const;
      return (await tx.challenges.advance(challenge.id, 'approved', consumed))
        ? act(dependencies, tx, { acting, now })
        : undefined;
    });
    if (outcome === undefined) return { kind: 'over', reason: 'over' };
    return tell(dependencies, signIn, { challenge, outcome });
  };
}

/** Pages that wait hear of it; the dispatcher is woken where something was queued. */
function tell(
  { signals, wake }: Dependencies,
  signIn: SignIn,
  { challenge, outcome }: { readonly challenge: Challenge; readonly outcome: ActOutcome },
): ActOutcome {
  signals.changed(signIn.id);
  if (USE_NOTICES[challenge.type] !== undefined) wake();
  return outcome;
}

type Acting = {
  readonly signIn: SignIn;
  readonly context: RequestContext;
  readonly challenge: Challenge;
  readonly remember?: boolean | undefined;
  /** Absent: approved by phone. */
  readonly spend: Spend | undefined;
};

type At = { readonly acting: Acting; readonly now: Date };

/** In the transaction that has used the output up. */
async function act(
  dependencies: Dependencies,
  tx: EngineStores,
  { acting, now }: At,
): Promise<ActOutcome> {
  const { userId } = acting.signIn;
  const [user, bound] = await Promise.all([tx.users.find(userId), tx.authenticators.list(userId)]);
  if (user === undefined || !user.active) return { kind: 'sign-in-over' };
  await markUse(tx, acting, now);
  await noticeUse(dependencies, tx, { acting, bound, now });
  if (bound.some(({ state }) => state === 'disabled')) await restore(tx, acting, now);
  const { signIn, challenge } = acting;
  if (leadsToSetUp(signIn, bound)) return openSetUp(tx, acting, now);
  // C12: what is asked of a sign-in stands in its row, whatever challenge was shown to it.
  if (!accepts(signIn, challenge.type)) return { kind: 'sign-in-over' };
  const needsSetUp = user.state !== 'disabled' && !bound.some(isLasting);
  return needsSetUp
    ? openSetUp(tx, acting, now)
    : conclude(dependencies, tx, { acting, user, bound, now });
}

const recordsOf = ({ context, challenge }: Acting): readonly AuditRecord[] => {
  const common = auditOfChallenge(context, challenge);
  const evaluated = { event: 'mfa.code.evaluated', outcome: 'success', ...common } as const;
  const event = USE_EVENTS[challenge.type];
  if (event === undefined || challenge.for.kind !== 'sign-in') return [evaluated];
  const target = { type: 'authenticator', id: challenge.for.authenticatorId };
  return [evaluated, { event, outcome: 'success', target, ...common }];
};

const USE_EVENTS: Partial<Record<AuthenticatorType, AuditRecord['event']>> = {
  'saved-recovery-code': 'recovery_codes.used',
  'temporary-access-pass': 'tap.used',
};

const USE_NOTICES: Partial<Record<AuthenticatorType, NoticeId>> = {
  'saved-recovery-code': 'recovery-code-used',
};

/** A time step marks its app by itself, a signature its passkey; the person sees the last use of everything else as well. */
async function markUse(tx: EngineStores, { challenge, spend }: Acting, now: Date): Promise<void> {
  const { for: subject } = challenge;
  if (subject.kind !== 'sign-in' || isMarkedBy(spend)) return;
  await tx.authenticators.markUsed(subject.authenticatorId, now);
}

const isMarkedBy = (spend: Spend | undefined): boolean =>
  spend?.kind === 'counter' || spend?.kind === 'assertion';

async function noticeUse(
  { notices }: Dependencies,
  tx: EngineStores,
  { acting, bound, now }: Omit<Concluding, 'user'>,
): Promise<void> {
  const { challenge, context } = acting;
  const id = USE_NOTICES[challenge.type];
  if (id === undefined || challenge.for.kind !== 'sign-in') return;
  const { authenticatorId: about } = challenge.for;
  const left = bound.find((one) => one.id === about)?.usesLeft ?? 0;
  const values = { left: codesLeft(left) };
  await notices.enqueue(tx, { userId: challenge.userId, id, now, context, about, values });
}

/** Fewer than this are soon none. */
const FEW_CODES = 2;

function codesLeft(left: number): string {
  if (left > FEW_CODES) return `${left} codes are left.`;
  const words = ['No code is left', 'Only 1 code is left', 'Only 2 codes are left'];
  return `${words[left]}: make new ones soon.`;
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

async function openSetUp(tx: EngineStores, acting: Acting, now: Date): Promise<ActOutcome> {
  const { signIn } = acting;
  if (!(await tx.signIns.advance(signIn.id, signIn.state, 'set-up')))
    return { kind: 'sign-in-over' };
  await tx.audit.append(recordsOf(acting), now);
  return { kind: 'set-up' };
}

type Concluding = At & {
  readonly user: User;
  /** As the proof left them. */
  readonly bound: readonly BoundAuthenticator[];
};

async function conclude(
  dependencies: Dependencies,
  tx: EngineStores,
  { acting, user, bound, now }: Concluding,
): Promise<ActOutcome> {
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

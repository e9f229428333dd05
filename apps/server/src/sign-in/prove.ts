import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { Secrets, Verdict, Verifiers } from '#authenticators/verifier.ts';
import { type AuthenticatorType, propertiesOf } from '#domain/authenticator.ts';
import type { Challenge, ChallengeState, CallOutcome, Decision, Spend } from '#domain/challenge.ts';
import { TELL_AFTER_FAILED_STEPS } from '#domain/user.ts';
import type { LockOut } from '#domain/lock-out.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { auditOf, auditOfChallenge } from '#domain/audit-fields.ts';
import { proofLane, sourceLane } from './lanes.ts';
import type {
  EngineStores,
  HeldLanes,
  LaneKey,
  Prove,
  ProveRefusal,
  ProveRequest,
  Reservation,
  Tokens,
} from './ports.ts';

type ProveStores = Secrets &
  Pick<
    EngineStores,
    | 'challenges'
    | 'throttles'
    | 'audit'
    | 'users'
    | 'authenticators'
    | 'outbox'
    | 'signIns'
    | 'freezeTokens'
  >;

type Dependencies<Stores extends ProveStores = ProveStores> = {
  readonly transact: Transact<Stores>;
  /** Outside transactions, for verifiers that are not quick. */
  readonly secrets: Secrets;
  readonly verifiers: Verifiers;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly notices: Notices<ProveStores>;
  readonly lockOut: () => LockOut;
};

/**
 * Checks one authenticator output against one challenge and, where it is genuine, uses up both and
 * acts on it.
 *
 * The order is the security property. Whether one more may be looked at is decided on rows that are
 * held (challenge, account, source), before the output is looked at, so that parallel guesses cannot
 * share an attempt (SP 800-63B-4 section 3.2.2). A quick verifier compares while they are held: what
 * it found is written, or nothing happened at all. For any other verifier the attempt is written
 * and committed first, and a second transaction concludes.
 */
export function makeProve<Stores extends ProveStores>(
  dependencies: Dependencies<Stores>,
): Prove<Stores> {
  const { transact, secrets, verifiers, clock } = dependencies;
  return async <Outcome>(request: ProveRequest<Stores, Outcome>) => {
    const now = clock();
    type Settled = { readonly kind: 'settled'; readonly outcome: Outcome | ProveRefusal };
    const first = await transact('fact', async (tx): Promise<Settled | Reserved> => {
      const held = await hold(dependencies, tx, { request, now });
      if (held.kind !== 'held') return { kind: 'settled', outcome: held };
      const { challenge } = held;
      const verifier = verifiers[challenge.type];
      if (verifier.isQuick !== true) return reserve(tx, held, now);
      const verdict = await verifier.verify({ challenge, output: request.output, now }, tx);
      const attempt = { ...held, keep: () => keep(tx, held, now), forgive: held.lanes.forgive };
      const outcome = await conclude(dependencies, tx, { request, attempt, verdict, now });
      return { kind: 'settled', outcome };
    });
    if (first.kind === 'settled') return first.outcome;

    const { challenge, attemptsLeft } = first;
    const submission = { challenge, output: request.output, now };
    const verdict = await verifiers[challenge.type].verify(submission, secrets);
    return transact('fact', (tx) => {
      const forgive = () => tx.throttles.forgive(lanesOf(dependencies, request, challenge));
      const attempt = { ...first, keep: async () => attemptsLeft, forgive };
      return conclude(dependencies, tx, { request, attempt, verdict, now });
    });
  };
}

type Asked = {
  readonly request: Omit<ProveRequest<never, unknown>, 'act'>;
  readonly now: Date;
};

type Held = {
  readonly kind: 'held';
  readonly challenge: Challenge;
  readonly lanes: Extract<HeldLanes, { kind: 'allowed' }>;
  /** Wrong outputs in a row of this authenticator, this one counted as such. */
  readonly streak: number;
};

const subjectOf = ({ for: subject }: Challenge): string =>
  subject.kind === 'sign-in' ? subject.signInId : subject.bindingId;

const lanesOf = (
  { tokens, lockOut }: Pick<Dependencies, 'tokens' | 'lockOut'>,
  { context, userId }: Asked['request'],
  challenge: Challenge,
): readonly LaneKey[] => [sourceLane(tokens, context), proofLane(userId, challenge, lockOut())];

/** Challenge before lanes, here as everywhere: rows are locked in one order, so nobody dead-locks. */
async function hold(
  dependencies: Pick<Dependencies, 'tokens' | 'lockOut'>,
  tx: ProveStores,
  { request, now }: Asked,
): Promise<Held | ProveRefusal> {
  const challenge = await tx.challenges.hold(request.challengeId);
  if (challenge === undefined || subjectOf(challenge) !== request.subject) {
    return { kind: 'over', reason: 'unknown' };
  }
  const over = whyOver(challenge, now);
  if (over !== undefined) return { kind: 'over', reason: over };
  const lanes = await tx.throttles.hold(lanesOf(dependencies, request, challenge), now);
  if (lanes.kind === 'allowed') {
    const streak = lanes.streaks.get(propertiesOf(challenge.type).lane) ?? 0;
    return { kind: 'held', challenge, lanes, streak };
  }
  const common = auditOfChallenge(request.context, challenge);
  const reason = lanes.lane.kind;
  await tx.audit.append(
    [{ event: 'excess_rate_limit_exceeded', outcome: 'failure', reason, ...common }],
    now,
  );
  return { kind: 'throttled', retryAfterMs: lanes.retryAfterMs };
}

function whyOver(
  challenge: Challenge,
  now: Date,
): Exclude<Reservation['kind'], 'reserved'> | undefined {
  if (challenge.state === 'exhausted' || challenge.attemptsLeft <= 0) return 'exhausted';
  if (challenge.state !== 'live') return 'over';
  return challenge.expiresAt <= now ? 'expired' : undefined;
}

/** Spends the attempt of the challenge and a hit in each lane; how many attempts are left. */
async function keep(tx: ProveStores, { challenge, lanes }: Held, now: Date): Promise<number> {
  const reservation = await tx.challenges.reserveAttempt(challenge.id, now);
  if (reservation.kind !== 'reserved') throw new Error('a challenge changed while it was held');
  await lanes.take();
  return reservation.challenge.attemptsLeft;
}

type Reserved = Omit<Held, 'kind' | 'lanes'> & {
  readonly kind: 'reserved';
  readonly attemptsLeft: number;
};

const reserve = async (tx: ProveStores, held: Held, now: Date): Promise<Reserved> => ({
  kind: 'reserved',
  challenge: held.challenge,
  streak: held.streak,
  attemptsLeft: await keep(tx, held, now),
});

/** An output that was looked at, whether its attempt is written already or not. */
type Attempt = Pick<Held, 'challenge' | 'streak'> & {
  /** It stays spent; how many are left. */
  readonly keep: () => Promise<number>;
  /** It was right: nothing is counted, and the streak of its authenticator ends. */
  readonly forgive: () => Promise<void>;
};

type Concluding<Stores, Outcome> = {
  readonly request: ProveRequest<Stores, Outcome>;
  readonly attempt: Attempt;
  readonly verdict: Verdict;
  readonly now: Date;
};

async function conclude<Stores extends ProveStores, Outcome>(
  dependencies: Pick<Dependencies, 'notices' | 'lockOut'>,
  tx: Stores,
  { request, attempt, verdict, now }: Concluding<Stores, Outcome>,
): Promise<Outcome | ProveRefusal> {
  const { challenge } = attempt;
  if (verdict.kind === 'wrong') {
    await recordFailure(dependencies, tx, { request, attempt, verdict, now });
    return { kind: 'rejected' };
  }
  const { spend } = verdict;
  const spent = await useUp(tx, { challenge, spend, now });
  if (spent === 'spent') {
    await attempt.forgive();
    return request.act(tx, { challenge, spend, now });
  }
  await attempt.keep();
  if (spent === 'over') return { kind: 'over', reason: 'over' };
  const common = auditOfChallenge(request.context, challenge);
  await tx.audit.append(
    [{ event: 'mfa.code.replayed', outcome: 'failure', reason: 'used', ...common }],
    now,
  );
  return { kind: 'replayed' };
}

/** Of two correct answers only one acts, also when each has a challenge of its own (RFC 6238 section 5.2). */
async function useUp(
  tx: ProveStores,
  { challenge, spend, now }: { readonly challenge: Challenge; readonly spend: Spend; now: Date },
): Promise<'spent' | 'replayed' | 'over'> {
  if (spend.kind !== 'challenge' && !(await tx.authenticators.spend(spend, now))) return 'replayed';
  const used = { ...effectOf(spend), now };
  return (await tx.challenges.advance(challenge.id, 'live', used)) ? 'spent' : 'over';
}

type Effect = { readonly state: ChallengeState; readonly outcome?: CallOutcome };

/** What was typed into the page that asked is done with; what was answered elsewhere, that page fetches. */
const effectOf = (spend: Spend): Effect =>
  spend.kind === 'answer' ? ANSWERED[spend.decision] : { state: 'consumed' };

const ANSWERED: Readonly<Record<Decision, Effect>> = {
  approve: { state: 'approved' },
  deny: { state: 'denied', outcome: 'declined' },
  report: { state: 'denied', outcome: 'fraud-reported' },
};

type Failure = Asked & {
  readonly attempt: Attempt;
  readonly verdict: Extract<Verdict, { kind: 'wrong' }>;
};

/** A signature is not a guess: what is wrong with it has a name, and one of them is an alarm. */
function eventOf({ attempt, verdict: { refusal } }: Failure): Told {
  if (refusal === undefined) return { event: 'mfa.code.evaluated', reason: 'wrong' };
  const event = ALARMS[refusal] ?? REFUSED[attempt.challenge.type] ?? 'mfa.code.evaluated';
  return { event, reason: refusal };
}

type Told = { readonly event: AuditEvent; readonly reason: string };

const ALARMS: Readonly<Record<string, AuditEvent>> = {
  counter_regressed: 'webauthn.counter_regressed',
  wrong_number: 'mfa.push.wrong_number',
};

const REFUSED: Readonly<Partial<Record<AuthenticatorType, AuditEvent>>> = {
  passkey: 'webauthn.policy_refused',
  push: 'mfa.push.refused',
};

async function recordFailure(
  dependencies: Pick<Dependencies, 'notices' | 'lockOut'>,
  tx: ProveStores,
  failure: Failure,
): Promise<void> {
  const { request, attempt, now } = failure;
  const { challenge } = attempt;
  const common = auditOfChallenge(request.context, challenge);
  const attemptsLeft = await attempt.keep();
  await tx.audit.append([{ ...eventOf(failure), outcome: 'failure', ...common }], now);
  if (propertiesOf(challenge.type).oneEntry) {
    const ended = { state: 'failed', outcome: 'wrong-number', now } as const;
    await tx.challenges.advance(challenge.id, 'live', ended);
  }
  if (attemptsLeft === 0) {
    await tx.challenges.advance(challenge.id, 'live', { state: 'exhausted', now });
    await tx.audit.append(
      [{ event: 'mfa.challenge.exhausted', outcome: 'failure', reason: 'attempts', ...common }],
      now,
    );
  }
  await tellAndDisable(dependencies, tx, failure);
}

async function tellAndDisable(
  dependencies: Pick<Dependencies, 'notices' | 'lockOut'>,
  tx: ProveStores,
  failure: Failure,
): Promise<void> {
  const { notices } = dependencies;
  const { request, attempt, now } = failure;
  const { challenge, streak } = attempt;
  if (challenge.for.kind !== 'sign-in') return;
  const { userId } = challenge;
  const failed = await tx.users.countFailedStep(userId);
  if (failed >= TELL_AFTER_FAILED_STEPS) await tell(dependencies, tx, failure);
  if (!propertiesOf(challenge.type).guessable) return;
  if (streak < dependencies.lockOut().disabledAfter) return;
  if (await tx.authenticators.disable(challenge.for.authenticatorId)) {
    await tx.audit.append(
      [
        {
          event: 'factor.disabled',
          outcome: 'info',
          reason: 'wrong_in_a_row',
          target: { type: 'authenticator', id: challenge.for.authenticatorId },
          ...auditOf(request.context, userId),
        },
      ],
      now,
    );
    const { context } = request;
    const about = challenge.for.authenticatorId;
    await notices.enqueue(tx, { userId, id: 'method-disabled', now, context, about });
  }
}

/** Once an hour at most, however long it goes on and whoever signs in meanwhile. */
async function tell(
  { notices }: Pick<Dependencies, 'notices'>,
  tx: ProveStores,
  { request: { userId, context }, now }: Failure,
): Promise<void> {
  const budget = await tx.throttles.reserve([{ kind: 'failure-notices', subject: userId }], now);
  if (budget.kind === 'throttled') return;
  await notices.enqueue(tx, { userId, id: 'failed-second-steps', now, context });
}

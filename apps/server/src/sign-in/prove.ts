import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { Verdict, Verifiers } from '#authenticators/verifier.ts';
import { propertiesOf } from '#domain/authenticator.ts';
import type { Challenge } from '#domain/challenge.ts';
import { TELL_AFTER_FAILED_STEPS } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { auditOf, auditOfChallenge } from '#domain/audit-fields.ts';
import { proofLane, sourceLane } from './lanes.ts';
import type {
  EngineStores,
  LaneKey,
  LaneReservation,
  Proof,
  Prove,
  ProveOutcome,
  ProveRequest,
  Reservation,
  SpendOutcome,
  SpendStores,
  Tokens,
} from './ports.ts';

type ProveStores = Pick<
  EngineStores,
  'challenges' | 'throttles' | 'audit' | 'users' | 'authenticators' | 'outbox' | 'signIns'
>;

type Dependencies = {
  readonly transact: Transact<ProveStores>;
  readonly verifiers: Verifiers;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly notices: Notices<ProveStores>;
};

/**
 * Checks one authenticator output against one challenge, up to but without using it up.
 *
 * The order is the security property. The attempt is spent from the challenge, the account and the
 * source before the output is looked at, so that parallel guesses cannot share one (SP 800-63B-4
 * section 3.2.2). `spendProof` then uses up output and challenge in the transaction that acts on it.
 */
export function makeProve(dependencies: Dependencies): Prove {
  const { verifiers, clock } = dependencies;
  return async (request) => {
    const now = clock();
    const reserved = await reserve(dependencies, request, now);
    if (reserved.kind !== 'reserved') return reserved;
    const { challenge, lanes } = reserved;

    const verdict = await verifiers[challenge.type].verify({
      challenge,
      output: request.output,
      now,
    });
    if (verdict.kind === 'genuine') {
      return { kind: 'genuine', proof: { challenge, spend: verdict.spend, lanes } };
    }
    await recordFailure(dependencies, { request, reserved, verdict, now });
    return { kind: 'rejected' };
  };
}

type Reserved = {
  readonly kind: 'reserved';
  readonly challenge: Challenge;
  readonly lanes: readonly LaneKey[];
  /** Wrong outputs in a row of this authenticator, this one counted as such. */
  readonly streak: number;
};

const subjectOf = ({ for: subject }: Challenge): string =>
  subject.kind === 'sign-in' ? subject.signInId : subject.bindingId;

/** Rolls the reservation back: a full lane must not eat the attempts of the challenge. */
class LaneFull extends Error {
  override readonly name = 'LaneFull';
  readonly challenge: Challenge;
  readonly budget: Extract<LaneReservation, { kind: 'throttled' }>;
  constructor(challenge: Challenge, budget: LaneFull['budget']) {
    super(budget.lane.kind);
    this.challenge = challenge;
    this.budget = budget;
  }
}

async function reserve(
  dependencies: Dependencies,
  request: ProveRequest,
  now: Date,
): Promise<Reserved | Exclude<ProveOutcome, { kind: 'genuine' }>> {
  try {
    return await dependencies.transact('attempt', reserveIn(dependencies, request, now));
  } catch (error) {
    if (!(error instanceof LaneFull)) throw error;
    await recordFullLane(dependencies, { request, full: error, now });
    return { kind: 'throttled', retryAfterMs: error.budget.retryAfterMs };
  }
}

/** Challenge before lanes, as in `spendProof`: rows are locked in one order, so nobody dead-locks. */
const reserveIn =
  ({ tokens }: Dependencies, request: ProveRequest, now: Date) =>
  async (tx: ProveStores): Promise<Reserved | Extract<ProveOutcome, { kind: 'over' }>> => {
    const { challengeId, subject, userId, context } = request;
    const found = await tx.challenges.find(challengeId);
    if (found === undefined || subjectOf(found) !== subject) {
      return { kind: 'over', reason: 'unknown' };
    }
    const over = whyOver(found, now);
    if (over !== undefined) return { kind: 'over', reason: over };
    const reservation: Reservation = await tx.challenges.reserveAttempt(challengeId, now);
    if (reservation.kind !== 'reserved') return { kind: 'over', reason: reservation.kind };
    const lanes = [sourceLane(tokens, context), proofLane(userId, found)];
    const budget = await tx.throttles.reserve(lanes, now);
    if (budget.kind === 'throttled') throw new LaneFull(found, budget);
    const streak = budget.streaks.get(propertiesOf(found.type).lane) ?? 0;
    return { kind: 'reserved', challenge: reservation.challenge, lanes, streak };
  };

type FullLane = {
  readonly request: ProveRequest;
  readonly full: LaneFull;
  readonly now: Date;
};

const recordFullLane = ({ transact }: Dependencies, { request, full, now }: FullLane) =>
  transact('attempt', (tx) =>
    tx.audit.append(
      [
        {
          event: 'excess_rate_limit_exceeded',
          outcome: 'failure',
          reason: full.budget.lane.kind,
          ...auditOfChallenge(request.context, full.challenge),
        },
      ],
      now,
    ),
  );

function whyOver(
  challenge: Challenge,
  now: Date,
): Exclude<Reservation['kind'], 'reserved'> | undefined {
  if (challenge.state === 'exhausted' || challenge.attemptsLeft <= 0) return 'exhausted';
  if (challenge.state !== 'live') return 'over';
  return challenge.expiresAt <= now ? 'expired' : undefined;
}

type Failure = {
  readonly request: ProveRequest;
  readonly reserved: Reserved;
  readonly verdict: Extract<Verdict, { kind: 'wrong' }>;
  readonly now: Date;
};

/** A signature is not a guess: what is wrong with it has a name, and one of them is an alarm. */
function eventOf({ verdict: { refusal } }: Failure): { event: AuditEvent; reason: string } {
  if (refusal === undefined) return { event: 'mfa.code.evaluated', reason: 'wrong' };
  const isCopied = refusal === 'counter_regressed';
  return {
    event: isCopied ? 'webauthn.counter_regressed' : 'webauthn.policy_refused',
    reason: refusal,
  };
}

async function recordFailure(dependencies: Dependencies, failure: Failure): Promise<void> {
  const { request, reserved, now } = failure;
  const { challenge } = reserved;
  await dependencies.transact('attempt', async (tx) => {
    const common = auditOfChallenge(request.context, challenge);
    await tx.audit.append([{ ...eventOf(failure), outcome: 'failure', ...common }], now);
    if (challenge.attemptsLeft === 0) {
      await tx.challenges.advance(challenge.id, 'live', { state: 'exhausted', now });
      await tx.audit.append(
        [{ event: 'mfa.challenge.exhausted', outcome: 'failure', reason: 'attempts', ...common }],
        now,
      );
    }
    await tellAndDisable(dependencies, tx, failure);
  });
}

async function tellAndDisable(
  dependencies: Dependencies,
  tx: ProveStores,
  failure: Failure,
): Promise<void> {
  const { notices } = dependencies;
  const { request, reserved, now } = failure;
  const { challenge, streak } = reserved;
  if (challenge.for.kind !== 'sign-in') return;
  const { userId } = challenge;
  const failed = await tx.users.countFailedStep(userId);
  if (failed >= TELL_AFTER_FAILED_STEPS) await tell(dependencies, tx, failure);
  const { disabledAfter } = propertiesOf(challenge.type);
  if (disabledAfter === null || streak < disabledAfter) return;
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
    await notices.enqueue(tx, { userId, id: 'method-disabled', now });
  }
}

/** Once an hour at most, however long it goes on and whoever signs in meanwhile. */
async function tell(
  { notices }: Dependencies,
  tx: ProveStores,
  { request: { userId, context }, now }: Failure,
): Promise<void> {
  const budget = await tx.throttles.reserve([{ kind: 'failure-notices', subject: userId }], now);
  if (budget.kind === 'throttled') return;
  const values = {
    browser: `${context.userAgent} at ${context.address}`,
    time: now.toISOString().slice(0, 16).replace('T', ' '),
  };
  await notices.enqueue(tx, { userId, id: 'failed-second-steps', now, values });
}

/**
 * Uses up a genuine output and its challenge inside the caller's fact transaction, so that of two
 * correct answers only one acts, also when each has a challenge of its own (RFC 6238 section 5.2).
 */
export async function spendProof(tx: SpendStores, proof: Proof, now: Date): Promise<SpendOutcome> {
  const { challenge, spend, lanes } = proof;
  if (spend.kind !== 'challenge' && !(await tx.authenticators.spend(spend, now))) return 'replayed';
  if (!(await tx.challenges.advance(challenge.id, 'live', { state: 'consumed', now })))
    return 'over';
  await tx.throttles.forgive(lanes);
  return 'spent';
}

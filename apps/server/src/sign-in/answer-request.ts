import type { AuditRecord } from '#audit/ports.ts';
import { auditOfChallenge } from '#domain/audit-fields.ts';
import type { Challenge, Decision } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { BindingId, ChallengeId, SignInId } from '#domain/ids.ts';
import type { Transact } from '#domain/write.ts';
import type { Device } from '#devices/ports.ts';
import { pushLane } from './ask-device.ts';
import type { ChallengeStore, Prove, ProveRefusal, Signals } from './ports.ts';
import { type FraudStores, stopFraud, type StopFraudDependencies } from './stop-fraud.ts';

type Dependencies = StopFraudDependencies & {
  readonly transact: Transact<FraudStores>;
  readonly prove: Prove<FraudStores>;
  readonly challenges: Pick<ChallengeStore, 'find'>;
  readonly signals: Signals;
  readonly wake: () => void;
};

export type AnswerOutcome =
  | { readonly kind: 'answered'; readonly decision: Decision }
  | ProveRefusal;

export type AnswerRequest = (request: {
  readonly device: Device;
  readonly challengeId: ChallengeId;
  /** As it came from outside: anything at all. */
  readonly answer: unknown;
  readonly context: RequestContext;
}) => Promise<AnswerOutcome>;

/**
 * What a person did on their device. It goes through the engine like every other output: counted
 * first, of several exactly one acts. An approval only marks the challenge: the browser that asked
 * has to fetch it with its own cookie.
 */
export function makeAnswerRequest(dependencies: Dependencies): AnswerRequest {
  const { challenges, prove, transact, signals, wake } = dependencies;
  return async ({ device, challengeId, answer, context }) => {
    const challenge = await challenges.find(challengeId);
    const subject = challenge && subjectFor(device, challenge);
    if (challenge === undefined || subject === undefined) {
      return { kind: 'over', reason: 'unknown' };
    }
    const outcome = await prove<AnswerOutcome>({
      challengeId,
      subject,
      userId: device.userId,
      output: answer,
      context,
      act: async (tx, { spend, now }) => {
        if (spend.kind !== 'answer') throw new Error('an answer that is none');
        const { decision } = spend;
        await tx.audit.append([recordOf(challenge, decision, context)], now);
        if (decision === 'deny') await endSignIn(tx, challenge);
        const reason = 'fraud reported in the authenticator';
        if (decision === 'report') await stopFraud(dependencies, tx, { challenge, now, reason });
        return { kind: 'answered', decision };
      },
    });
    // Behind the challenge, and by itself: messages' lanes are locked before challenges.
    if (outcome.kind === 'answered' && outcome.decision === 'approve') {
      await transact('attempt', (tx) => tx.throttles.forgive([pushLane(device.userId)]));
    }
    signals.changed(subject);
    wake();
    return outcome;
  };
}

/** A request is for one device: another one of the same person has nothing to say to it. */
function subjectFor(
  { subject }: Device,
  { for: asked, type }: Challenge,
): SignInId | BindingId | undefined {
  if (type !== 'push') return undefined;
  if (asked.kind === 'binding') {
    return subject.kind === 'binding' && subject.id === asked.bindingId ? subject.id : undefined;
  }
  const isOwn = subject.kind === 'authenticator' && subject.id === asked.authenticatorId;
  return isOwn ? asked.signInId : undefined;
}

const EVENTS = {
  approve: { event: 'mfa.push.approved', outcome: 'success' },
  deny: { event: 'mfa.push.denied', outcome: 'failure', reason: 'user_declined' },
  report: { event: 'mfa.fraud_reported', outcome: 'failure', reason: 'reported_in_app' },
} as const satisfies Readonly<Record<Decision, AuditRecord>>;

const recordOf = (
  challenge: Challenge,
  decision: Decision,
  context: RequestContext,
): AuditRecord => ({
  ...EVENTS[decision],
  ...auditOfChallenge(context, challenge),
  target: { type: 'user', id: challenge.userId },
});

/** Whoever asked has the password and nothing else: what they began is over. */
async function endSignIn(tx: FraudStores, { for: subject }: Challenge): Promise<void> {
  if (subject.kind === 'sign-in') {
    await tx.signIns.advance(subject.signInId, 'second-step', 'ended');
  }
}

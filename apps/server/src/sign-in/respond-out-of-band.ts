import type { CallResponse } from '#delivery/ports.ts';
import type { Challenge, ChallengeState } from '#domain/challenge.ts';
import type { ChallengeId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { AuditRecord } from '#audit/ports.ts';
import type { ChallengeStore, Signals } from './ports.ts';
import { type FraudStores, stopFraud, type StopFraudDependencies } from './stop-fraud.ts';

type Dependencies = StopFraudDependencies & {
  readonly transact: Transact<FraudStores>;
  readonly challenges: Pick<ChallengeStore, 'find'>;
  readonly signals: Signals;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type RespondOutOfBand = (
  challengeId: ChallengeId,
  response: CallResponse,
) => Promise<'accepted' | 'over'>;

const BY_PHONE = 'fraud reported by phone';

/**
 * What a person did on the phone. An approval only marks the challenge: the browser that asked has
 * to fetch it with its own cookie. Every response is one conditional update, so that repeats of a
 * call-back, and a second key press, change nothing.
 */
export function makeRespondOutOfBand(dependencies: Dependencies): RespondOutOfBand {
  const { transact, challenges, signals, clock, wake } = dependencies;
  return async (challengeId, response) => {
    const challenge = await challenges.find(challengeId);
    if (challenge === undefined) return 'over';
    const now = clock();
    const accepted = await transact(
      response === 'report-fraud' ? 'fact' : 'attempt',
      async (tx) => {
        const taken = await tx.challenges.advance(challengeId, 'live', {
          now,
          ...effectOf(response),
        });
        if (!taken) return false;
        await tx.audit.append([recordOf(challenge, response)], now);
        if (response === 'report-fraud')
          await stopFraud(dependencies, tx, { challenge, now, reason: BY_PHONE });
        return true;
      },
    );
    if (!accepted) return 'over';
    signals.changed(
      challenge.for.kind === 'sign-in' ? challenge.for.signInId : challenge.for.bindingId,
    );
    if (response === 'report-fraud') wake();
    return 'accepted';
  };
}

function effectOf(response: CallResponse): {
  readonly state: ChallengeState;
  readonly outcome?: 'no-answer' | 'busy' | 'voicemail' | 'failed' | 'fraud-reported';
} {
  if (response === 'approve') return { state: 'approved' };
  if (response === 'report-fraud') return { state: 'denied', outcome: 'fraud-reported' };
  return { state: 'failed', outcome: response };
}

function recordOf(challenge: Challenge, response: CallResponse): AuditRecord {
  const common = {
    challengeId: challenge.id,
    method: challenge.type,
    signInId: challenge.for.kind === 'sign-in' ? challenge.for.signInId : undefined,
    target: { type: 'user', id: challenge.userId },
  } as const;
  if (response === 'approve') return { event: 'mfa.code.evaluated', outcome: 'success', ...common };
  if (response === 'report-fraud') {
    return {
      event: 'mfa.fraud_reported',
      outcome: 'failure',
      reason: 'reported_by_phone',
      ...common,
    };
  }
  return { event: 'mfa.code.undelivered', outcome: 'failure', reason: response, ...common };
}

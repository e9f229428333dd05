import type { CallResponse } from '#delivery/ports.ts';
import { auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { Challenge, ChallengeState } from '#domain/challenge.ts';
import type { CaseId, ChallengeId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { CaseStore, OpenCase } from '#recovery/ports.ts';
import type { BindingStore } from '#security-info/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { Notices } from '#notices/ports.ts';
import type { AuditRecord } from '#audit/ports.ts';
import type { ChallengeStore, Signals } from './ports.ts';
import type { EngineStores } from './ports.ts';

type RespondStores = EngineStores & {
  readonly bindings: BindingStore;
  readonly cases: Pick<CaseStore, 'open'>;
};

type Dependencies = {
  readonly transact: Transact<RespondStores>;
  readonly challenges: Pick<ChallengeStore, 'find'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly notices: Notices<RespondStores>;
  readonly openCase: OpenCase;
  readonly ids: () => string;
  readonly signals: Signals;
  readonly wake: () => void;
  readonly clock: Clock;
  /** What a report of fraud does: a reported account may be blocked until an administrator looks. */
  readonly onFraud: { readonly block: boolean };
};

export type RespondOutOfBand = (
  challengeId: ChallengeId,
  response: CallResponse,
) => Promise<'accepted' | 'over'>;

/** Default time an account stays blocked after a report, unless an administrator unblocks it. */
const BLOCKED_MS = 90 * 24 * 60 * 60_000;

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
        if (response === 'report-fraud') await stopFraud(dependencies, tx, { challenge, now });
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

/** Ends every open attempt on the account, and what the password alone would open; where policy says so, nothing can be tried again. */
async function stopFraud(
  { notices, openCase, ids, onFraud }: Dependencies,
  tx: RespondStores,
  { challenge, now }: { readonly challenge: Challenge; readonly now: Date },
): Promise<void> {
  const { userId } = challenge;
  await tx.signIns.endAllOf(userId);
  await tx.bindings.cancelAllOf(userId);
  const browsers = await tx.rememberedBrowsers.removeAllOf(userId);
  const fields = { target: { type: 'user', id: userId } };
  await tx.audit.append(auditOfEndedTrust(browsers, 'fraud_reported', fields), now);
  if (onFraud.block) {
    const blockedUntil = new Date(now.getTime() + BLOCKED_MS);
    await tx.users.change(userId, { blockedUntil, blockedReason: 'fraud reported by phone' });
  }
  await notices.enqueue(tx, { userId, id: 'fraud-reported', now });
  await openCase(tx, {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where case ids are born
    id: ids() as CaseId,
    kind: 'fraud',
    userId,
    about: challenge.id,
    note: undefined,
    createdAt: now,
    context: undefined,
  });
}

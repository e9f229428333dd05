import type { ChallengeView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import type { ChallengeProps } from '#challenge/challenge-screen.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Notice } from '#kit/notice.tsx';
import { ViewDetails } from '#kit/view-details.tsx';

type Outcome =
  | Exclude<NonNullable<ChallengeView['outcome']>, 'declined' | 'wrong-number'>
  | 'unknown';

const OUTCOMES: Readonly<Record<Outcome, () => readonly [happened: string, next: string]>> = {
  'no-answer': () => [t('call.outcome.no-answer'), t('call.outcome.no-answer.next')],
  busy: () => [t('call.outcome.busy'), t('call.outcome.busy.next')],
  voicemail: () => [t('call.outcome.voicemail'), t('call.outcome.voicemail.next')],
  failed: () => [t('call.outcome.failed'), t('call.outcome.failed.next')],
  'fraud-reported': () => [t('call.outcome.fraud'), t('call.outcome.fraud.next')],
  unknown: () => [t('call.outcome.over'), t('call.outcome.over.next')],
};

type OfCall = Exclude<Outcome, 'unknown'>;

const isOfCall = (outcome: ChallengeView['outcome']): outcome is OfCall =>
  outcome !== undefined && outcome in OUTCOMES;

export function CallEnded({ challenge, call, onAgain, onReadCode, signInId }: ChallengeProps) {
  const [timestamp] = useState(() => new Date().toISOString());
  const outcome = isOfCall(challenge.outcome) ? challenge.outcome : 'unknown';
  const [happened, next] = OUTCOMES[outcome]();
  const code = `call_${challenge.outcome ?? challenge.state}`;
  return (
    <>
      <Notice title={happened} alert>
        <p>{next}</p>
      </Notice>
      <FailureNotice call={call} signInId={signInId} />
      {/* Calling again what was just reported as fraud would look like the fraud going on. */}
      {outcome === 'fraud-reported' ? null : (
        <Button look="primary" busy={call.busy} onPress={onAgain}>
          {t('call.again')}
        </Button>
      )}
      {onReadCode ? (
        <Button look="quiet" busy={call.busy} onPress={onReadCode}>
          {t('call.read-code')}
        </Button>
      ) : null}
      <ViewDetails details={{ code, timestamp, signInId }} />
    </>
  );
}

import type { ChallengeView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import type { ChallengeProps } from '#challenge/challenge-screen.tsx';
import { codeWords } from '#challenge/code-screen.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Notice } from '#kit/notice.tsx';
import { codeOf } from '#kit/use-call.ts';
import { ViewDetails } from '#kit/view-details.tsx';

type Ended = Exclude<ChallengeView['state'], 'live' | 'approved' | 'consumed'>;

const WORDS: Readonly<Record<Ended, () => string>> = {
  superseded: () => t('ended.superseded'),
  exhausted: () => t('ended.exhausted'),
  denied: () => t('ended.denied'),
  failed: () => t('ended.failed'),
  expired: () => t('ended.expired'),
};

type Props = Pick<ChallengeProps, 'challenge' | 'among' | 'call' | 'onAgain' | 'signInId'>;

/** A code that can no longer be typed: why, and a fresh one. */
export function EndedChallenge({ challenge, among, call, onAgain, signInId }: Props) {
  const [timestamp] = useState(() => new Date().toISOString());
  const { state } = challenge;
  if (state === 'live' || state === 'approved' || state === 'consumed') {
    return <p role="status">{t('challenge.approved')}</p>;
  }
  return (
    <>
      <Notice title={WORDS[state]()} alert>
        <p>{t('ended.safe')}</p>
      </Notice>
      {/* The notice above says the same already. */}
      {codeOf(call.failure) === 'challenge_over' ? null : (
        <FailureNotice call={call} signInId={signInId} />
      )}
      <Button look="primary" busy={call.busy} onPress={onAgain}>
        {codeWords(challenge, among).again}
      </Button>
      <ViewDetails details={{ code: `challenge_${state}`, timestamp, signInId }} />
    </>
  );
}

import type { ChallengeView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/device-text.ts';
import { useState } from 'react';
import type { ChallengeProps } from '#challenge/challenge-screen.tsx';
import { SendAgain } from '#challenge/send-again.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Notice } from '#kit/notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { ViewDetails } from '#kit/view-details.tsx';
import '#styles/device.css';

/** Approved by typing the number on the phone; this page only watches, and goes on by itself. */
export function PushChallenge(props: ChallengeProps) {
  const { challenge, step, children } = props;
  const title = isOn(challenge) ? t('push.title') : t('push.ended');
  return (
    <Screen title={title} step={step}>
      {isOn(challenge) ? <Live {...props} /> : <Ended {...props} />}
      {children}
    </Screen>
  );
}

const isOn = ({ state }: ChallengeView): boolean =>
  state === 'live' || state === 'approved' || state === 'consumed';

function Live({ challenge, call, onAgain, signInId }: ChallengeProps) {
  const { state, number, option } = challenge;
  if (state !== 'live' || number === undefined) {
    return (
      <>
        <p role="status">{t('challenge.approved')}</p>
        <FailureNotice call={call} signInId={signInId} />
      </>
    );
  }
  return (
    <>
      <p className="lead">{t('push.lead', { device: option.name ?? t('push.a-phone') })}</p>
      <p className="push-number" role="status">
        {/* Digit by digit for those who hear it. */}
        <span className="visually-hidden">
          {t('push.number')}: {number.split('').join(' ')}
        </span>
        <span aria-hidden="true">{number}</span>
      </p>
      <FailureNotice call={call} signInId={signInId} />
      <SendAgain
        resendAt={challenge.resendAt}
        label={t('push.again')}
        busy={call.busy}
        onAgain={onAgain}
      />
      <p className="fine-print">{t('push.not-you')}</p>
    </>
  );
}

function whyOver({ outcome, state }: ChallengeView): readonly [happened: string, next: string] {
  if (outcome === 'wrong-number') return [t('push.wrong-number'), t('push.wrong-number.next')];
  if (state === 'denied') return [t('push.declined'), t('push.declined.next')];
  return [t('push.expired'), t('push.expired.next')];
}

function Ended({ challenge, call, onAgain, signInId }: ChallengeProps) {
  const [timestamp] = useState(() => new Date().toISOString());
  const [happened, next] = whyOver(challenge);
  return (
    <>
      <Notice title={happened} alert>
        <p>{next}</p>
      </Notice>
      <FailureNotice call={call} signInId={signInId} />
      {challenge.state === 'denied' ? null : (
        <SendAgain
          resendAt={challenge.resendAt}
          label={t('push.again')}
          busy={call.busy}
          onAgain={onAgain}
        />
      )}
      <ViewDetails details={{ code: `challenge_${challenge.state}`, timestamp, signInId }} />
    </>
  );
}

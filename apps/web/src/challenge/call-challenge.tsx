import type { ChallengeView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { CallEnded } from '#challenge/call-ended.tsx';
import type { ChallengeProps } from '#challenge/challenge-screen.tsx';
import { phoneText } from '#challenge/option-label.ts';
import { SendAgain } from '#challenge/send-again.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Icon } from '#kit/icons.tsx';
import { Screen } from '#kit/screen.tsx';

type State = NonNullable<ChallengeView['delivery']>;

const PROGRESS: Readonly<Record<State, () => string>> = {
  queued: () => t('call.queued'),
  sent: () => t('call.ringing'),
  delivered: () => t('call.hung-up'),
  undelivered: () => t('call.outcome.failed'),
};

/** Approved by pressing a key on the phone; this page only watches, and goes on by itself. */
export function CallChallenge(props: ChallengeProps) {
  const { challenge, step, children } = props;
  const title = isOn(challenge) ? t('call.title') : t('call.ended.title');
  return (
    <Screen title={title} step={step}>
      {isOn(challenge) ? <LiveCall {...props} /> : <CallEnded {...props} />}
      {children}
    </Screen>
  );
}

const isOn = ({ state }: ChallengeView): boolean =>
  state === 'live' || state === 'approved' || state === 'consumed';

function LiveCall(props: ChallengeProps) {
  const { challenge, among, call, onAgain, onReadCode, signInId, remember } = props;
  const { state, delivery = 'queued', option } = challenge;
  return (
    <>
      <p className="lead">{t('call.lead', { number: phoneText(option, among) })}</p>
      <div className="calling">
        <span className="ring" aria-hidden="true">
          <Icon name="call" />
        </span>
        <p role="status">{state === 'live' ? PROGRESS[delivery]() : t('challenge.approved')}</p>
      </div>
      {remember}
      <FailureNotice call={call} signInId={signInId} />
      {state === 'live' && (delivery === 'delivered' || delivery === 'undelivered') ? (
        <SendAgain
          resendAt={challenge.resendAt}
          label={t('call.again')}
          busy={call.busy}
          onAgain={onAgain}
        />
      ) : null}
      <p className="fine-print">{t('call.not-you')}</p>
      {onReadCode && state === 'live' ? (
        <Button look="quiet" busy={call.busy} onPress={onReadCode}>
          {t('call.read-code')}
        </Button>
      ) : null}
    </>
  );
}

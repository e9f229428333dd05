import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import type { ChallengeProps } from '#challenge/challenge-screen.tsx';
import { EndedChallenge } from '#challenge/ended-challenge.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Notice } from '#kit/notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { askForPasskey } from '#passkey/browser.ts';
import { passkeysWork } from '#passkey/works.ts';

/** The browser asks; this page starts it, and says what can be done when it ends without an answer. */
export function PasskeyChallenge(props: ChallengeProps) {
  const { challenge, children } = props;
  return (
    <Screen title={t('passkey.title')}>
      {challenge.state === 'live' && challenge.publicKey !== undefined ? (
        <Live key={challenge.id} {...props} publicKey={challenge.publicKey} />
      ) : (
        <EndedChallenge {...props} />
      )}
      {children}
    </Screen>
  );
}

type LiveProps = ChallengeProps & {
  readonly publicKey: NonNullable<ChallengeProps['challenge']['publicKey']>;
};

function Live({ publicKey, call, onOutput, onAgain, signInId, remember }: LiveProps) {
  const [asking, setAsking] = useState(false);
  const [cancelled, setCancelled] = useState(false);

  async function ask(): Promise<void> {
    setAsking(true);
    setCancelled(false);
    call.clear();
    const answer = await askForPasskey(publicKey);
    setAsking(false);
    if (answer.kind === 'answered') onOutput(answer.output);
    else setCancelled(true);
  }

  // Whoever came here has just pressed something: the browser may ask at once.
  useOnce(() => void (passkeysWork() && ask()));

  if (!passkeysWork()) return <Notice title={t('passkey.not-here')} />;
  const code = codeOf(call.failure);
  return (
    <>
      <p className="lead">{t('passkey.lead')}</p>
      {cancelled ? (
        <Notice kind="advice" title={t('passkey.cancelled')} alert>
          <p>{t('passkey.cancelled.next')}</p>
        </Notice>
      ) : null}
      {code === 'code_rejected' ? (
        <Notice title={t('passkey.refused')} alert>
          <p>{t('passkey.refused.next')}</p>
        </Notice>
      ) : (
        <FailureNotice call={call} signInId={signInId}>
          {code === 'challenge_over' ? (
            <Button onPress={onAgain}>{t('action.start-again')}</Button>
          ) : null}
        </FailureNotice>
      )}
      {remember}
      <Button look="primary" busy={asking || call.busy} onPress={() => void ask()}>
        {t('passkey.use')}
      </Button>
    </>
  );
}

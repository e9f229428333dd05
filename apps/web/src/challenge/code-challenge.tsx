import { t } from '@proofup/ui/text.ts';
import type { ChallengeProps } from '#challenge/challenge-screen.tsx';
import { CodeForm, isWrongCode } from '#challenge/code-form.tsx';
import { codeWords } from '#challenge/code-screen.ts';
import { Delivery } from '#challenge/delivery.tsx';
import { EndedChallenge } from '#challenge/ended-challenge.tsx';
import { isSent } from '#challenge/option-label.ts';
import { SendAgain } from '#challenge/send-again.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf } from '#kit/use-call.ts';
import { detailsOf, ViewDetails } from '#kit/view-details.tsx';

export function CodeChallenge(props: ChallengeProps) {
  const { challenge, among, step } = props;
  const words = codeWords(challenge, among);
  return (
    <Screen title={words.title} step={step}>
      {challenge.state === 'live' ? <LiveCode {...props} /> : <EndedChallenge {...props} />}
      {props.children}
    </Screen>
  );
}

function LiveCode(props: ChallengeProps) {
  const { challenge, among, call, onOutput, onAgain, signInId, remember } = props;
  const words = codeWords(challenge, among);
  const wrong = isWrongCode(call.failure) ? call.failure : undefined;
  return (
    <>
      <p className="lead">{words.lead}</p>
      <Delivery challenge={challenge} signInId={signInId} />
      <CodeForm key={challenge.id} words={words} wrong={wrong} busy={call.busy} onCode={onOutput}>
        {remember}
      </CodeForm>
      {wrong ? (
        <ViewDetails details={detailsOf(wrong, signInId)} />
      ) : (
        <FailureNotice call={call} signInId={signInId}>
          {codeOf(call.failure) === 'challenge_over' ? (
            <Button onPress={onAgain}>{t('action.start-again')}</Button>
          ) : null}
        </FailureNotice>
      )}
      {isSent(challenge.option) ? (
        <SendAgain
          resendAt={challenge.resendAt}
          label={words.again}
          busy={call.busy}
          onAgain={onAgain}
        />
      ) : null}
    </>
  );
}

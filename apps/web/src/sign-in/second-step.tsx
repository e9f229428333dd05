import type { OptionView, SignInView } from '@proofup/contract/schemas.ts';
import { SIGN_IN_EVENTS_PATH } from '@proofup/contract/endpoints.ts';
import { pathOf } from '@proofup/contract/client.ts';
import { t } from '@proofup/ui/text.ts';
import { type ReactNode, useEffect, useEffectEvent, useMemo, useState } from 'react';
import { clientWith } from '#api/client.ts';
import { ChallengeScreen } from '#challenge/challenge-screen.tsx';
import { isSent, mainOptions, spokenCodeFor } from '#challenge/option-label.ts';
import { useLive } from '#challenge/use-live.ts';
import { useWhenApproved } from '#challenge/use-when-approved.ts';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { Link } from '#kit/link.tsx';
import { codeOf, type Failure, useCall } from '#kit/use-call.ts';
import { OptionList } from '#sign-in/option-list.tsx';
import { RememberBox } from '#sign-in/remember-box.tsx';
import { NeedsHelp, SignInOver } from '#sign-in/dead-ends.tsx';
import { useRefresh } from '#sign-in/use-refresh.ts';

export type SecondStepProps = {
  readonly view: SignInView;
  readonly onView: (view: SignInView) => void;
  readonly onStartAgain: () => void;
  /** The way out of all of it. */
  readonly leave?: ReactNode;
};

/** Proving an option, for a sign-in on its page and for a step-up in its dialog. */
export function SecondStep(props: SecondStepProps) {
  const { view, onStartAgain, leave } = props;
  const step = useSecondStep(props);
  const { call, client, params, challenge } = step;

  if (step.ending) return <SignInOver {...{ view, onStartAgain }} ending={step.ending} />;
  if (view.state === 'needs-help') return <NeedsHelp view={view} onStartAgain={onStartAgain} />;
  if (step.choosing || challenge === undefined) {
    return <OptionList view={view} {...step} leave={leave} />;
  }

  const spoken = spokenCodeFor(challenge.option, view.options);
  return (
    <ChallengeScreen
      challenge={challenge}
      among={view.options}
      call={call}
      signInId={view.id}
      onOutput={(output) =>
        void call.run(
          () =>
            client('verifyChallenge', {
              params,
              body: { challengeId: challenge.id, output, remember: step.remember },
            }),
          props.onView,
        )
      }
      onAgain={() => step.choose(challenge.option)}
      onReadCode={spoken && (() => step.choose(spoken))}
      remember={
        view.remember && (
          <RememberBox {...view.remember} checked={step.remember} onChange={step.setRemember} />
        )
      }
    >
      <WaysOut
        options={view.options}
        missing={missingOf(challenge.option)}
        offline={step.offline}
        onChoosing={() => step.setChoosing(true)}
      />
      {leave}
    </ChallengeScreen>
  );
}

function useSecondStep({ view, onView }: SecondStepProps) {
  const client = useMemo(() => clientWith(view.csrfToken), [view.csrfToken]);
  const call = useCall();
  const [choosing, setChoosing] = useState(false);
  const [remember, setRemember] = useState(false);
  const params = { signInId: view.id };
  const { challenge } = view;
  const refresh = useRefresh({ client, view, busy: call.busy, onView });
  const onCodeOver = useEffectEvent(refresh.now);

  useLive(
    {
      path: pathOf(SIGN_IN_EVENTS_PATH, params),
      active: challenge?.state === 'live' && isSent(challenge.option),
      expiresAt: challenge?.state === 'live' ? challenge.expiresAt : view.expiresAt,
    },
    refresh.now,
  );
  const codeOver = codeOf(call.failure) === 'challenge_over';
  useEffect(() => {
    // Too many wrong codes end the sign-in as well, which only its own state tells.
    if (codeOver) onCodeOver();
  }, [codeOver]);
  useWhenApproved(
    challenge,
    () => void call.run(() => client('completeSignIn', { params, body: { remember } }), onView),
  );

  return {
    client,
    params,
    challenge,
    call,
    choosing,
    remember,
    setRemember,
    offline: refresh.offline,
    ending: refresh.over ?? endingOf(view, call.failure),
    setChoosing(chosen: boolean) {
      call.clear();
      setChoosing(chosen);
    },
    choose: ({ id }: OptionView) =>
      void call.run(
        () => client('issueChallenge', { params, body: { optionId: id } }),
        (issued) => {
          setChoosing(false);
          onView(issued);
        },
      ),
  };
}

function endingOf({ state, challenge }: SignInView, failure: Failure | undefined) {
  if (challenge?.outcome === 'fraud-reported' && state === 'ended') return 'fraud_reported';
  return state === 'ended' || codeOf(failure) === 'sign_in_over' ? 'sign_in_over' : undefined;
}

function missingOf(option: OptionView): WaysOutProps['missing'] {
  if (!isSent(option)) return undefined;
  return option.type === 'push' ? t('help.no-request') : t('help.no-code');
}

type WaysOutProps = {
  readonly options: readonly OptionView[];
  /** What should have come by now is a code, or a request on the phone; undefined: nothing is sent. */
  readonly missing: string | undefined;
  readonly offline: boolean;
  readonly onChoosing: () => void;
};

function WaysOut({ options, missing, offline, onChoosing }: WaysOutProps) {
  const { helpContact } = useConfiguration();
  return (
    <div className="ways-out">
      <p role="status">{offline ? t('unreachable.waiting') : ''}</p>
      {mainOptions(options).length > 1 ? (
        <Button look="quiet" onPress={onChoosing}>
          {t('options.title')}
        </Button>
      ) : (
        <p className="fine-print">
          {t('options.only-one', { helpContact })}{' '}
          <Link to="/help/lost-phone">{t('help.lost-phone')}</Link>
        </p>
      )}
      {missing === undefined ? null : (
        <p className="fine-print">
          <Link to="/help/no-code">{missing}</Link>
        </p>
      )}
    </div>
  );
}

import { type Client, pathOf } from '@proofup/contract/client.ts';
import { BINDING_EVENTS_PATH } from '@proofup/contract/endpoints.ts';
import type { BindingView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';
import { errorText } from '@proofup/ui/text.ts';
import { ChallengeScreen } from '#challenge/challenge-screen.tsx';
import { useLive } from '#challenge/use-live.ts';
import { useReread } from '#challenge/use-reread.ts';
import { useWhenApproved } from '#challenge/use-when-approved.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: Client;
  readonly binding: BindingView;
  readonly step?: number | undefined;
  readonly onBinding: (binding: BindingView) => void;
  readonly onAdded: () => void;
  readonly onOtherNumber: () => void;
};

type Via = 'text' | 'call' | 'spoken-code';

/** A new number counts only once it is proved. */
export function VerifyBinding(props: Props) {
  const { binding, step, onOtherNumber } = props;
  const { call, confirm, challengeBy } = useBinding(props);
  const { challenge, via } = binding;
  const over = binding.state === 'over' || codeOf(call.failure) === 'binding_over';

  if (over || challenge === undefined) {
    const { happened, safe, next } = errorText('binding_over');
    return (
      <Screen title={happened} step={step}>
        <p className="lead">
          {safe} {next}
        </p>
        <FailureNotice call={call} />
        <Button look="primary" onPress={onOtherNumber}>
          {t('action.start-again')}
        </Button>
      </Screen>
    );
  }
  const { type } = challenge.option;
  const readCode = type === 'call' && via.includes('spoken-code');
  return (
    <ChallengeScreen
      {...{ challenge, call }}
      step={step}
      among={[challenge.option]}
      onOutput={(output) => confirm({ output })}
      onAgain={() => challengeBy(isVia(type) ? type : 'call')}
      onReadCode={readCode ? () => challengeBy('spoken-code') : undefined}
    >
      <div className="ways-out">
        {type === 'text' && via.includes('call') ? (
          <Button look="quiet" onPress={() => challengeBy('call')}>
            {t('binding.call-instead')}
          </Button>
        ) : null}
        {type !== 'text' && via.includes('text') ? (
          <Button look="quiet" onPress={() => challengeBy('text')}>
            {t('binding.text-instead')}
          </Button>
        ) : null}
        <Button look="quiet" onPress={onOtherNumber}>
          {t('binding.other-number')}
        </Button>
      </div>
    </ChallengeScreen>
  );
}

const isVia = (type: string): type is Via => ['text', 'call', 'spoken-code'].includes(type);

function useBinding({ client, binding, onBinding, onAdded }: Props) {
  const call = useCall();
  const params = { bindingId: binding.id };
  const { challenge } = binding;
  const confirm = (body: { readonly output?: unknown }) =>
    void call.run(() => client('confirmBinding', { params, body }), onAdded);

  const refresh = useReread(async () => {
    const result = await client('getBinding', { params });
    if (result.kind === 'ok') onBinding(result.value);
    return result;
  }, call.busy);

  useLive(
    {
      path: pathOf(BINDING_EVENTS_PATH, params),
      active: challenge?.state === 'live',
      expiresAt: challenge?.state === 'live' ? challenge.expiresAt : binding.expiresAt,
    },
    refresh,
  );
  useWhenApproved(challenge, () => confirm({}));

  return {
    call,
    confirm,
    challengeBy: (via: Via) =>
      void call.run(() => client('challengeBinding', { params, body: { via } }), onBinding),
  };
}

import { type Client, pathOf } from '@proofup/contract/client.ts';
import { BINDING_EVENTS_PATH } from '@proofup/contract/endpoints.ts';
import type { BindingView, Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/device-text.ts';
import { useState } from 'react';
import { PushChallenge } from '#challenge/push-challenge.tsx';
import { useLive } from '#challenge/use-live.ts';
import { useReread } from '#challenge/use-reread.ts';
import { useWhenApproved } from '#challenge/use-when-approved.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Notice } from '#kit/notice.tsx';
import { placeText } from '#kit/place.ts';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import '#styles/device.css';

type Props = {
  readonly client: Client;
  readonly steps?: readonly [choosing: number, proving: number];
  readonly onAdded: () => void;
  readonly onBack: () => void;
};

type Activation = Call['bindDevice']['response'];

/** Configure, scan or type, say that it is yours, and pass a test round: then it counts. */
export function AddDevice({ client, steps, onAdded, onBack }: Props) {
  const [activation, setActivation] = useState<Activation>();
  const call = useCall();
  const begin = () => void call.run(() => client('bindDevice', {}), setActivation);

  if (activation !== undefined) {
    const { binding } = activation;
    return (
      <Connect
        {...{ client, activation, onAdded }}
        step={steps?.[1]}
        onAgain={() => {
          setActivation(undefined);
          void client('cancelBinding', { params: { bindingId: binding.id } });
        }}
      />
    );
  }
  return (
    <Screen title={t('device.title')} step={steps?.[0]}>
      <p className="lead">{t('device.what')}</p>
      <FailureNotice call={call} />
      <div className="actions">
        <Button look="primary" busy={call.busy} onPress={begin}>
          {t('action.configure')}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {t('action.back')}
        </Button>
      </div>
    </Screen>
  );
}

type ConnectProps = {
  readonly client: Client;
  readonly activation: Activation;
  readonly step: number | undefined;
  readonly onAdded: () => void;
  readonly onAgain: () => void;
};

function Connect(props: ConnectProps) {
  const { activation, step, onAgain } = props;
  const { binding, call, test, challenge } = useDevice(props);
  const isOver = binding.state === 'over' || codeOf(call.failure) === 'binding_over';
  if (isOver) {
    return (
      <Screen title={t('device.over')} step={step}>
        <p className="lead">{t('device.over.next')}</p>
        <Button look="primary" onPress={onAgain}>
          {t('action.start-again')}
        </Button>
      </Screen>
    );
  }
  if (challenge !== undefined) {
    return (
      <PushChallenge
        {...{ challenge, call, step }}
        among={[challenge.option]}
        onOutput={() => undefined}
        onAgain={test}
      >
        <Button look="quiet" onPress={onAgain}>
          {t('action.start-again')}
        </Button>
      </PushChallenge>
    );
  }
  if (binding.device !== undefined) {
    return <Answered {...{ call, test, step, onAgain }} device={binding.device} />;
  }
  return (
    <Screen title={t('device.scan.title')} step={step}>
      <p className="lead">{t('device.scan.lead')}</p>
      <img
        className="qr"
        alt={t('device.scan.alt')}
        src={imageOf(activation.qr)}
        width="208"
        height="208"
      />
      <ByHand activation={activation} />
      <p role="status">{t('device.waiting')}</p>
      <Button look="quiet" onPress={onAgain}>
        {t('action.back')}
      </Button>
    </Screen>
  );
}

/** An image runs no script, whatever is in the drawing. */
const imageOf = (svg: string): string => `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;

function ByHand({ activation: { url, code } }: Pick<ConnectProps, 'activation'>) {
  return (
    <>
      <details className="by-hand">
        <summary>{t('device.by-hand')}</summary>
        <p>{t('device.by-hand.lead')}</p>
        <dl>
          <div>
            <dt>{t('device.by-hand.url')}</dt>
            <dd>{url}</dd>
          </div>
          <div>
            <dt>{t('device.by-hand.code')}</dt>
            <dd className="device-code">{code}</dd>
          </div>
        </dl>
        <p>{t('device.by-hand.life')}</p>
      </details>
      <p className="fine-print">{t('device.install', { url })}</p>
    </>
  );
}

type AnsweredProps = {
  readonly call: ReturnType<typeof useCall>;
  readonly device: NonNullable<BindingView['device']>;
  readonly step: number | undefined;
  readonly test: () => void;
  readonly onAgain: () => void;
};

function Answered({ call, device, step, test, onAgain }: AnsweredProps) {
  const facts = [
    [t('device.answered.name'), device.name],
    [t('device.answered.browser'), device.browser],
    [t('device.answered.place'), placeText(device.place)],
  ] as const;
  return (
    <Screen title={t('device.answered')} step={step}>
      <Notice kind="advice" title={t('device.answered.lead')} />
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <FailureNotice call={call} />
      <div className="actions">
        <Button look="primary" busy={call.busy} onPress={test}>
          {t('device.mine')}
        </Button>
        <Button onPress={onAgain}>{t('device.not-mine')}</Button>
      </div>
    </Screen>
  );
}

function useDevice({ client, activation, onAdded }: ConnectProps) {
  const call = useCall();
  const [binding, setBinding] = useState(activation.binding);
  const params = { bindingId: binding.id };
  const { challenge } = binding;
  const refresh = useReread(async () => {
    const result = await client('getBinding', { params });
    if (result.kind === 'ok') setBinding(result.value);
    return result;
  }, call.busy);

  useLive(
    {
      path: pathOf(BINDING_EVENTS_PATH, params),
      active: binding.state === 'pending',
      expiresAt: challenge?.state === 'live' ? challenge.expiresAt : binding.expiresAt,
    },
    refresh,
  );
  useWhenApproved(
    challenge,
    () => void call.run(() => client('confirmBinding', { params, body: {} }), onAdded),
  );
  return {
    binding,
    call,
    challenge,
    test: () =>
      void call.run(
        () => client('challengeBinding', { params, body: { via: 'push' } }),
        setBinding,
      ),
  };
}

import type { Client } from '@proofup/contract/client.ts';
import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Notice } from '#kit/notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { type Ceremony, createPasskey } from '#passkey/browser.ts';
import { passkeysWork } from '#passkey/works.ts';

type Props = {
  readonly client: Client;
  readonly step?: number | undefined;
  readonly onAdded: () => void;
  readonly onBack: () => void;
};

export function AddPasskey(props: Props) {
  const { step, onBack } = props;
  const { call, making, trouble, make } = useMaking(props);
  const refused = REFUSED.has(codeOf(call.failure) ?? '');
  return (
    <Screen title={t('passkey.add.title')} step={step}>
      <p className="lead">{t('passkey.add.lead')}</p>
      <p>{t('passkey.add.where')}</p>
      {passkeysWork() ? null : <Notice title={t('passkey.not-here')} />}
      {trouble === undefined ? null : <Trouble kind={trouble} />}
      {refused ? (
        <Notice title={t('passkey.add.refused')} alert>
          <p>{t('passkey.add.refused.next')}</p>
        </Notice>
      ) : (
        <FailureNotice call={call} />
      )}
      <div className="actions">
        <Button look="primary" busy={making || call.busy} disabled={!passkeysWork()} onPress={make}>
          {t('passkey.add.make')}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {t('action.back')}
        </Button>
      </div>
    </Screen>
  );
}

/** Where codes are typed these have words about codes. */
const REFUSED: ReadonlySet<string> = new Set([
  'code_rejected',
  'code_already_used',
  'binding_over',
]);

function Trouble({ kind }: { readonly kind: Exclude<Ceremony['kind'], 'answered'> }) {
  const [title, next] =
    kind === 'exists'
      ? [t('passkey.exists'), t('passkey.exists.next')]
      : [t('passkey.cancelled'), t('passkey.add.cancelled.next')];
  return (
    <Notice kind="advice" title={title} alert>
      <p>{next}</p>
    </Notice>
  );
}

function useMaking({ client, onAdded }: Props) {
  const call = useCall();
  const [making, setMaking] = useState(false);
  const [trouble, setTrouble] = useState<Exclude<Ceremony['kind'], 'answered'>>();

  async function onBegun({ binding, publicKey }: Call['bindPasskey']['response']): Promise<void> {
    const params = { bindingId: binding.id };
    setMaking(true);
    const made = await createPasskey(publicKey);
    setMaking(false);
    if (made.kind === 'answered') {
      const body = { output: made.output };
      await call.run(() => client('confirmBinding', { params, body }), onAdded);
    } else {
      setTrouble(made.kind);
      await client('cancelBinding', { params });
    }
  }

  function make(): void {
    setTrouble(undefined);
    void call.run(
      () => client('bindPasskey', { body: {} }),
      (begun) => void onBegun(begun),
    );
  }

  return { call, making, trouble, make };
}

import type { Client } from '@proofup/contract/client.ts';
import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { type FormEvent, useState } from 'react';
import { ScanApp } from '#binding/scan-app.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: Client;
  readonly steps?: readonly [choosing: number, proving: number];
  readonly onAdded: () => void;
  readonly onBack: () => void;
};

export function AddApp({ client, steps, onAdded, onBack }: Props) {
  const [app, setApp] = useState<Call['bindApp']['response']>();
  const call = useCall();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = textOf(new FormData(event.currentTarget), 'name').trim();
    const body = name === '' ? {} : { name };
    void call.run(() => client('bindApp', { body }), setApp);
  }

  if (app !== undefined) {
    return (
      <ScanApp
        {...{ client, app, onAdded }}
        step={steps?.[1]}
        onBack={() => {
          setApp(undefined);
          void client('cancelBinding', { params: { bindingId: app.binding.id } });
        }}
      />
    );
  }
  return (
    <Screen title={t('app.title')} step={steps?.[0]}>
      <p className="lead">{t('app.what')}</p>
      <p>{t('app.get')}</p>
      <form onSubmit={submit} noValidate>
        <Field
          label={t('app.name')}
          name="name"
          hint={t('app.name.hint')}
          input={{ type: 'text', autoComplete: 'off', maxLength: 64 }}
        />
        <FailureNotice call={call} />
        <div className="actions">
          <Button type="submit" look="primary" busy={call.busy}>
            {t('action.next')}
          </Button>
          <Button look="quiet" onPress={onBack}>
            {t('action.back')}
          </Button>
        </div>
      </form>
    </Screen>
  );
}

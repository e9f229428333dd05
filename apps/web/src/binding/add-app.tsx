import type { Client } from '@proofup/contract/client.ts';
import type { Call, MethodView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ScanApp } from '#binding/scan-app.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

export type NewApp = Call['bindApp']['response'];

type Props = {
  readonly client: Client;
  readonly steps?: readonly [choosing: number, proving: number];
  readonly title?: string;
  /** What is said before it begins. */
  readonly intro?: ReactNode;
  /** The app that this one takes the place of. */
  readonly moves?: MethodView;
  readonly onAdded: (app: NewApp) => void;
  readonly onBack: () => void;
};

export function AddApp(props: Props) {
  const { client, steps, title = t('app.title'), intro = <WhatItIs />, moves } = props;
  const [app, setApp] = useState<NewApp>();
  const call = useCall();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = textOf(new FormData(event.currentTarget), 'name').trim();
    const named = name === '' ? {} : { name };
    const body = moves === undefined ? named : { ...named, replaces: moves.id };
    void call.run(() => client('bindApp', { body }), setApp);
  }

  if (app !== undefined) {
    return (
      <ScanApp
        {...{ client, app }}
        step={steps?.[1]}
        onAdded={() => props.onAdded(app)}
        onBack={() => {
          setApp(undefined);
          void client('cancelBinding', { params: { bindingId: app.binding.id } });
        }}
      />
    );
  }
  return (
    <Screen title={title} step={steps?.[0]}>
      {intro}
      <form onSubmit={submit} noValidate>
        <Field
          label={t('app.name')}
          name="name"
          hint={t('app.name.hint')}
          input={{
            type: 'text',
            autoComplete: 'off',
            maxLength: 64,
            defaultValue: moves?.name ?? '',
          }}
        />
        <FailureNotice call={call} />
        <div className="actions">
          <Button type="submit" look="primary" busy={call.busy}>
            {t('action.next')}
          </Button>
          <Button look="quiet" onPress={props.onBack}>
            {t('action.back')}
          </Button>
        </div>
      </form>
    </Screen>
  );
}

const WhatItIs = () => (
  <>
    <p className="lead">{t('app.what')}</p>
    <p>{t('app.get')}</p>
  </>
);

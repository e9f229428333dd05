import type { Client } from '@proofup/contract/client.ts';
import type { BindingView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { type FormEvent, useState } from 'react';
import { VerifyBinding } from '#binding/verify-binding.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: Client;
  readonly onAdded: () => void;
  readonly onBack: () => void;
};

/** Which one it is stands on its back; that it is in hand, the code says. */
export function ActivateToken({ client, onAdded, onBack }: Props) {
  const [binding, setBinding] = useState<BindingView>();
  const [empty, setEmpty] = useState(false);
  const call = useCall();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const serial = textOf(new FormData(event.currentTarget), 'serial').trim();
    setEmpty(serial === '');
    if (serial === '') return focusFirst(event.currentTarget, ['serial']);
    void call.run(() => client('bindHardwareToken', { body: { serial } }), setBinding);
  }

  if (binding !== undefined) {
    return (
      <VerifyBinding
        {...{ client, binding, onAdded }}
        onBinding={setBinding}
        onOtherNumber={() => setBinding(undefined)}
      />
    );
  }
  const isUnknown = codeOf(call.failure) === 'not_found';
  const wrong = empty ? t('hardware-token.serial.empty') : undefined;
  return (
    <Screen title={t('method.hardware-token.activate')}>
      <p className="lead">{t('hardware-token.lead')}</p>
      <form onSubmit={submit} noValidate>
        <Field
          label={t('hardware-token.serial')}
          name="serial"
          hint={t('hardware-token.serial.hint')}
          error={isUnknown ? t('hardware-token.serial.unknown') : wrong}
          input={{ type: 'text', autoComplete: 'off', maxLength: 64, spellCheck: false }}
        />
        {isUnknown ? null : <FailureNotice call={call} />}
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

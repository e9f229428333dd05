import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import type { useCall } from '#kit/use-call.ts';

type Props = {
  readonly call: ReturnType<typeof useCall>;
  readonly label: string;
  readonly danger?: boolean;
  readonly children?: ReactNode;
  readonly onSend: (data: FormData, reason: string) => void;
  readonly onCancel: () => void;
};

/** Whatever is done here stands in the audit log, with why. */
export function ReasonForm({ call, label, danger = false, children, onSend, onCancel }: Props) {
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const reason = textOf(data, 'reason').trim();
    setWrong(reason.length < 3);
    if (reason.length < 3) focusFirst(event.currentTarget, ['reason']);
    else onSend(data, reason);
  };
  return (
    <form onSubmit={submit} noValidate>
      {children}
      <Field
        label={t('help.reason')}
        name="reason"
        hint={t('help.reason.hint')}
        error={wrong ? t('help.reason.empty') : undefined}
        input={{ type: 'text', maxLength: 200, autoComplete: 'off' }}
      />
      <FailureNotice call={call} />
      <div className="actions">
        <Button type="submit" look={danger ? 'danger' : 'primary'} busy={call.busy}>
          {label}
        </Button>
        <Button onPress={onCancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}

import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import type { CallState } from '#kit/use-call.ts';

type Props = {
  readonly call: CallState;
  readonly label: string;
  readonly danger?: boolean;
  /** Absent: it stands on a page, and there is nothing to close. */
  readonly onCancel?: () => void;
  readonly onSubmit: (data: FormData, reason: string) => void;
  readonly children?: ReactNode;
};

/** Whatever is changed for others is changed for a reason. */
export function ReasonForm(props: Props) {
  const { call, label, danger = false, onCancel, onSubmit, children } = props;
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const reason = textOf(data, 'reason').trim();
    setWrong(reason.length < 3);
    if (reason.length < 3) focusFirst(event.currentTarget, ['reason']);
    else onSubmit(data, reason);
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
        {onCancel === undefined ? null : <Button onPress={onCancel}>{t('action.cancel')}</Button>}
      </div>
    </form>
  );
}

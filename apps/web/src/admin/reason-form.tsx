import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { isReason, ReasonField } from '#admin/reason-field.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { faultsIn, focusFirst, textOf } from '#kit/forms.ts';
import type { CallState } from '#kit/use-call.ts';
import { WrongFields } from '#kit/wrong-fields.ts';

type Props = {
  readonly call: CallState;
  readonly label: string;
  readonly look?: 'primary' | 'secondary' | 'danger';
  /** Absent: it stands on a page, and there is nothing to close. */
  readonly onCancel?: () => void;
  /** "Cancel" where not said. */
  readonly cancelLabel?: string;
  readonly onSubmit: (data: FormData, reason: string) => void;
  readonly children?: ReactNode;
};

/** Whatever is changed for others is changed for a reason. A field that is not as it asks says so. */
export function ReasonForm(props: Props) {
  const { call, label, look = 'primary', onCancel, onSubmit, children } = props;
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map());
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const reason = textOf(data, 'reason').trim();
    const said = new Map(
      faultsIn(event.currentTarget).map(({ name, isEmpty }) => [
        name,
        isEmpty ? t('form.empty') : t('form.wrong'),
      ]),
    );
    if (!isReason(reason)) said.set('reason', t('help.reason.empty'));
    setWrong(said);
    if (said.size > 0) focusFirst(event.currentTarget, [...said.keys()]);
    else onSubmit(data, reason);
  };
  return (
    <form onSubmit={submit} noValidate>
      <WrongFields value={wrong}>
        {children}
        <ReasonField />
      </WrongFields>
      <FailureNotice call={call} />
      <div className="actions">
        <Button type="submit" look={look} busy={call.busy}>
          {label}
        </Button>
        {onCancel === undefined ? null : (
          <Button onPress={onCancel}>{props.cancelLabel ?? t('action.cancel')}</Button>
        )}
      </div>
    </form>
  );
}

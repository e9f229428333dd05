import { t } from '@proofup/ui/later-text.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { focusFirst } from '#kit/forms.ts';
import { PasswordField } from '#kit/password-field.tsx';
import type { CallState } from '#kit/use-call.ts';
import { entriesOf, type Name, wrongIn } from '#password/entries.ts';

type Props = {
  readonly call: CallState;
  /** Whose password it is: what keeps passwords looks for it beside them. */
  readonly login: string;
  readonly submitLabel: string;
  /** The current one is asked for too. */
  readonly asksCurrent?: boolean;
  readonly signInId?: string;
  readonly onSubmit: (entries: { readonly current: string; readonly next: string }) => void;
  readonly children?: ReactNode;
};

export function NewPasswordForm(props: Props) {
  const { call, login, submitLabel, asksCurrent = false, signInId, onSubmit, children } = props;
  const [wrong, setWrong] = useState<readonly Name[]>([]);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const entries = entriesOf(new FormData(event.currentTarget));
    const bad = wrongIn(entries, asksCurrent);
    setWrong(bad);
    if (bad.length > 0) focusFirst(event.currentTarget, bad);
    else onSubmit(entries);
  }

  return (
    <form onSubmit={submit} noValidate>
      <UserName login={login} />
      {asksCurrent ? (
        <PasswordField
          label={t('password.current')}
          name="current"
          autoComplete="current-password"
          error={wrong.includes('current') ? t('password.current.empty') : undefined}
        />
      ) : null}
      <PasswordField
        label={t('password.next')}
        name="next"
        autoComplete="new-password"
        hint={t('password.next.hint')}
        error={wrong.includes('next') ? t('password.next.short') : undefined}
      />
      <FailureNotice call={call} signInId={signInId} />
      <div className="actions">
        <Button type="submit" look="primary" busy={call.busy}>
          {submitLabel}
        </Button>
        {children}
      </div>
    </form>
  );
}

/**
 * Out of sight, and out of the way of keyboards and of what reads pages aloud. Not `display: none`:
 * what keeps passwords passes over a field that is not laid out.
 */
const UserName = ({ login }: { readonly login: string }) => (
  <div className="visually-hidden" aria-hidden>
    <input
      type="text"
      name="username"
      autoComplete="username"
      value={login}
      readOnly
      tabIndex={-1}
    />
  </div>
);

import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Action, Done, Extra } from '#admin/actions.ts';
import type { AdminClient } from '#admin/admin-client.ts';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf, ROLE_WORDS, STATE_WORDS } from '#admin/words.ts';
import { Button } from '#kit/button.tsx';
import { CopyButton } from '#kit/copy-button.tsx';
import { localTime } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: AdminClient;
  readonly details: UserDetailsView;
  readonly action: Action;
  /** With the account as it is afterwards, if anything was done. */
  readonly onClose: (after: UserDetailsView | undefined) => void;
};

export function ActionDialog({ client, details, action, onClose }: Props) {
  const [done, setDone] = useState<Done>();
  const title = action.label();
  const secret = done?.pass ?? done?.password;
  return (
    <Modal label={title} onClose={() => onClose(done?.user)}>
      <Screen title={title}>
        {done === undefined || secret === undefined ? (
          <ActionForm
            {...{ client, details, action }}
            onCancel={() => onClose(undefined)}
            onDone={(result) => {
              if (result.pass === undefined && result.password === undefined) onClose(result.user);
              else setDone(result);
            }}
          />
        ) : (
          <Secret secret={secret} expiresAt={done.expiresAt} onClose={() => onClose(done.user)} />
        )}
      </Screen>
    </Modal>
  );
}

type SecretProps = {
  readonly secret: string;
  readonly expiresAt: string | undefined;
  readonly onClose: () => void;
};

export const Secret = ({ secret, expiresAt, onClose }: SecretProps) => (
  <>
    <p>{t('help.once')}</p>
    <p>
      <code className="secret">{secret}</code>
    </p>
    {expiresAt === undefined ? null : <p>{t('help.until', { when: localTime(expiresAt) })}</p>}
    <div className="actions">
      <CopyButton text={secret} label={t('help.copy')} />
      <Button look="primary" onPress={onClose}>
        {t('help.close')}
      </Button>
    </div>
  </>
);

type FormProps = Omit<Props, 'onClose'> & {
  readonly onCancel: () => void;
  readonly onDone: (done: Done) => void;
};

function ActionForm({ client, details, action, onCancel, onDone }: FormProps) {
  const call = useCall();
  const [wrong, setWrong] = useState(false);
  const { user } = details;

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const reason = textOf(data, 'reason').trim();
    setWrong(reason.length < 3);
    if (reason.length < 3) {
      focusFirst(event.currentTarget, ['reason']);
      return;
    }
    const params = { userId: user.id };
    void call.run(() => action.run({ client, params, data, reason }), onDone);
  };

  return (
    <form onSubmit={submit} noValidate>
      <p>
        <strong>{user.displayName || user.login}</strong>
      </p>
      <p>{action.text()}</p>
      {action.extras.map((extra) => (
        <div key={extra}>{EXTRAS[extra](details)}</div>
      ))}
      <Field
        label={t('help.reason')}
        name="reason"
        hint={t('help.reason.hint')}
        error={wrong ? t('help.reason.empty') : undefined}
        input={{ type: 'text', maxLength: 200, autoComplete: 'off' }}
      />
      <FailureNotice call={call} />
      <div className="actions">
        <Button type="submit" look={action.danger ? 'danger' : 'primary'} busy={call.busy}>
          {t('help.save')}
        </Button>
        <Button onPress={onCancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}

const EXTRAS: Readonly<Record<Extra, (details: UserDetailsView) => ReactNode>> = {
  registration: () => (
    <SelectField
      label={t('help.clear.registration')}
      name="registration"
      choices={[
        ['pass', t('help.clear.pass')],
        ['password', t('help.clear.password')],
      ]}
    />
  ),
  verified: () => (
    <Field
      label={t('help.verified')}
      name="verified"
      hint={t('help.verified.hint')}
      input={{ type: 'text', maxLength: 200, autoComplete: 'off' }}
    />
  ),
  minutes: () => (
    <Field
      label={t('help.pass.minutes')}
      name="minutes"
      input={{ type: 'number', min: 10, max: 480, defaultValue: 60 }}
    />
  ),
  days: () => (
    <Field
      label={t('help.block.days')}
      name="days"
      input={{ type: 'number', min: 1, max: 3650, defaultValue: 90 }}
    />
  ),
  state: ({ user }) => (
    <SelectField
      label={t('user.state')}
      name="state"
      choices={choicesOf(STATE_WORDS)}
      initial={user.state}
    />
  ),
  role: ({ user }) => (
    <SelectField
      label={t('user.role')}
      name="role"
      choices={choicesOf(ROLE_WORDS)}
      initial={user.role}
    />
  ),
};

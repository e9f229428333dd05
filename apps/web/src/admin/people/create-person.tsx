import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import { Secret } from '#admin/help/secret.tsx';
import type { AdminClient } from '#admin/admin-client.ts';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf, STATE_WORDS } from '#admin/words.ts';
import { isReason, ReasonField } from '#admin/reason-field.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Created = Call['createUser']['response'];
type Props = {
  readonly client: AdminClient;
  /** With the account that there is now, if any was added. */
  readonly onClose: (userId: string | undefined) => void;
};

export function CreatePerson({ client, onClose }: Props) {
  const [created, setCreated] = useState<Created>();
  const close = () => onClose(created?.user.user.id);
  return (
    <Modal label={t('people.create')} onClose={close}>
      <Screen title={t('people.create')}>
        {created?.password === undefined ? (
          <PersonForm
            client={client}
            onCancel={close}
            onDone={(done) => {
              if (done.password === undefined) onClose(done.user.user.id);
              else setCreated(done);
            }}
          />
        ) : (
          <Secret secret={created.password} expiresAt={undefined} onClose={close} />
        )}
      </Screen>
    </Modal>
  );
}

type FormProps = {
  readonly client: AdminClient;
  readonly onCancel: () => void;
  readonly onDone: (created: Created) => void;
};

function bodyIn(data: FormData): Call['createUser']['body'] {
  const email = textOf(data, 'email').trim();
  const typed = textOf(data, 'state');
  return {
    reason: textOf(data, 'reason').trim(),
    login: textOf(data, 'login').trim(),
    displayName: textOf(data, 'displayName').trim(),
    ...(email === '' ? {} : { email }),
    state: (['disabled', 'enabled', 'enforced'] as const).find((one) => one === typed) ?? 'enabled',
    withPassword: data.get('withPassword') === 'yes',
  };
}

const missingIn = ({ login, displayName, reason }: Call['createUser']['body']) => [
  ...(login === '' ? ['login'] : []),
  ...(displayName === '' ? ['displayName'] : []),
  ...(!isReason(reason) ? ['reason'] : []),
];

function PersonForm({ client, onCancel, onDone }: FormProps) {
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const call = useCall();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const body = bodyIn(new FormData(event.currentTarget));
    const missing = missingIn(body);
    setWrong(missing);
    if (missing.length > 0) return focusFirst(event.currentTarget, missing);
    void call.run(() => client('createUser', { body }), onDone);
  };
  const errorOf = (name: string) => (wrong.includes(name) ? t('people.create.wrong') : undefined);
  const text = { type: 'text', autoComplete: 'off', spellCheck: false } as const;
  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={t('user.login')}
        name="login"
        error={errorOf('login')}
        input={{ ...text, maxLength: 254 }}
      />
      <Field
        label={t('people.create.name')}
        name="displayName"
        error={errorOf('displayName')}
        input={{ ...text, maxLength: 64 }}
      />
      <Field label={t('user.email')} name="email" input={{ ...text, type: 'email' }} />
      <SelectField
        label={t('user.state')}
        name="state"
        choices={choicesOf(STATE_WORDS)}
        initial="enabled"
      />
      <label className="check">
        <input type="checkbox" name="withPassword" value="yes" />
        <span>{t('people.create.password')}</span>
      </label>
      <ReasonField wrong={wrong.includes('reason')} />
      <FailureNotice call={call} />
      <div className="actions">
        <Button type="submit" look="primary" busy={call.busy}>
          {t('help.save')}
        </Button>
        <Button onPress={onCancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}

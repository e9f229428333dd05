import type { HardwareTokenView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import {
  type TokenAction,
  type TokenActionName,
  TOKEN_ACTIONS,
} from '#admin/people/token-actions.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: AdminClient;
  readonly name: TokenActionName;
  readonly token: HardwareTokenView;
  readonly onClose: (changed: boolean) => void;
};

export function TokenDialog({ client, name, token, onClose }: Props) {
  const [wrong, setWrong] = useState(false);
  const call = useCall();
  const action: TokenAction = TOKEN_ACTIONS[name];
  const title = action.label();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const reason = textOf(data, 'reason').trim();
    setWrong(reason.length < 3);
    if (reason.length < 3) return focusFirst(event.currentTarget, ['reason']);
    const params = { tokenId: token.id };
    void call.run(
      () => action.run({ client, params, data, reason }),
      () => onClose(true),
    );
  };
  return (
    <Modal label={title} onClose={() => onClose(false)}>
      <Screen title={title}>
        <p>
          <strong>{[token.serial, token.user?.login].filter(Boolean).join(' · ')}</strong>
        </p>
        <p>{action.text()}</p>
        <form onSubmit={submit} noValidate>
          <Extra extra={action.extra} login={token.user?.login} />
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
            <Button onPress={() => onClose(false)}>{t('action.cancel')}</Button>
          </div>
        </form>
      </Screen>
    </Modal>
  );
}

type ExtraProps = { readonly extra: TokenAction['extra']; readonly login: string | undefined };

function Extra({ extra, login = '' }: ExtraProps) {
  if (extra === undefined) return null;
  const input = { type: 'text', autoComplete: 'off', spellCheck: false } as const;
  return extra === 'login' ? (
    <Field
      label={t('user.login')}
      name="login"
      input={{ ...input, maxLength: 254, defaultValue: login }}
    />
  ) : (
    <Field
      label={t('tokens.activate.code')}
      name="code"
      input={{ ...input, inputMode: 'numeric', maxLength: 8 }}
    />
  );
}

import type { HardwareTokenView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { AdminClient } from '#admin/admin-client.ts';
import {
  type TokenAction,
  type TokenActionName,
  TOKEN_ACTIONS,
} from '#admin/people/token-actions.ts';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Field } from '#kit/field.tsx';
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
  const call = useCall();
  const action: TokenAction = TOKEN_ACTIONS[name];
  const title = action.label();
  const params = { tokenId: token.id };
  const submit = (data: FormData, reason: string): void =>
    void call.run(
      () => action.run({ client, params, data, reason }),
      () => onClose(true),
    );
  return (
    <Modal label={title} onClose={() => onClose(false)}>
      <Screen title={title}>
        <p>
          <strong>{[token.serial, token.user?.login].filter(Boolean).join(' · ')}</strong>
        </p>
        <p>{action.text()}</p>
        <ReasonForm
          call={call}
          label={t('help.save')}
          look={action.danger ? 'danger' : 'primary'}
          onSubmit={submit}
          onCancel={() => onClose(false)}
        >
          <Extra extra={action.extra} login={token.user?.login} />
        </ReasonForm>
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
      input={{ ...input, inputMode: 'numeric', maxLength: 8, required: true }}
    />
  );
}

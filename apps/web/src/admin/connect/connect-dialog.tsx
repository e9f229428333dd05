import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { AdminProps } from '#admin/admin-page.tsx';
import { ReasonForm } from '#admin/reason-form.tsx';
import { SelectField } from '#admin/select-field.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = Pick<AdminProps, 'client'> & {
  readonly onDone: (list: Call['listTenants']['response']) => void;
  readonly onClose: () => void;
};

const CLOUDS = ['global', 'us', 'china'] as const;

const wantedIn = (data: FormData, reason: string): Call['addTenant']['body'] => ({
  name: textOf(data, 'name').trim(),
  tenantId: textOf(data, 'tenant').trim(),
  clientId: textOf(data, 'client').trim(),
  cloud: CLOUDS.find((one) => one === textOf(data, 'cloud')) ?? 'global',
  link: textOf(data, 'link') === 'none' ? 'none' : 'login',
  registersInline: textOf(data, 'register') === 'yes',
  reason,
});

export function ConnectDialog({ client, onDone, onClose }: Props) {
  const call = useCall();
  const title = t('entra.add');
  const send = (data: FormData, reason: string): void => {
    const body = wantedIn(data, reason);
    void call.run(() => client('addTenant', { body }), onDone);
  };
  const guid = {
    type: 'text',
    maxLength: 36,
    autoComplete: 'off',
    spellCheck: false,
    required: true,
  } as const;
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        <ReasonForm call={call} label={title} onSubmit={send} onCancel={onClose}>
          <Field
            label={t('entra.name')}
            name="name"
            hint={t('entra.name.hint')}
            input={{ type: 'text', maxLength: 64, autoComplete: 'off', required: true }}
          />
          <Field label={t('entra.tenant')} name="tenant" hint={t('entra.guid.hint')} input={guid} />
          <Field label={t('entra.client')} name="client" hint={t('entra.guid.hint')} input={guid} />
          <SelectField
            label={t('entra.cloud')}
            name="cloud"
            choices={[
              ['global', t('entra.cloud.global')],
              ['us', t('entra.cloud.us')],
              ['china', t('entra.cloud.china')],
            ]}
            initial="global"
          />
          <SelectField
            label={t('entra.link')}
            name="link"
            choices={[
              ['login', t('entra.link.login')],
              ['none', t('entra.link.none')],
            ]}
            initial="login"
          />
          <SelectField
            label={t('entra.register')}
            name="register"
            choices={[
              ['no', t('entra.register.no')],
              ['yes', t('entra.register.yes')],
            ]}
            initial="no"
          />
        </ReasonForm>
      </Screen>
    </Modal>
  );
}

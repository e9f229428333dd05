import type { TenantView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { AdminProps } from '#admin/admin-page.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = Pick<AdminProps, 'client'> & {
  readonly tenant: TenantView;
  readonly onClose: () => void;
};

/** As Entra does it: a form, posted by this browser. */
function post(action: string, fields: Readonly<Record<string, string>>): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

export function TryDialog({ client, tenant, onClose }: Props) {
  const call = useCall();
  const title = t('entra.try.title', { name: tenant.name });
  const begin = () =>
    void call.run(
      () => client('tryTenant', { params: { partyId: tenant.id } }),
      ({ action, fields }) => post(action, fields),
    );
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        <p>{t('entra.try.what')}</p>
        <p>{t('entra.try.not')}</p>
        <FailureNotice call={call} />
        <div className="actions">
          <Button look="primary" busy={call.busy} onPress={begin}>
            {t('entra.try.begin')}
          </Button>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
        </div>
      </Screen>
    </Modal>
  );
}

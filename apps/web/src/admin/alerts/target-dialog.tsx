import type { AlertTargetView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { type Given, TargetForm } from '#admin/alerts/target-form.tsx';
import { Secret } from '#admin/help/secret.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Targets = readonly AlertTargetView[];

type Props = Pick<AdminProps, 'client'> & {
  /** Absent: a new one. */
  readonly target?: AlertTargetView;
  readonly onChanged: (targets: Targets, said: string) => void;
  readonly onClose: () => void;
};

/** Adds somebody who is told, or changes what they are told of. */
export function TargetDialog({ client, target, onChanged, onClose }: Props) {
  const call = useCall();
  const [secret, setSecret] = useState<string>();
  const title = target === undefined ? t('alerts.add') : t('alerts.change');
  const save = (given: Given): void => {
    const { name, alerts } = given;
    if (target === undefined) {
      void call.run(
        () => client('addAlertTarget', { body: given }),
        (added) => {
          onChanged(added.targets, t('alerts.added', { name }));
          if (added.secret === undefined) onClose();
          else setSecret(added.secret);
        },
      );
      return;
    }
    const params = { targetId: target.id };
    void call.run(
      () => client('changeAlertTarget', { params, body: { name, alerts } }),
      (changed) => {
        onChanged(changed.targets, t('alerts.changed', { name }));
        onClose();
      },
    );
  };
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        {secret === undefined ? (
          <TargetForm target={target} busy={call.busy} onSave={save} onCancel={onClose}>
            <FailureNotice call={call} />
          </TargetForm>
        ) : (
          <>
            <p>{t('alerts.secret.text')}</p>
            <Secret secret={secret} expiresAt={undefined} onClose={onClose} />
          </>
        )}
      </Screen>
    </Modal>
  );
}

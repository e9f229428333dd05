import type { AlertTargetView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type ReactNode, useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { Secret } from '#admin/help/secret.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { type CallState, useCall } from '#kit/use-call.ts';

type Props = Pick<AdminProps, 'client'> & {
  readonly target: AlertTargetView;
  readonly onChanged: (targets: readonly AlertTargetView[], said: string) => void;
  readonly onClose: () => void;
};

export function EndDialog({ client, target, onChanged, onClose }: Props) {
  const call = useCall();
  const { id, name } = target;
  const title = t('alerts.remove');
  const remove = () =>
    void call.run(
      () => client('removeAlertTarget', { params: { targetId: id } }),
      ({ targets }) => {
        onChanged(targets, t('alerts.removed', { name }));
        onClose();
      },
    );
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        <Question call={call} label={title} danger onYes={remove} onNo={onClose}>
          <p>{t('alerts.remove.text', { name })}</p>
        </Question>
      </Screen>
    </Modal>
  );
}

export function RotateDialog({ client, target, onClose }: Props) {
  const call = useCall();
  const [secret, setSecret] = useState<string>();
  const title = t('alerts.rotate');
  const rotate = () =>
    void call.run(
      () => client('rotateAlertSecret', { params: { targetId: target.id } }),
      (made) => setSecret(made.secret),
    );
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        {secret === undefined ? (
          <Question call={call} label={title} onYes={rotate} onNo={onClose}>
            <p>{t('alerts.rotate.text', { name: target.name })}</p>
          </Question>
        ) : (
          <Secret secret={secret} expiresAt={undefined} onClose={onClose} />
        )}
      </Screen>
    </Modal>
  );
}

type QuestionProps = {
  readonly call: CallState;
  readonly label: string;
  readonly danger?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
  readonly children: ReactNode;
};

const Question = ({ call, label, danger = false, onYes, onNo, children }: QuestionProps) => (
  <>
    {children}
    <FailureNotice call={call} />
    <div className="actions">
      <Button look={danger ? 'danger' : 'primary'} busy={call.busy} onPress={onYes}>
        {label}
      </Button>
      <Button onPress={onNo}>{t('action.cancel')}</Button>
    </div>
  </>
);

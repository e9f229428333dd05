import { t } from '@proofup/ui/security-info-text.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import type { CallState } from '#kit/use-call.ts';

type Props = {
  readonly title: string;
  readonly text: string;
  /** Which of several it is. */
  readonly which: string | undefined;
  readonly call: CallState;
  readonly onDelete: () => void;
  readonly onClose: () => void;
};

export const ConfirmDelete = ({ title, text, which, call, onDelete, onClose }: Props) => (
  <Modal label={title} onClose={onClose}>
    <Screen title={title}>
      {which === undefined ? null : <p className="row-value">{which}</p>}
      <p>{text}</p>
      <FailureNotice call={call} />
      <div className="actions">
        <Button look="danger" busy={call.busy} onPress={onDelete}>
          {t('action.delete')}
        </Button>
        <Button onPress={onClose}>{t('delete.keep')}</Button>
      </div>
    </Screen>
  </Modal>
);

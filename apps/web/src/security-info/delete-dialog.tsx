import type { MethodView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/device-text.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import type { MethodsProps } from '#security-info/methods.tsx';

type Props = MethodsProps & { readonly method: MethodView; readonly onClose: () => void };

const QUESTIONS: Readonly<
  Record<MethodView['kind'], () => readonly [title: string, text: string]>
> = {
  passkey: () => [t('delete.passkey'), t('delete.passkey.text')],
  device: () => [t('delete.device'), t('delete.device.text')],
  phone: () => [t('delete.phone'), t('delete.phone.text')],
  totp: () => [t('delete.app'), t('delete.app.text')],
  'saved-recovery-codes': () => [t('delete.codes'), t('delete.codes.text')],
  'temporary-access-pass': () => [t('delete.pass'), t('delete.pass.text')],
};

export function DeleteDialog({ client, method, onInfo, onClose }: Props) {
  const call = useCall();
  const [title, text] = QUESTIONS[method.kind]();
  const which = method.masked ?? method.name;
  const remove = () =>
    void call.run(
      () => client('removeMethod', { params: { methodId: method.id } }),
      (left) => {
        onClose();
        onInfo(left, t('delete.done'));
      },
    );
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        {which === undefined ? null : <p className="row-value">{which}</p>}
        <p>{text}</p>
        <FailureNotice call={call} />
        <div className="actions">
          <Button look="danger" busy={call.busy} onPress={remove}>
            {t('action.delete')}
          </Button>
          <Button onPress={onClose}>{t('delete.keep')}</Button>
        </div>
      </Screen>
    </Modal>
  );
}

import type { MethodView } from '@proofup/contract/schemas.ts';
import { t as deviceText } from '@proofup/ui/device-text.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { codeOf, useCall } from '#kit/use-call.ts';
import { ConfirmDelete } from '#security-info/confirm-delete.tsx';
import type { MethodsProps } from '#security-info/methods.tsx';

type Props = MethodsProps & {
  readonly method: MethodView;
  readonly onClose: (outdated?: boolean) => void;
};

const QUESTIONS: Readonly<
  Record<MethodView['kind'], () => readonly [title: string, text: string]>
> = {
  passkey: () => [t('delete.passkey'), t('delete.passkey.text')],
  device: () => [deviceText('delete.device'), deviceText('delete.device.text')],
  phone: () => [t('delete.phone'), t('delete.phone.text')],
  'hardware-token': () => [t('delete.hardware-token'), t('delete.hardware-token.text')],
  totp: () => [t('delete.app'), t('delete.app.text')],
  'saved-recovery-codes': () => [t('delete.codes'), t('delete.codes.text')],
  'temporary-access-pass': () => [t('delete.pass'), t('delete.pass.text')],
};

export function DeleteDialog({ client, method, onInfo, onClose }: Props) {
  const call = useCall();
  const close = () => onClose(codeOf(call.failure) === 'not_found');
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
  return <ConfirmDelete {...{ title, text, which, call }} onDelete={remove} onClose={close} />;
}

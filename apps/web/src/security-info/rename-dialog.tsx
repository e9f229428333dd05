import type { MethodView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { type FormEvent, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import type { MethodsProps } from '#security-info/methods.tsx';

type Props = MethodsProps & {
  readonly method: MethodView;
  readonly onClose: (outdated?: boolean) => void;
};

export function RenameDialog({ client, method, onInfo, onClose }: Props) {
  const call = useCall();
  const close = () => onClose(codeOf(call.failure) === 'not_found');
  const [empty, setEmpty] = useState(false);
  const title = method.kind === 'passkey' ? t('rename.passkey') : t('rename.title');

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = textOf(new FormData(event.currentTarget), 'name').trim();
    setEmpty(name === '');
    if (name === '') {
      focusFirst(event.currentTarget, ['name']);
      return;
    }
    void call.run(
      () => client('renameMethod', { params: { methodId: method.id }, body: { name } }),
      (renamed) => {
        onClose();
        onInfo(renamed, t('rename.done'));
      },
    );
  }

  return (
    <Modal label={title} onClose={close}>
      <Screen title={title}>
        <form onSubmit={save} noValidate>
          <Field
            label={t('rename.name')}
            name="name"
            hint={t('app.name.hint')}
            error={empty ? t('rename.empty') : undefined}
            input={{
              type: 'text',
              autoComplete: 'off',
              maxLength: 64,
              defaultValue: method.name ?? '',
            }}
          />
          <FailureNotice call={call} />
          <div className="actions">
            <Button type="submit" look="primary" busy={call.busy}>
              {t('action.save')}
            </Button>
            <Button onPress={close}>{t('action.cancel')}</Button>
          </div>
        </form>
      </Screen>
    </Modal>
  );
}

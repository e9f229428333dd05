import type { GroupView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { AdminClient } from '#admin/admin-client.ts';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: AdminClient;
  /** The one that is renamed; absent: a new one is made. */
  readonly group?: GroupView;
  readonly onClose: (group: GroupView | undefined) => void;
};

/** Name and description of a group. */
export function GroupDialog({ client, group, onClose }: Props) {
  const call = useCall();
  const title = group === undefined ? t('groups.create') : t('groups.rename');
  const submit = (data: FormData, reason: string): void => {
    const name = textOf(data, 'name').trim();
    const body = { reason, name, description: textOf(data, 'description').trim() };
    void call.run(
      () =>
        group === undefined
          ? client('createGroup', { body })
          : client('changeGroup', { params: { groupId: group.id }, body }),
      onClose,
    );
  };
  return (
    <Modal label={title} onClose={() => onClose(undefined)}>
      <Screen title={title}>
        <ReasonForm
          call={call}
          label={t('help.save')}
          onCancel={() => onClose(undefined)}
          onSubmit={submit}
        >
          <Field
            label={t('groups.name')}
            name="name"
            input={{
              type: 'text',
              maxLength: 64,
              autoComplete: 'off',
              required: true,
              defaultValue: group?.name,
            }}
          />
          <Field
            label={t('groups.description')}
            name="description"
            hint={t('groups.description.hint')}
            input={{
              type: 'text',
              maxLength: 200,
              autoComplete: 'off',
              defaultValue: group?.description,
            }}
          />
        </ReasonForm>
      </Screen>
    </Modal>
  );
}

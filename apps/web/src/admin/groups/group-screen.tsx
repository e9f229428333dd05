import type { GroupView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { AddMembers } from '#admin/groups/add-members.tsx';
import { GroupDialog } from '#admin/groups/group-dialog.tsx';
import { Members } from '#admin/groups/members.tsx';
import { membersText } from '#admin/groups/members-text.ts';
import { may } from '#admin/may.ts';
import { toPart } from '#admin/places.ts';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Modal } from '#kit/modal.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { navigate } from '#router.ts';
import { Section } from '#security-info/section.tsx';

type Props = AdminProps & { readonly groupId: string };

export function GroupScreen({ client, role, groupId }: Props) {
  const [group, setGroup] = useState<GroupView | null>();
  const call = useCall();
  useOnce(
    () =>
      void call.run(
        () => client('listGroups', {}),
        ({ groups }) => setGroup(groups.find(({ id }) => id === groupId) ?? null),
      ),
  );
  if (group === undefined) {
    return call.failure === undefined ? <Loading /> : <FailureNotice call={call} />;
  }
  if (group === null) return <Screen title={t('groups.gone')}>{back()}</Screen>;
  return <OneGroup {...{ client, role, group }} onChange={setGroup} />;
}

const back = () => <Link to={toPart('groups')}>{t('groups.back')}</Link>;

type OneProps = AdminProps & {
  readonly group: GroupView;
  readonly onChange: (group: GroupView) => void;
};

function OneGroup({ client, role, group, onChange }: OneProps) {
  const [open, setOpen] = useState<'rename' | 'delete'>();
  const [said, setSaid] = useState({ text: '' });
  const mayChange = may(role, 'changeGroup');
  const onChanged = (after: GroupView, text: string): void => {
    onChange(after);
    setSaid({ text });
  };
  return (
    <Screen title={group.name}>
      <p>{back()}</p>
      <Said said={said} />
      {group.description === '' ? null : <p>{group.description}</p>}
      {mayChange ? (
        <div className="action-list">
          <Button onPress={() => setOpen('rename')}>{t('groups.rename')}</Button>
          <Button onPress={() => setOpen('delete')}>{t('groups.delete')}</Button>
        </div>
      ) : null}
      <Section id="members" title={t('groups.people')}>
        <p>{membersText(group)}</p>
        {mayChange ? (
          <AddMembers
            client={client}
            group={group}
            onAdded={(after, name) => onChanged(after, t('groups.added', { name }))}
          />
        ) : null}
        <Members
          key={`${group.id} ${group.members}`}
          client={client}
          group={group}
          mayChange={mayChange}
          onRemoved={(after, name) => onChanged(after, t('groups.removed', { name }))}
        />
      </Section>
      {open === 'rename' ? (
        <GroupDialog
          client={client}
          group={group}
          onClose={(after) => {
            setOpen(undefined);
            if (after !== undefined) onChanged(after, t('groups.renamed'));
          }}
        />
      ) : null}
      {open === 'delete' ? (
        <DeleteDialog client={client} group={group} onClose={() => setOpen(undefined)} />
      ) : null}
    </Screen>
  );
}

type DialogProps = Pick<Props, 'client'> & {
  readonly group: GroupView;
  readonly onClose: () => void;
};

function DeleteDialog({ client, group, onClose }: DialogProps) {
  const call = useCall();
  const title = t('groups.delete');
  const params = { groupId: group.id };
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        <p>
          <strong>{group.name}</strong>
        </p>
        <p>{t('groups.delete.text')}</p>
        <ReasonForm
          call={call}
          label={t('groups.delete')}
          look="danger"
          onCancel={onClose}
          onSubmit={(_, reason) =>
            void call.run(
              () => client('deleteGroup', { params, body: { reason } }),
              () => navigate(toPart('groups')),
            )
          }
        />
      </Screen>
    </Modal>
  );
}

import type { GroupView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { GroupDialog } from '#admin/groups/group-dialog.tsx';
import { GroupScreen } from '#admin/groups/group-screen.tsx';
import { membersText } from '#admin/groups/members-text.ts';
import { may } from '#admin/may.ts';
import { toGroup } from '#admin/places.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { navigate, useSearch } from '#router.ts';

/** The list of groups, or one of them. */
export function GroupsScreen(props: AdminProps) {
  const id = useSearch().get('group');
  return id === null ? <GroupList {...props} /> : <GroupScreen {...props} groupId={id} />;
}

function GroupList({ client, role }: AdminProps) {
  const [groups, setGroups] = useState<readonly GroupView[]>();
  const [making, setMaking] = useState(false);
  const call = useCall();
  useOnce(
    () =>
      void call.run(
        () => client('listGroups', {}),
        (found) => setGroups(found.groups),
      ),
  );
  return (
    <Screen title={t('groups.title')}>
      <p>{t('groups.lead')}</p>
      <FailureNotice call={call} />
      {groups === undefined && call.failure === undefined ? <Loading /> : null}
      {groups?.length === 0 ? <p>{t('groups.none')}</p> : null}
      {groups === undefined || groups.length === 0 ? null : (
        <ul className="rows panel">
          {groups.map((group) => (
            <GroupRow key={group.id} group={group} />
          ))}
        </ul>
      )}
      {may(role, 'createGroup') ? (
        <div className="actions">
          <Button look="primary" onPress={() => setMaking(true)}>
            {t('groups.create')}
          </Button>
        </div>
      ) : null}
      {making ? (
        <GroupDialog
          client={client}
          onClose={(group) => {
            setMaking(false);
            if (group !== undefined) navigate(toGroup(group.id));
          }}
        />
      ) : null}
    </Screen>
  );
}

const GroupRow = ({ group }: { readonly group: GroupView }) => (
  <li className="row">
    <div className="row-text">
      <h2 className="row-title">
        <Link to={toGroup(group.id)}>{group.name}</Link>
      </h2>
      {group.description === '' ? null : <p className="row-value">{group.description}</p>}
    </div>
    <p className="row-dates">{membersText(group)}</p>
  </li>
);

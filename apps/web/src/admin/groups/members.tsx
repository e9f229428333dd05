import type { Call, GroupView, ListedUserView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import { toUser } from '#admin/places.ts';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type MembersProps = {
  readonly client: AdminClient;
  readonly group: GroupView;
  readonly mayChange: boolean;
  readonly onRemoved: (group: GroupView, name: string) => void;
};

type Found = Call['searchUsers']['response'];

/** Who is in a group, a page at a time. */
export function Members({ client, group, mayChange, onRemoved }: MembersProps) {
  const [found, setFound] = useState<Found>();
  const [leaving, setLeaving] = useState<ListedUserView>();
  const call = useCall();
  const ask = (after?: string) => () =>
    client('searchUsers', { body: { group: group.id, ...(after === undefined ? {} : { after }) } });
  useOnce(() => void call.run(ask(), setFound));
  const more = () =>
    void call.run(ask(found?.next), (page) =>
      setFound({ ...page, users: [...(found?.users ?? []), ...page.users] }),
    );
  if (found === undefined) return call.failure ? <FailureNotice call={call} /> : <Loading />;
  return (
    <>
      <ul className="rows">
        {found.users.map((user) => (
          <li key={user.id} className="row">
            <div className="row-text">
              <h3 className="row-title">
                <Link to={toUser(user.id)}>{user.displayName || user.login}</Link>
              </h3>
              <p className="row-value">{user.login}</p>
            </div>
            {mayChange ? (
              <Button look="quiet" onPress={() => setLeaving(user)}>
                {t('groups.remove')}
                <span className="visually-hidden">: {user.displayName || user.login}</span>
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <FailureNotice call={call} />
      {found.next === undefined ? null : (
        <Button busy={call.busy} onPress={more}>
          {t('admin.more')}
        </Button>
      )}
      {leaving === undefined ? null : (
        <RemoveDialog
          {...{ client, group }}
          user={leaving}
          onClose={() => setLeaving(undefined)}
          onRemoved={onRemoved}
        />
      )}
    </>
  );
}

type RemoveProps = Pick<MembersProps, 'client' | 'group'> & {
  readonly onClose: () => void;
  readonly user: ListedUserView;
  readonly onRemoved: MembersProps['onRemoved'];
};

function RemoveDialog({ client, group, user, onClose, onRemoved }: RemoveProps) {
  const call = useCall();
  const name = user.displayName || user.login;
  const params = { groupId: group.id };
  const userIds = [user.id];
  return (
    <Modal label={t('groups.remove')} onClose={onClose}>
      <Screen title={t('groups.remove')}>
        <p>{t('groups.remove.text', { name, group: group.name })}</p>
        <ReasonForm
          call={call}
          label={t('groups.remove')}
          onCancel={onClose}
          onSubmit={(_, reason) =>
            void call.run(
              () => client('removeGroupMembers', { params, body: { reason, userIds } }),
              (changed) => {
                onClose();
                onRemoved(changed.group, name);
              },
            )
          }
        />
      </Screen>
    </Modal>
  );
}

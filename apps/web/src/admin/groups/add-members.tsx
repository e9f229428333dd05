import type { GroupView, ListedUserView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import { CheckBoxes } from '#admin/check-boxes.tsx';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: AdminClient;
  readonly group: GroupView;
  readonly onAdded: (group: GroupView, name: string) => void;
};

/** People are found by the search that finds them everywhere. */
export function AddMembers({ client, group, onAdded }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="actions">
        <Button look="primary" onPress={() => setOpen(true)}>
          {t('groups.add')}
        </Button>
      </div>
      {open ? (
        <AddDialog
          {...{ client, group }}
          onClose={() => setOpen(false)}
          onAdded={(after, name) => {
            setOpen(false);
            onAdded(after, name);
          }}
        />
      ) : null}
    </>
  );
}

function AddDialog({ client, group, onClose, onAdded }: Props & { readonly onClose: () => void }) {
  const [found, setFound] = useState<readonly ListedUserView[]>();
  const call = useCall();
  const add = (data: FormData, reason: string): void => {
    const userIds = data.getAll('user').filter((one) => typeof one === 'string');
    if (userIds.length === 0) return;
    const names = found?.filter(({ id }) => userIds.includes(id)) ?? [];
    const name = names.map(nameOf).join(', ');
    const params = { groupId: group.id };
    void call.run(
      () => client('addGroupMembers', { params, body: { reason, userIds } }),
      (changed) => onAdded(changed.group, name),
    );
  };
  return (
    <Modal label={t('groups.add')} onClose={onClose}>
      <Screen title={t('groups.add')}>
        <Finder client={client} onFound={setFound} />
        {found?.length === 0 ? <p role="status">{t('admin.none')}</p> : null}
        {found === undefined || found.length === 0 ? (
          <div className="actions">
            <Button onPress={onClose}>{t('action.cancel')}</Button>
          </div>
        ) : (
          <ReasonForm call={call} label={t('groups.add.save')} onCancel={onClose} onSubmit={add}>
            <CheckBoxes
              legend={t('groups.add.whom')}
              name="user"
              choices={found.map((user) => ({
                value: user.id,
                label: nameOf(user),
                hint: user.login,
              }))}
              chosen={found.length === 1 ? found.map(({ id }) => id) : []}
            />
          </ReasonForm>
        )}
      </Screen>
    </Modal>
  );
}

const nameOf = ({ displayName, login }: ListedUserView): string => displayName || login;

const MOST = 20;

type FinderProps = Pick<Props, 'client'> & {
  readonly onFound: (users: readonly ListedUserView[]) => void;
};

function Finder({ client, onFound }: FinderProps) {
  const call = useCall();
  const search = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = textOf(new FormData(event.currentTarget), 'search').trim();
    if (typed === '') return;
    void call.run(
      () => client('searchUsers', { body: { search: typed } }),
      ({ users }) => onFound(users.slice(0, MOST)),
    );
  };
  return (
    <form role="search" onSubmit={search} noValidate>
      <Field
        label={t('users.search')}
        name="search"
        hint={t('users.search.hint')}
        input={{ type: 'search', autoComplete: 'off', maxLength: 254, spellCheck: false }}
      />
      <FailureNotice call={call} />
      <Button type="submit" busy={call.busy}>
        {t('users.find')}
      </Button>
    </form>
  );
}

import type { ListedUserView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { may } from '#admin/may.ts';
import { ChangeStates } from '#admin/people/change-states.tsx';
import { CreatePerson } from '#admin/people/create-person.tsx';
import { toUser } from '#admin/places.ts';
import { Button } from '#kit/button.tsx';
import { navigate } from '#router.ts';

type Props = AdminProps & {
  readonly users: readonly ListedUserView[];
  readonly onChanged: () => void;
};

/** What is done to the list: somebody is added, or those who are selected are changed. */
export function ManyActions({ client, role, users, onChanged }: Props) {
  const [open, setOpen] = useState<'create' | 'states'>();
  if (!may(role, 'createUser')) return null;
  const close = (then?: () => void): void => {
    setOpen(undefined);
    then?.();
  };
  return (
    <div className="action-list">
      <Button onPress={() => setOpen('create')}>{t('people.create')}</Button>
      {users.length === 0 ? null : (
        <Button onPress={() => setOpen('states')}>{t('people.change')}</Button>
      )}
      <span role="status">
        {users.length === 0 ? '' : t('people.selected', { n: users.length })}
      </span>
      {open === 'create' ? (
        <CreatePerson
          client={client}
          onClose={(id) => close(id === undefined ? undefined : () => navigate(toUser(id)))}
        />
      ) : null}
      {open === 'states' ? (
        <ChangeStates
          {...{ client, users }}
          onClose={(changed) => close(changed ? onChanged : undefined)}
        />
      ) : null}
    </div>
  );
}

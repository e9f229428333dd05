import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import { ACTION_NAMES, type ActionName, ACTIONS } from '#admin/actions.ts';
import { ActionDialog } from '#admin/action-dialog.tsx';
import type { AdminProps } from '#admin/admin-page.tsx';
import { may } from '#admin/may.ts';
import { Button } from '#kit/button.tsx';

type Props = AdminProps & {
  readonly details: UserDetailsView;
  readonly onDone: (details: UserDetailsView) => void;
};

export function HelpActions({ client, role, details, onDone }: Props) {
  const [chosen, setChosen] = useState<ActionName>();
  if (details.reach === 'own-account') return <p>{t('user.own')}</p>;
  if (details.reach === 'out-of-reach') return <p>{t('user.out-of-reach')}</p>;
  const allowed = ACTION_NAMES.filter((name) => may(role, name) && !ACTIONS[name].ofMethod);
  return (
    <>
      {details.reach === 'needs-approval' ? <p>{t('user.needs-approval')}</p> : null}
      <ul className="action-list">
        {allowed.map((name) => (
          <li key={name}>
            <Button onPress={() => setChosen(name)}>{ACTIONS[name].label()}</Button>
          </li>
        ))}
      </ul>
      {chosen === undefined ? null : (
        <ActionDialog
          {...{ client, details }}
          name={chosen}
          onClose={(after) => {
            setChosen(undefined);
            if (after !== undefined) onDone(after);
          }}
        />
      )}
    </>
  );
}

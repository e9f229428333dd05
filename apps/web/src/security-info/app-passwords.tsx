import type { AppPasswordsView, AppPasswordView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { useState } from 'react';
import { Button } from '#kit/button.tsx';
import { dayOf } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Icon } from '#kit/icons.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { ConfirmDelete } from '#security-info/confirm-delete.tsx';
import { CreateAppPassword } from '#security-info/create-app-password.tsx';
import { RowButton } from '#security-info/method-row.tsx';
import type { SectionProps } from '#security-info/sections.tsx';

type Props = Pick<SectionProps, 'client' | 'onSaid'>;

export function AppPasswords({ client, onSaid }: Props) {
  const [view, setView] = useState<AppPasswordsView>();
  const [asked, setAsked] = useState<'create' | AppPasswordView>();
  const call = useCall();
  const load = () => void call.run(() => client('listAppPasswords', {}), setView);
  useOnce(load);

  if (view === undefined) return <FailureNotice call={call} />;
  const { allowed, appPasswords } = view;
  return (
    <>
      <p>{allowed ? t('app-passwords.lead') : t('app-passwords.not-allowed')}</p>
      {appPasswords.length === 0 ? null : (
        <ul className="rows">
          {appPasswords.map((one) => (
            <AppPasswordRow key={one.id} appPassword={one} onDelete={() => setAsked(one)} />
          ))}
        </ul>
      )}
      {allowed ? (
        <Button onPress={() => setAsked('create')}>{t('app-passwords.create')}</Button>
      ) : null}
      {asked === 'create' ? (
        <CreateAppPassword
          client={client}
          onClose={(made) => {
            setAsked(undefined);
            if (made === undefined) return;
            onSaid(t('app-passwords.created', made.appPassword));
            load();
          }}
        />
      ) : null}
      {asked !== undefined && asked !== 'create' ? (
        <DeleteAppPassword
          {...{ client, onSaid }}
          appPassword={asked}
          onView={setView}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </>
  );
}

type RowProps = { readonly appPassword: AppPasswordView; readonly onDelete: () => void };

const AppPasswordRow = ({ appPassword: { name, addedAt, lastUsedAt }, onDelete }: RowProps) => (
  <li className="row">
    <Icon name="pass" />
    <div className="row-text">
      <h3>{name}</h3>
      <p className="row-dates">
        {t('method.added', { date: dayOf(addedAt) })}{' '}
        {lastUsedAt === undefined
          ? t('method.never-used')
          : t('method.last-used', { date: dayOf(lastUsedAt) })}
      </p>
    </div>
    <div className="row-actions">
      <RowButton label={t('action.delete')} what={name} onPress={onDelete} />
    </div>
  </li>
);

type DeleteProps = Props & {
  readonly appPassword: AppPasswordView;
  readonly onView: (view: AppPasswordsView) => void;
  readonly onClose: () => void;
};

function DeleteAppPassword({ client, onSaid, appPassword, onView, onClose }: DeleteProps) {
  const call = useCall();
  const remove = () =>
    void call.run(
      () => client('deleteAppPassword', { params: { appPasswordId: appPassword.id } }),
      (left) => {
        onClose();
        onView(left);
        onSaid(t('delete.done'));
      },
    );
  return (
    <ConfirmDelete
      title={t('app-passwords.delete')}
      text={t('app-passwords.delete.text')}
      which={appPassword.name}
      call={call}
      onDelete={remove}
      onClose={onClose}
    />
  );
}

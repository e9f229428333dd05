import type { GroupView, UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { CheckBoxes } from '#admin/check-boxes.tsx';
import { may } from '#admin/may.ts';
import { toGroup } from '#admin/places.ts';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { Section } from '#security-info/section.tsx';

type Props = AdminProps & {
  readonly details: UserDetailsView;
  readonly onDone: (details: UserDetailsView) => void;
};

/** Which groups somebody is in and, of the staff, whom they look after. */
export function GroupsPanel({ client, role, details, onDone }: Props) {
  const [open, setOpen] = useState(false);
  const { user, groups, scope, reach } = details;
  const isLimitable = user.role === 'help-desk' || user.role === 'auditor';
  const mayChange = isLimitable && reach === 'allowed' && may(role, 'setUserScope');
  return (
    <Section id="groups" title={t('groups.title')}>
      {groups.length === 0 ? <p>{t('groups.of.none')}</p> : <Names groups={groups} />}
      {isLimitable ? (
        <>
          <h3 className="row-title">{t('scope.title')}</h3>
          {scope.length === 0 ? <p>{t('scope.everybody')}</p> : <Names groups={scope} />}
        </>
      ) : null}
      {mayChange ? <Button onPress={() => setOpen(true)}>{t('scope.change')}</Button> : null}
      {open ? (
        <ScopeDialog
          {...{ client, details }}
          onClose={(after) => {
            setOpen(false);
            if (after !== undefined) onDone(after);
          }}
        />
      ) : null}
    </Section>
  );
}

const Names = ({ groups }: { readonly groups: UserDetailsView['groups'] }) => (
  <ul className="marks">
    {groups.map(({ id, name }) => (
      <li key={id}>
        <Link to={toGroup(id)}>{name}</Link>
      </li>
    ))}
  </ul>
);

type DialogProps = Pick<Props, 'client' | 'details'> & {
  readonly onClose: (after: UserDetailsView | undefined) => void;
};

function ScopeDialog({ client, details, onClose }: DialogProps) {
  const [groups, setGroups] = useState<readonly GroupView[]>();
  const call = useCall();
  const saving = useCall();
  useOnce(
    () =>
      void call.run(
        () => client('listGroups', {}),
        (found) => setGroups(found.groups),
      ),
  );
  const save = (data: FormData, reason: string): void => {
    const chosen = data.getAll('group').filter((one) => typeof one === 'string');
    const params = { userId: details.user.id };
    void saving.run(
      () => client('setUserScope', { params, body: { reason, groups: chosen } }),
      ({ user }) => onClose(user),
    );
  };
  return (
    <Modal label={t('scope.change')} onClose={() => onClose(undefined)}>
      <Screen title={t('scope.change')}>
        <p>{t('scope.text')}</p>
        <FailureNotice call={call} />
        {groups === undefined ? (
          <Loading />
        ) : (
          <ReasonForm
            call={saving}
            label={t('help.save')}
            onCancel={() => onClose(undefined)}
            onSubmit={save}
          >
            <CheckBoxes
              legend={t('scope.groups')}
              name="group"
              choices={groups.map(({ id, name }) => ({ value: id, label: name }))}
              chosen={details.scope.map(({ id }) => id)}
            />
          </ReasonForm>
        )}
      </Screen>
    </Modal>
  );
}

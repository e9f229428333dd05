import type { Call, TenantView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { CheckDialog } from '#admin/connect/check-dialog.tsx';
import { ConnectDialog } from '#admin/connect/connect-dialog.tsx';
import { ReasonDialog } from '#admin/connect/reason-dialog.tsx';
import { StateDialog, StateMark, switchedText } from '#admin/connect/state-dialog.tsx';
import { TrialScreen } from '#admin/connect/trial-screen.tsx';
import { TryDialog } from '#admin/connect/try-dialog.tsx';
import { ValuesDialog } from '#admin/connect/values-dialog.tsx';
import { may } from '#admin/may.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { useSearch } from '#router.ts';

type Found = Call['listTenants']['response'];
type OnTenant = 'values' | 'check' | 'try' | 'disable' | 'enable' | 'remove';
type Open = { readonly kind: 'add' } | { readonly kind: OnTenant; readonly tenant: TenantView };

export function EntraScreen(props: AdminProps) {
  const trialId = useSearch().get('trial');
  return trialId === null ? <Tenants {...props} /> : <TrialScreen {...props} trialId={trialId} />;
}

function Tenants({ client, role }: AdminProps) {
  const [found, setFound] = useState<Found>();
  const [open, setOpen] = useState<Open>();
  const [said, setSaid] = useState({ text: '' });
  const call = useCall();
  useOnce(() => void call.run(() => client('listTenants', {}), setFound));
  const close = () => setOpen(undefined);
  const mayChange = may(role, 'addTenant');

  return (
    <Screen title={t('entra.title')}>
      <p>{t('entra.lead')}</p>
      <Said said={said} />
      <FailureNotice call={call} />
      {mayChange ? (
        <Button look="primary" onPress={() => setOpen({ kind: 'add' })}>
          {t('entra.add')}
        </Button>
      ) : null}
      {found === undefined && call.failure === undefined ? <Loading /> : null}
      {found?.tenants.length === 0 ? <p>{t('entra.none')}</p> : null}
      <ul className="rows panel">
        {found?.tenants.map((tenant) => (
          <TenantRow
            key={tenant.id}
            tenant={tenant}
            actions={mayChange ? actionsOf(tenant) : ['values']}
            onOpen={(kind) => setOpen({ kind, tenant })}
          />
        ))}
      </ul>
      {open?.kind === 'add' ? (
        <ConnectDialog
          client={client}
          onDone={(list) => {
            setFound(list);
            close();
          }}
          onClose={close}
        />
      ) : null}
      {found === undefined || open === undefined || open.kind === 'add' ? null : (
        <OnTenantDialog
          {...{ client, open, close, found }}
          onChanged={(list, text) => {
            setFound(list);
            setSaid({ text });
            close();
          }}
        />
      )}
    </Screen>
  );
}

/** What is switched off can be looked at, and switched on again. */
const actionsOf = ({ state }: TenantView): readonly OnTenant[] =>
  state === 'enabled'
    ? ['values', 'check', 'try', 'disable', 'remove']
    : ['values', 'enable', 'remove'];

const ACTIONS: Readonly<Record<OnTenant, () => string>> = {
  values: () => t('entra.values'),
  check: () => t('entra.check'),
  try: () => t('entra.try'),
  disable: () => t('switch.disable'),
  enable: () => t('switch.enable'),
  remove: () => t('entra.remove'),
};

type RowProps = {
  readonly tenant: TenantView;
  readonly actions: readonly OnTenant[];
  readonly onOpen: (kind: OnTenant) => void;
};

const TenantRow = ({ tenant: { name, tenantId, clientId, state }, actions, onOpen }: RowProps) => (
  <li className="row">
    <div className="row-text">
      <h2 className="row-title">{name}</h2>
      <p className="row-value">
        {t('entra.tenant')}: <code>{tenantId}</code>
      </p>
      <p className="row-value">
        {t('entra.client')}: <code>{clientId}</code>
      </p>
    </div>
    <StateMark state={state} />
    <div className="row-actions">
      {actions.map((kind) => (
        <Button key={kind} onPress={() => onOpen(kind)}>
          {ACTIONS[kind]()}
          <span className="visually-hidden">: {name}</span>
        </Button>
      ))}
    </div>
  </li>
);

type DialogProps = Pick<AdminProps, 'client'> & {
  readonly open: Exclude<Open, { readonly kind: 'add' }>;
  readonly found: Found;
  readonly close: () => void;
  readonly onChanged: (list: Found, text: string) => void;
};

function OnTenantDialog({ client, open, found, close, onChanged }: DialogProps) {
  const { kind, tenant } = open;
  const { name } = tenant;
  const params = { partyId: tenant.id };
  switch (kind) {
    case 'values':
      return <ValuesDialog tenant={tenant} paste={found.paste} onClose={close} />;
    case 'check':
      return <CheckDialog client={client} tenant={tenant} onClose={close} />;
    case 'try':
      return <TryDialog client={client} tenant={tenant} onClose={close} />;
    case 'disable':
    case 'enable':
      return (
        <StateDialog
          kind={kind}
          text={
            kind === 'disable'
              ? t('entra.disable.text', { name })
              : t('entra.enable.text', { name })
          }
          run={(state, reason) => client('setTenantState', { params, body: { state, reason } })}
          onDone={(list) => onChanged(list, switchedText(kind, name))}
          onClose={close}
        />
      );
    case 'remove':
      return (
        <ReasonDialog
          title={t('entra.remove')}
          text={t('entra.remove.text', { name })}
          run={(reason) => client('removeTenant', { params, body: { reason } })}
          onDone={(list) => onChanged(list, t('entra.removed', { name }))}
          onClose={close}
        />
      );
  }
}

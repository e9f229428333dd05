import type { MethodView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import { SLOT_TITLES, SLOTS } from '#binding/slots.ts';
import { Button } from '#kit/button.tsx';
import { Icon, type IconName } from '#kit/icons.tsx';
import { startChange } from '#security-info/change.tsx';
import { passkeysWork } from '#passkey/works.ts';
import { DeviceRows } from '#security-info/device-rows.tsx';
import { DeleteDialog } from '#security-info/delete-dialog.tsx';
import { MethodRow, RowButton } from '#security-info/method-row.tsx';
import type { OverviewProps } from '#security-info/overview.tsx';
import { RenameDialog } from '#security-info/rename-dialog.tsx';

export type MethodsProps = Pick<OverviewProps, 'client' | 'info' | 'onInfo'>;

export type Asked = { readonly what: 'delete' | 'rename'; readonly method: MethodView };

const SLOT_ICONS: Readonly<Record<(typeof SLOTS)[number], IconName>> = {
  mobile: 'mobile',
  office: 'office',
  alternate: 'call',
};

export function Methods(props: MethodsProps) {
  const { methods } = props.info;
  const [asked, setAsked] = useState<Asked>();
  const apps = methods.filter(({ kind }) => kind === 'totp');
  const passkeys = methods.filter(({ kind }) => kind === 'passkey');
  const passes = methods.filter(({ kind }) => kind === 'temporary-access-pass');
  const onDelete = (method: MethodView) => setAsked({ what: 'delete', method });
  return (
    <section className="panel" aria-labelledby="respond">
      <h2 id="respond">{t('respond.title')}</h2>
      <ul className="rows">
        {passkeys.map((method) => (
          <MethodRow
            key={method.id}
            title={t('method.passkey')}
            icon="passkey"
            method={method}
            onDelete={onDelete}
            onRename={() => setAsked({ what: 'rename', method })}
          />
        ))}
        {passkeysWork() ? <AddPasskeyRow first={passkeys.length === 0} /> : null}
        <DeviceRows {...{ methods, onDelete, setAsked }} />
        {SLOTS.map((slot) => (
          <MethodRow
            key={slot}
            title={SLOT_TITLES[slot]()}
            icon={SLOT_ICONS[slot]}
            method={methods.find((method) => method.kind === 'phone' && method.slot === slot)}
            onSet={() => startChange(slot)}
            onDelete={onDelete}
          />
        ))}
        {apps.map((method) => (
          <MethodRow
            key={method.id}
            title={t('method.app')}
            icon="app"
            method={method}
            onDelete={onDelete}
            onRename={() => setAsked({ what: 'rename', method })}
          />
        ))}
        <AddAppRow first={apps.length === 0} />
        {passes.map((method) => (
          <MethodRow
            key={method.id}
            title={t('method.pass')}
            icon="pass"
            method={method}
            onDelete={onDelete}
          />
        ))}
        <CodesRow codes={methods.find(({ kind }) => kind === 'saved-recovery-codes')} />
      </ul>
      <Dialogs {...props} asked={asked} onClose={() => setAsked(undefined)} />
    </section>
  );
}

/** Where the browser can make one; those that there are can be deleted in any. */
function AddPasskeyRow({ first }: { readonly first: boolean }) {
  return (
    <li className="row">
      <Icon name="plus" />
      <div className="row-text">
        <h3>{first ? t('method.passkey') : t('method.passkey.another')}</h3>
        <p>{t('method.passkey.what')}</p>
      </div>
      <div className="row-actions">
        <RowButton
          label={t('action.add')}
          what={t('method.passkey')}
          onPress={() => startChange('passkey')}
        />
      </div>
    </li>
  );
}

/** Several apps may be active: adding one leaves the others alone. */
function AddAppRow({ first }: { readonly first: boolean }) {
  return (
    <li className="row">
      <Icon name="plus" />
      <div className="row-text">
        <h3>{first ? t('method.app') : t('method.app.another')}</h3>
        <p>{t('method.app.what')}</p>
      </div>
      <div className="row-actions">
        <Button onPress={() => startChange('app')}>{t('action.configure')}</Button>
      </div>
    </li>
  );
}

function CodesRow({ codes }: { readonly codes: MethodView | undefined }) {
  const none = codes === undefined;
  return (
    <MethodRow title={t('method.codes')} icon="list" method={codes}>
      <RowButton
        label={none ? t('method.codes.make') : t('method.codes.make-new')}
        onPress={() => startChange('codes')}
      />
    </MethodRow>
  );
}

type DialogProps = MethodsProps & {
  readonly asked: Asked | undefined;
  readonly onClose: () => void;
};

function Dialogs({ asked, ...rest }: DialogProps) {
  if (asked === undefined) return null;
  return asked.what === 'delete' ? (
    <DeleteDialog {...rest} method={asked.method} />
  ) : (
    <RenameDialog {...rest} method={asked.method} />
  );
}

import type { MethodView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { useState } from 'react';
import { SLOT_TITLES, SLOTS } from '#binding/slots.ts';
import { Button } from '#kit/button.tsx';
import { Icon, type IconName } from '#kit/icons.tsx';
import { passkeysWork } from '#passkey/works.ts';
import { startChange, startMove } from '#security-info/change.tsx';
import { DeviceRows } from '#security-info/device-rows.tsx';
import { DeleteDialog } from '#security-info/delete-dialog.tsx';
import { MethodRow, RowButton } from '#security-info/method-row.tsx';
import { HardwareTokenRows } from '#security-info/hardware-token-rows.tsx';
import type { SectionProps } from '#security-info/sections.tsx';
import { RenameDialog } from '#security-info/rename-dialog.tsx';

export type MethodsProps = SectionProps;

export type Asked = { readonly what: 'delete' | 'rename'; readonly method: MethodView };

const SLOT_ICONS: Readonly<Record<(typeof SLOTS)[number], IconName>> = {
  mobile: 'mobile',
  office: 'office',
  alternate: 'call',
};

export function Methods(props: MethodsProps) {
  const { methods, mayAdd } = props.info;
  const [asked, setAsked] = useState<Asked>();
  const apps = methods.filter(({ kind }) => kind === 'totp');
  const passkeys = methods.filter(({ kind }) => kind === 'passkey');
  const passes = methods.filter(({ kind }) => kind === 'temporary-access-pass');
  function close(outdated = false): void {
    setAsked(undefined);
    if (outdated) props.reload();
  }

  const onDelete = (method: MethodView) => setAsked({ what: 'delete', method });
  return (
    <>
      <ul className="rows">
        <NamedRows methods={passkeys} title={t('method.passkey')} icon="passkey" onAsk={setAsked} />
        {passkeysWork() ? (
          <AddPasskeyRow first={passkeys.length === 0} full={!mayAdd.passkey} />
        ) : null}
        <DeviceRows {...{ methods, onDelete, setAsked }} />
        {SLOTS.map((slot) => (
          <PhoneRow
            key={slot}
            slot={slot}
            method={methods.find((method) => method.kind === 'phone' && method.slot === slot)}
            mayAdd={mayAdd.slots.includes(slot)}
            onDelete={onDelete}
          />
        ))}
        <NamedRows
          methods={apps}
          title={t('method.app')}
          icon="app"
          onAsk={setAsked}
          onMove={startMove}
        />
        <AddAppRow first={apps.length === 0} full={!mayAdd.app} />
        <HardwareTokenRows {...{ methods, onDelete }} mayActivate={mayAdd.hardwareToken} />
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
      {apps.length === 0 ? null : <p className="fine-print">{t('method.uninstalled')}</p>}
      <Dialogs {...props} asked={asked} onClose={close} />
    </>
  );
}

type NamedRowsProps = {
  readonly methods: readonly MethodView[];
  readonly title: string;
  readonly icon: IconName;
  readonly onAsk: (asked: Asked) => void;
  readonly onMove?: (id: string) => void;
};

/** Those of which there may be several: their names tell them apart. */
function NamedRows({ methods, title, icon, onAsk, onMove }: NamedRowsProps) {
  return methods.map((method) => (
    <MethodRow
      key={method.id}
      {...{ title, icon, method }}
      onDelete={() => onAsk({ what: 'delete', method })}
      onRename={() => onAsk({ what: 'rename', method })}
      {...(onMove ? { onMove: () => onMove(method.id) } : {})}
    />
  ));
}

type AddPasskeyProps = { readonly first: boolean; readonly full: boolean };

/** Where the browser can make one; those that there are can be deleted in any. */
function AddPasskeyRow({ first, full }: AddPasskeyProps) {
  return (
    <li className="row">
      <Icon name="plus" />
      <div className="row-text">
        <h3>{first ? t('method.passkey') : t('method.passkey.another')}</h3>
        <p>{full ? t('passkey.limit') : t('method.passkey.what')}</p>
      </div>
      <div className="row-actions">
        {full ? null : (
          <RowButton
            label={t('action.add')}
            what={t('method.passkey')}
            onPress={() => startChange('passkey')}
          />
        )}
      </div>
    </li>
  );
}

type PhoneRowProps = {
  readonly slot: (typeof SLOTS)[number];
  readonly method: MethodView | undefined;
  readonly mayAdd: boolean;
  readonly onDelete: (method: MethodView) => void;
};

/** A number that may not be added any more can still be looked at and deleted. */
function PhoneRow({ slot, method, mayAdd, onDelete }: PhoneRowProps) {
  if (method === undefined && !mayAdd) return null;
  return (
    <MethodRow
      title={SLOT_TITLES[slot]()}
      icon={SLOT_ICONS[slot]}
      method={method}
      {...(mayAdd ? { onSet: () => startChange(slot) } : {})}
      onDelete={onDelete}
    />
  );
}

type AddAppProps = { readonly first: boolean; readonly full: boolean };

/** Several apps may be active: adding one leaves the others alone. */
function AddAppRow({ first, full }: AddAppProps) {
  return (
    <li className="row">
      <Icon name="plus" />
      <div className="row-text">
        <h3>{first ? t('method.app') : t('method.app.another')}</h3>
        <p>{full ? t('app.limit') : t('method.app.what')}</p>
      </div>
      <div className="row-actions">
        {full ? null : <Button onPress={() => startChange('app')}>{t('action.configure')}</Button>}
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
  readonly onClose: (outdated?: boolean) => void;
};

function Dialogs({ asked, ...rest }: DialogProps) {
  if (asked === undefined) return null;
  return asked.what === 'delete' ? (
    <DeleteDialog {...rest} method={asked.method} />
  ) : (
    <RenameDialog {...rest} method={asked.method} />
  );
}

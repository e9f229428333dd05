import type { ApplicationView, Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { CopiedFacts } from '#admin/connect/copied-facts.tsx';
import { MadeApplication, RegisterDialog } from '#admin/connect/register-dialog.tsx';
import { ReasonDialog } from '#admin/connect/reason-dialog.tsx';
import { StateDialog, switchedText } from '#admin/connect/state-dialog.tsx';
import { STRENGTH_WORDS } from '#admin/connect/strength-words.ts';
import { may } from '#admin/may.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Modal } from '#kit/modal.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Found = Call['listApplications']['response'];
type Made = Call['createApplication']['response'];
type OnApplication = 'replace' | 'disable' | 'enable' | 'remove';
type Open =
  | { readonly kind: 'register' }
  | { readonly kind: OnApplication; readonly one: ApplicationView }
  | { readonly kind: 'made'; readonly made: Made };

export function ApplicationsScreen({ client, role }: AdminProps) {
  const [found, setFound] = useState<Found>();
  const [open, setOpen] = useState<Open>();
  const [said, setSaid] = useState({ text: '' });
  const call = useCall();
  const load = () => void call.run(() => client('listApplications', {}), setFound);
  useOnce(load);
  const close = () => setOpen(undefined);
  const mayChange = may(role, 'createApplication');

  return (
    <Screen title={t('apps.title')}>
      <p>{t('apps.lead')}</p>
      <Said said={said} />
      <FailureNotice call={call} />
      {mayChange ? (
        <Button look="primary" onPress={() => setOpen({ kind: 'register' })}>
          {t('apps.create')}
        </Button>
      ) : null}
      {found === undefined && call.failure === undefined ? <Loading /> : null}
      {found === undefined ? null : (
        <CopiedFacts facts={[[t('apps.discovery'), found.discoveryUrl]]} />
      )}
      {found?.applications.length === 0 ? <p>{t('apps.none')}</p> : null}
      <ul className="rows panel">
        {found?.applications.map((one) => (
          <ApplicationRow
            key={one.id}
            one={one}
            onOpen={mayChange ? (kind) => setOpen({ kind, one }) : undefined}
          />
        ))}
      </ul>
      {open === undefined ? null : (
        <Dialogs
          {...{ client, open, close }}
          onMade={(made) => {
            setOpen({ kind: 'made', made });
            load();
          }}
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

type RowProps = {
  readonly one: ApplicationView;
  readonly onOpen: ((kind: OnApplication) => void) | undefined;
};

const ACTIONS: Readonly<Record<OnApplication, () => string>> = {
  replace: () => t('apps.replace'),
  disable: () => t('switch.disable'),
  enable: () => t('switch.enable'),
  remove: () => t('apps.remove'),
};

const actionsOf = ({ authentication, state }: ApplicationView): readonly OnApplication[] => [
  ...(authentication === 'none' ? [] : (['replace'] as const)),
  state === 'enabled' ? 'disable' : 'enable',
  'remove',
];

function ApplicationRow({ one, onOpen }: RowProps) {
  const { name, clientId, redirectUris, strength, state } = one;
  return (
    <li className="row">
      <div className="row-text">
        <h2 className="row-title">{name}</h2>
        <p className="row-value">
          {t('apps.client')}: <code>{clientId}</code>
        </p>
        <p className="row-value">{redirectUris.join(' ')}</p>
      </div>
      <ul className="marks">
        <li>{STRENGTH_WORDS[strength]()}</li>
        {state === 'enabled' ? null : <li className="advice">{t('switch.off')}</li>}
      </ul>
      {onOpen === undefined ? null : (
        <div className="row-actions">
          {actionsOf(one).map((kind) => (
            <Button key={kind} onPress={() => onOpen(kind)}>
              {ACTIONS[kind]()}
              <span className="visually-hidden">: {name}</span>
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

type DialogProps = Pick<AdminProps, 'client'> & {
  readonly open: Open;
  readonly close: () => void;
  readonly onMade: (made: Made) => void;
  readonly onChanged: (list: Found, text: string) => void;
};

function Dialogs({ client, open, close, onMade, onChanged }: DialogProps) {
  switch (open.kind) {
    case 'register':
      return <RegisterDialog client={client} onMade={onMade} onClose={close} />;
    case 'made':
      return (
        <Modal label={t('apps.secret')} onClose={close}>
          <Screen title={t('apps.secret')}>
            <MadeApplication made={open.made} onClose={close} />
          </Screen>
        </Modal>
      );
    case 'replace':
      return (
        <ReasonDialog
          title={t('apps.replace')}
          text={t('apps.replace.text', { name: open.one.name })}
          run={(reason) =>
            client('replaceApplicationSecret', { params: paramsOf(open.one), body: { reason } })
          }
          onDone={onMade}
          onClose={close}
        />
      );
    case 'disable':
    case 'enable': {
      const { kind, one } = open;
      const { name } = one;
      return (
        <StateDialog
          kind={kind}
          text={
            kind === 'disable' ? t('apps.disable.text', { name }) : t('apps.enable.text', { name })
          }
          run={(state, reason) =>
            client('setApplicationState', { params: paramsOf(one), body: { state, reason } })
          }
          onDone={(list) => onChanged(list, switchedText(kind, name))}
          onClose={close}
        />
      );
    }
    case 'remove': {
      const { name } = open.one;
      return (
        <ReasonDialog
          title={t('apps.remove')}
          text={t('apps.remove.text', { name })}
          run={(reason) =>
            client('removeApplication', { params: paramsOf(open.one), body: { reason } })
          }
          onDone={(list) => onChanged(list, t('apps.removed', { name }))}
          onClose={close}
        />
      );
    }
  }
}

const paramsOf = ({ id: applicationId }: ApplicationView) => ({ applicationId });

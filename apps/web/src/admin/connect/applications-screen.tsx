import type { ApplicationView, Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { CopiedFacts } from '#admin/connect/copied-facts.tsx';
import { MadeApplication, RegisterDialog } from '#admin/connect/register-dialog.tsx';
import { ReasonDialog } from '#admin/connect/reason-dialog.tsx';
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
type Open =
  | { readonly kind: 'register' }
  | { readonly kind: 'replace' | 'remove'; readonly one: ApplicationView }
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
          onRemoved={(list, name) => {
            setFound(list);
            setSaid({ text: t('apps.removed', { name }) });
            close();
          }}
        />
      )}
    </Screen>
  );
}

type RowProps = {
  readonly one: ApplicationView;
  readonly onOpen: ((kind: 'replace' | 'remove') => void) | undefined;
};

function ApplicationRow({ one, onOpen }: RowProps) {
  const { name, clientId, redirectUris, strength, authentication } = one;
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
      </ul>
      {onOpen === undefined ? null : (
        <div className="row-actions">
          {authentication === 'none' ? null : (
            <Button onPress={() => onOpen('replace')}>
              {t('apps.replace')}
              <span className="visually-hidden">: {name}</span>
            </Button>
          )}
          <Button onPress={() => onOpen('remove')}>
            {t('apps.remove')}
            <span className="visually-hidden">: {name}</span>
          </Button>
        </div>
      )}
    </li>
  );
}

type DialogProps = Pick<AdminProps, 'client'> & {
  readonly open: Open;
  readonly close: () => void;
  readonly onMade: (made: Made) => void;
  readonly onRemoved: (list: Found, name: string) => void;
};

function Dialogs({ client, open, close, onMade, onRemoved }: DialogProps) {
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
    case 'remove': {
      const { kind, one } = open;
      const params = { applicationId: one.id };
      const { name } = one;
      return kind === 'remove' ? (
        <ReasonDialog
          title={t('apps.remove')}
          text={t('apps.remove.text', { name })}
          run={(reason) => client('removeApplication', { params, body: { reason } })}
          onDone={(list) => onRemoved(list, name)}
          onClose={close}
        />
      ) : (
        <ReasonDialog
          title={t('apps.replace')}
          text={t('apps.replace.text', { name })}
          run={(reason) => client('replaceApplicationSecret', { params, body: { reason } })}
          onDone={onMade}
          onClose={close}
        />
      );
    }
  }
}

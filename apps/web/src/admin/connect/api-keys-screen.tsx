import type { ApiKeyView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { MakeKeyDialog } from '#admin/connect/make-key-dialog.tsx';
import { ReasonDialog } from '#admin/connect/reason-dialog.tsx';
import { SCOPE_WORDS } from '#admin/connect/scope-words.ts';
import { may } from '#admin/may.ts';
import { Button } from '#kit/button.tsx';
import { localTime } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Open = { readonly kind: 'make' } | { readonly kind: 'revoke'; readonly name: string };

export function ApiKeysScreen({ client, role }: AdminProps) {
  const [keys, setKeys] = useState<readonly ApiKeyView[]>();
  const [open, setOpen] = useState<Open>();
  const [said, setSaid] = useState({ text: '' });
  const call = useCall();
  const load = () =>
    void call.run(
      () => client('listApiKeys', {}),
      (list) => setKeys(list.apiKeys),
    );
  useOnce(load);
  const close = () => setOpen(undefined);

  return (
    <Screen title={t('keys.title')}>
      <Lead />
      <Said said={said} />
      <FailureNotice call={call} />
      {may(role, 'createApiKey') ? (
        <div className="actions">
          <Button look="primary" onPress={() => setOpen({ kind: 'make' })}>
            {t('keys.create')}
          </Button>
        </div>
      ) : null}
      {keys === undefined && call.failure === undefined ? <Loading /> : null}
      {keys?.length === 0 ? <p>{t('keys.none')}</p> : null}
      <KeyList
        keys={keys ?? []}
        mayRevoke={may(role, 'revokeApiKey')}
        onRevoke={(name) => setOpen({ kind: 'revoke', name })}
      />
      {open?.kind === 'make' ? (
        <MakeKeyDialog
          client={client}
          onClose={() => {
            close();
            load();
          }}
        />
      ) : null}
      {open?.kind === 'revoke' ? (
        <ReasonDialog
          title={t('keys.revoke')}
          text={t('keys.revoke.text', { name: open.name })}
          run={(reason) =>
            client('revokeApiKey', { params: { keyName: open.name }, body: { reason } })
          }
          onDone={(list) => {
            setKeys(list.apiKeys);
            setSaid({ text: t('keys.revoked', { name: open.name }) });
            close();
          }}
          onClose={close}
        />
      ) : null}
    </Screen>
  );
}

const Lead = () => (
  <>
    <p>{t('keys.lead')}</p>
    <p>
      <a href="/api/docs">{t('keys.reference')}</a>
    </p>
  </>
);

type ListProps = {
  readonly keys: readonly ApiKeyView[];
  readonly mayRevoke: boolean;
  readonly onRevoke: (name: string) => void;
};

const KeyList = ({ keys, mayRevoke, onRevoke }: ListProps) => (
  <ul className="rows panel">
    {keys.map((key) => (
      <KeyRow
        key={key.name}
        apiKey={key}
        onRevoke={mayRevoke && key.state === 'active' ? () => onRevoke(key.name) : undefined}
      />
    ))}
  </ul>
);

const STATES: Readonly<Record<ApiKeyView['state'], () => string>> = {
  active: () => t('keys.state.active'),
  expired: () => t('keys.state.expired'),
  revoked: () => t('keys.state.revoked'),
};

type RowProps = { readonly apiKey: ApiKeyView; readonly onRevoke: (() => void) | undefined };

function KeyRow({ apiKey, onRevoke }: RowProps) {
  const { name, scopes, returnUrls, state, expiresAt, lastUsedAt, madeBy } = apiKey;
  return (
    <li className="row">
      <div className="row-text">
        <h2 className="row-title">{name}</h2>
        <ul className="row-value">
          {scopes.map((scope) => (
            <li key={scope}>{SCOPE_WORDS[scope]()}</li>
          ))}
        </ul>
        {returnUrls.length === 0 ? null : (
          <p className="row-value">
            {t('keys.returns')}: <code>{returnUrls.join(' ')}</code>
          </p>
        )}
        <p className="row-dates">
          {t('keys.until', { when: localTime(expiresAt) })}
          {' · '}
          {lastUsedAt === undefined
            ? t('keys.unused')
            : t('keys.used', { when: localTime(lastUsedAt) })}
          {madeBy === undefined ? '' : ` · ${t('keys.made-by', { who: madeBy })}`}
        </p>
      </div>
      <ul className="marks">
        <li className={state === 'active' ? 'good' : 'advice'}>{STATES[state]()}</li>
      </ul>
      {onRevoke === undefined ? null : (
        <div className="row-actions">
          <Button onPress={onRevoke}>
            {t('keys.revoke')}
            <span className="visually-hidden">: {name}</span>
          </Button>
        </div>
      )}
    </li>
  );
}

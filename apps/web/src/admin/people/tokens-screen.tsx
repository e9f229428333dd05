import type { Call, HardwareTokenView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { may } from '#admin/may.ts';
import { TokenDialog } from '#admin/people/token-dialog.tsx';
import { type TokenActionName, TOKEN_ACTIONS } from '#admin/people/token-actions.ts';
import { toPart, toUser } from '#admin/places.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Asked = Call['searchTokens']['body'];
type Found = Call['searchTokens']['response'];
type Chosen = { readonly name: TokenActionName; readonly token: HardwareTokenView };

export function TokensScreen({ client, role }: AdminProps) {
  const [asked, setAsked] = useState<Asked>({});
  const [found, setFound] = useState<Found>();
  const [chosen, setChosen] = useState<Chosen>();
  const call = useCall();
  const find = (next: Asked): void => {
    setAsked(next);
    void call.run(() => client('searchTokens', { body: next }), setFound);
  };
  const more = () =>
    void call.run(
      () => client('searchTokens', { body: { ...asked, after: found?.next } }),
      (page) => setFound({ ...page, tokens: [...(found?.tokens ?? []), ...page.tokens] }),
    );
  useOnce(() => find({}));
  const close = (changed: boolean): void => {
    setChosen(undefined);
    if (changed) find(asked);
  };
  return (
    <Screen title={t('tokens.title')}>
      {may(role, 'startImport') ? (
        <p>
          <Link to={toPart('import')}>{t('import.title')}</Link>
        </p>
      ) : null}
      <SearchForm busy={call.busy} onFind={find} />
      <FailureNotice call={call} />
      {found === undefined && call.failure === undefined ? <Loading /> : null}
      {found?.tokens.length === 0 ? <p role="status">{t('admin.none')}</p> : null}
      <ul className="rows panel">
        {found?.tokens.map((token) => (
          <TokenRow
            key={token.id}
            token={token}
            onAsk={may(role, 'assignToken') ? (name) => setChosen({ name, token }) : undefined}
          />
        ))}
      </ul>
      {found?.next === undefined ? null : (
        <Button busy={call.busy} onPress={more}>
          {t('admin.more')}
        </Button>
      )}
      {chosen === undefined ? null : <TokenDialog {...{ client, ...chosen }} onClose={close} />}
    </Screen>
  );
}

type FormProps = { readonly busy: boolean; readonly onFind: (asked: Asked) => void };

function SearchForm({ busy, onFind }: FormProps) {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const [serial, login] = [textOf(data, 'serial').trim(), textOf(data, 'login').trim()];
    onFind({ ...(serial === '' ? {} : { serial }), ...(login === '' ? {} : { login }) });
  };
  const input = { type: 'text', autoComplete: 'off', spellCheck: false } as const;
  return (
    <form role="search" className="panel filters" onSubmit={submit} noValidate>
      <div className="filter-row">
        <Field label={t('tokens.serial')} name="serial" input={{ ...input, maxLength: 64 }} />
        <Field label={t('tokens.login')} name="login" input={{ ...input, maxLength: 254 }} />
        <Button type="submit" look="primary" busy={busy}>
          {t('users.find')}
        </Button>
      </div>
    </form>
  );
}

const STATES: Readonly<Record<HardwareTokenView['state'], () => string>> = {
  free: () => t('tokens.state.free'),
  assigned: () => t('tokens.state.assigned'),
  active: () => t('tokens.state.active'),
};

/** What can be done with a token, by how far it is. */
const ACTIONS: Readonly<Record<HardwareTokenView['state'], readonly TokenActionName[]>> = {
  free: ['assign', 'delete'],
  assigned: ['activate', 'assign', 'delete'],
  active: ['deactivate'],
};

type RowProps = {
  readonly token: HardwareTokenView;
  readonly onAsk: ((name: TokenActionName) => void) | undefined;
};

function TokenRow({ token, onAsk }: RowProps) {
  const { serial, state, user, interval } = token;
  const maker = [token.manufacturer, token.model].filter(Boolean).join(' ');
  return (
    <li className="row">
      <div className="row-text">
        <h2 className="row-title">{serial}</h2>
        <p className="row-value">{t('tokens.what', { maker, seconds: interval })}</p>
        {user === undefined ? null : (
          <p>
            <Link to={toUser(user.id)}>{user.login}</Link>
          </p>
        )}
      </div>
      <ul className="marks">
        <li className={state === 'active' ? 'good' : 'advice'}>{STATES[state]()}</li>
      </ul>
      {onAsk === undefined ? null : (
        <div className="action-list" role="group" aria-label={t('tokens.more', { serial })}>
          {ACTIONS[state].map((name) => (
            <Button key={name} onPress={() => onAsk(name)}>
              {TOKEN_ACTIONS[name].label()}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

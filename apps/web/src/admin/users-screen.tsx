import { ROLES } from '@proofup/contract/roles.ts';
import type { Call, ListedUserView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { toUser } from '#admin/places.ts';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf, ROLE_WORDS, STATE_WORDS } from '#admin/words.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Asked = Call['searchUsers']['body'];
type Found = Call['searchUsers']['response'];

export function UsersScreen({ client }: AdminProps) {
  const [asked, setAsked] = useState<Asked>({});
  const [found, setFound] = useState<Found>();
  const call = useCall();
  const find = (next: Asked): void => {
    setAsked(next);
    void call.run(() => client('searchUsers', { body: next }), setFound);
  };
  const more = () =>
    void call.run(
      () => client('searchUsers', { body: { ...asked, after: found?.next } }),
      (page) => setFound({ ...page, users: [...(found?.users ?? []), ...page.users] }),
    );
  useOnce(() => find({}));

  return (
    <Screen title={t('users.title')}>
      <SearchForm busy={call.busy} onFind={find} />
      <FailureNotice call={call} />
      {found === undefined && call.failure === undefined ? <Loading /> : null}
      {found === undefined ? null : <People found={found} />}
      {found?.next === undefined ? null : (
        <Button busy={call.busy} onPress={more}>
          {t('admin.more')}
        </Button>
      )}
    </Screen>
  );
}

function askedIn(data: FormData): Asked {
  const search = textOf(data, 'search').trim();
  const state = stateIn(textOf(data, 'state'));
  const role = roleIn(textOf(data, 'role'));
  const registered = textOf(data, 'registered');
  return {
    ...(search === '' ? {} : { search }),
    ...(state === undefined ? {} : { state }),
    ...(role === undefined ? {} : { role }),
    ...(registered === '' ? {} : { registered: registered === 'yes' }),
  };
}

const stateIn = (text: string) =>
  (['disabled', 'enabled', 'enforced'] as const).find((one) => one === text);
const roleIn = (text: string) => ROLES.find((one) => one === text);

type FormProps = { readonly busy: boolean; readonly onFind: (asked: Asked) => void };

function SearchForm({ busy, onFind }: FormProps) {
  const any = ['', t('admin.any')] as const;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onFind(askedIn(new FormData(event.currentTarget)));
  };
  return (
    <form role="search" className="panel filters" onSubmit={submit} noValidate>
      <Field
        label={t('users.search')}
        name="search"
        hint={t('users.search.hint')}
        input={{ type: 'search', autoComplete: 'off', maxLength: 254, spellCheck: false }}
      />
      <div className="filter-row">
        <SelectField
          label={t('users.state')}
          name="state"
          choices={[any, ...choicesOf(STATE_WORDS)]}
        />
        <SelectField
          label={t('users.role')}
          name="role"
          choices={[any, ...choicesOf(ROLE_WORDS)]}
        />
        <SelectField
          label={t('users.registered')}
          name="registered"
          choices={[any, ['yes', t('users.registered.yes')], ['no', t('users.registered.no')]]}
        />
        <Button type="submit" look="primary" busy={busy}>
          {t('users.find')}
        </Button>
      </div>
    </form>
  );
}

function People({ found: { users, next } }: { readonly found: Found }) {
  const none = next === undefined ? t('admin.none') : t('users.go-on');
  return (
    <>
      <p role="status">{users.length === 0 ? none : t('users.found', { n: users.length })}</p>
      {users.length === 0 ? null : (
        <ul className="rows panel">
          {users.map((user) => (
            <PersonRow key={user.id} user={user} />
          ))}
        </ul>
      )}
    </>
  );
}

function PersonRow({ user }: { readonly user: ListedUserView }) {
  return (
    <li className="row">
      <div className="row-text">
        <h2 className="row-title">
          <Link to={toUser(user.id)}>{user.displayName || user.login}</Link>
        </h2>
        <p className="row-value">{[user.login, user.email].filter(Boolean).join(' · ')}</p>
      </div>
      <Marks user={user} />
    </li>
  );
}

/** Two facts, beside each other: the state that was set, and whether there is a method. */
export function Marks({ user }: { readonly user: ListedUserView }) {
  return (
    <ul className="marks">
      <li>{STATE_WORDS[user.state]()}</li>
      <li className={user.registered ? 'good' : 'advice'}>
        {user.registered ? t('users.registered.yes') : t('users.registered.no')}
      </li>
      {user.role === 'user' ? null : <li>{ROLE_WORDS[user.role]()}</li>}
      {user.blockedUntil === undefined ? null : <li className="danger">{t('users.blocked')}</li>}
    </ul>
  );
}

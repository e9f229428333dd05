import type { Call, ListedUserView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { may } from '#admin/may.ts';
import { ManyActions } from '#admin/people/many-actions.tsx';
import { toUser } from '#admin/places.ts';
import { FindPeople } from '#admin/person/find-people.tsx';
import { COVERED_WORDS } from '#admin/roll-out/covered.ts';
import { ROLE_WORDS, STATE_WORDS } from '#admin/words.ts';
import { Button } from '#kit/button.tsx';
import { shortDayOf } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Asked = Call['searchUsers']['body'];
type Found = Call['searchUsers']['response'];

export function UsersScreen({ client, role }: AdminProps) {
  const [asked, setAsked] = useState<Asked>({});
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [found, setFound] = useState<Found>();
  const call = useCall();
  const find = (next: Asked): void => {
    setAsked(next);
    setSelected(new Set());
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
      <FindPeople client={client} busy={call.busy} onFind={find} />
      <FailureNotice call={call} />
      {found === undefined && call.failure === undefined ? <Loading /> : null}
      {found === undefined ? null : (
        <>
          <ManyActions
            {...{ client, role }}
            users={found.users.filter(({ id }) => selected.has(id))}
            onChanged={() => find(asked)}
          />
          <People
            found={found}
            selection={may(role, 'startImport') ? { selected, onSelect: setSelected } : undefined}
          />
        </>
      )}
      {found?.next === undefined ? null : (
        <Button busy={call.busy} onPress={more}>
          {t('admin.more')}
        </Button>
      )}
    </Screen>
  );
}

type Selection = {
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
};

type PeopleProps = { readonly found: Found; readonly selection: Selection | undefined };

function People({ found: { users, next }, selection }: PeopleProps) {
  const none = next === undefined ? t('admin.none') : t('users.go-on');
  return (
    <>
      <p role="status">{users.length === 0 ? none : t('users.found', { n: users.length })}</p>
      {users.length === 0 ? null : (
        <ul className="rows panel">
          {users.map((user) => (
            <PersonRow key={user.id} user={user} selection={selection} />
          ))}
        </ul>
      )}
    </>
  );
}

type RowProps = { readonly user: ListedUserView; readonly selection: Selection | undefined };

function PersonRow({ user, selection }: RowProps) {
  const toggle = ({ selected, onSelect }: Selection): void => {
    const next = new Set(selected);
    if (!next.delete(user.id)) next.add(user.id);
    onSelect(next);
  };
  return (
    <li className="row">
      {selection === undefined ? null : (
        <input
          type="checkbox"
          aria-label={t('people.select', { name: user.login })}
          checked={selection.selected.has(user.id)}
          onChange={() => toggle(selection)}
        />
      )}
      <div className="row-text">
        <h2 className="row-title">
          <Link to={toUser(user.id)}>{user.displayName || user.login}</Link>
        </h2>
        <p className="row-value">{[user.login, user.email].filter(Boolean).join(' · ')}</p>
        <p className="row-dates">
          {COVERED_WORDS[user.coveredBy]()} · {lastSignInText(user)}
        </p>
      </div>
      <Marks user={user} />
    </li>
  );
}

const lastSignInText = ({ lastSignInAt }: ListedUserView): string =>
  lastSignInAt === undefined
    ? t('person.last.none')
    : t('person.last', { day: shortDayOf(lastSignInAt) });

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

import type { Call, GroupView, RollOutPersonView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import type { AdminProps } from '#admin/admin-page.tsx';
import { csvOf, save } from '#admin/csv.ts';
import { may } from '#admin/may.ts';
import { METHOD_WORDS } from '#admin/people/method-words.ts';
import { toUser } from '#admin/places.ts';
import { COVERED, COVERED_WORDS } from '#admin/roll-out/covered.ts';
import { RemindDialog } from '#admin/roll-out/remind-dialog.tsx';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf, STATE_WORDS } from '#admin/words.ts';
import { Button } from '#kit/button.tsx';
import { shortDayOf } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { textOf } from '#kit/forms.ts';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { useSearch } from '#router.ts';

type Asked = Call['listRollOut']['body'];
type Page = Call['listRollOut']['response'];

/** As many as a file has at most. */
const MOST_LINES = 100_000;

/** Who has what, whom it would help to remind, and all of it as a file. */
export function PeopleList({ client, role }: AdminProps) {
  const { asked, page, groups, call, selected, find, more, toggle } = usePeople(client);
  const [reminding, setReminding] = useState(false);
  const mayRemind = may(role, 'sendReminders');
  return (
    <>
      <Filters asked={asked} groups={groups} busy={call.busy} onFind={find} />
      <FailureNotice call={call} />
      {page === undefined && call.failure === undefined ? <Loading /> : null}
      <div className="action-list">
        {mayRemind ? (
          <Button onPress={() => setReminding(true)}>
            {selected.size === 0
              ? t('roll-out.remind.all')
              : t('roll-out.remind.selected', { n: selected.size })}
          </Button>
        ) : null}
        <Button
          busy={call.busy}
          onPress={() => void call.run(() => collect(client, asked), toFile)}
        >
          {t('reports.export')}
        </Button>
      </div>
      {page === undefined ? null : (
        <People page={page} selected={selected} onToggle={mayRemind ? toggle : undefined} />
      )}
      {page?.next === undefined ? null : (
        <Button busy={call.busy} onPress={more}>
          {t('admin.more')}
        </Button>
      )}
      {reminding ? (
        <RemindDialog
          client={client}
          chosen={selected.size === 0 ? asked : { userIds: [...selected] }}
          onClose={(sent) => {
            setReminding(false);
            if (sent) find(asked);
          }}
        />
      ) : null}
    </>
  );
}

/** As the address of the page asks, until a filter says otherwise. */
function usePeople(client: AdminClient) {
  const search = useSearch();
  const [asked, setAsked] = useState<Asked>(() =>
    askedOf(search.get('best') ?? '', '', search.get('of') ?? ''),
  );
  const [page, setPage] = useState<Page>();
  const [groups, setGroups] = useState<readonly GroupView[]>([]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const call = useCall();
  const find = (next: Asked): void => {
    setAsked(next);
    setSelected(new Set());
    void call.run(() => client('listRollOut', { body: next }), setPage);
  };
  const more = (): void =>
    void call.run(
      () => client('listRollOut', { body: { ...asked, after: page?.next } }),
      (next) => setPage({ ...next, people: [...(page?.people ?? []), ...next.people] }),
    );
  const toggle = (id: string): void => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  useOnce(() => {
    void client('listGroups', {}).then((found) => {
      if (found.kind === 'ok') setGroups(found.value.groups);
    });
    find(asked);
  });
  return { asked, page, groups, call, selected, find, more, toggle };
}

/** All that the filter has, page after page. */
async function collect(client: AdminClient, asked: Asked) {
  const people: RollOutPersonView[] = [];
  let after: string | undefined;
  do {
    const body = after === undefined ? asked : { ...asked, after };
    const next = await client('listRollOut', { body });
    if (next.kind !== 'ok') return next;
    people.push(...next.value.people);
    after = next.value.next;
  } while (after !== undefined && people.length < MOST_LINES);
  return { kind: 'ok', value: people } as const;
}

const toFile = (people: readonly RollOutPersonView[]): void =>
  save('roll-out.csv', [csvOf([HEAD, ...people.map(cellsOf)])]);

const STATES = ['disabled', 'enabled', 'enforced'] as const;

function askedOf(best: string, state: string, group: string): Asked {
  const coveredBy = COVERED.find((one) => one === best);
  const inState = STATES.find((one) => one === state);
  return {
    ...(coveredBy === undefined ? {} : { coveredBy }),
    ...(inState === undefined ? {} : { state: inState }),
    ...(group === '' ? {} : { group }),
  };
}

type FilterProps = {
  readonly asked: Asked;
  readonly groups: readonly GroupView[];
  readonly busy: boolean;
  readonly onFind: (asked: Asked) => void;
};

function Filters({ asked, groups, busy, onFind }: FilterProps) {
  const any = ['', t('admin.any')] as const;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    onFind(askedOf(textOf(data, 'best'), textOf(data, 'state'), textOf(data, 'group')));
  };
  return (
    <form role="search" className="panel filters" onSubmit={submit} noValidate>
      <div className="filter-row">
        <SelectField
          label={t('roll-out.best')}
          name="best"
          choices={[any, ...choicesOf(COVERED_WORDS)]}
          initial={asked.coveredBy ?? ''}
        />
        <SelectField
          label={t('users.state')}
          name="state"
          choices={[any, ...choicesOf(STATE_WORDS)]}
        />
        <SelectField
          // The groups arrive later than the form.
          key={groups.length}
          label={t('policy.groups.group')}
          name="group"
          choices={[any, ...groups.map(({ id, name }) => [id, name] as const)]}
          initial={asked.group ?? ''}
        />
        <Button type="submit" look="primary" busy={busy}>
          {t('users.find')}
        </Button>
      </div>
    </form>
  );
}

type PeopleProps = {
  readonly page: Page;
  readonly selected: ReadonlySet<string>;
  readonly onToggle: ((id: string) => void) | undefined;
};

function People({ page: { people, next }, selected, onToggle }: PeopleProps) {
  const none = next === undefined ? t('admin.none') : t('users.go-on');
  return (
    <>
      <p role="status">{people.length === 0 ? none : t('users.found', { n: people.length })}</p>
      {people.length === 0 ? null : (
        <ul className="rows panel">
          {people.map((person) => (
            <li key={person.id} className="row">
              {onToggle === undefined ? null : (
                <input
                  type="checkbox"
                  aria-label={t('people.select', { name: person.login })}
                  checked={selected.has(person.id)}
                  onChange={() => onToggle(person.id)}
                />
              )}
              <div className="row-text">
                <h2 className="row-title">
                  <Link to={toUser(person.id)}>{person.displayName || person.login}</Link>
                </h2>
                <p className="row-value">{methodsOf(person) || person.email || person.login}</p>
                <p className="row-dates">{datesOf(person)}</p>
              </div>
              <ul className="marks">
                <li>{STATE_WORDS[person.state]()}</li>
                <li className={`covered-${person.coveredBy}`}>
                  {COVERED_WORDS[person.coveredBy]()}
                </li>
              </ul>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const methodsOf = ({ methods }: RollOutPersonView): string =>
  [...new Set(methods)].map((kind) => METHOD_WORDS[kind]()).join(', ');

const datesOf = ({ remindedAt, reminders, graceUntil }: RollOutPersonView): string =>
  [
    ...(remindedAt === undefined ? [] : [remindedText(reminders, shortDayOf(remindedAt))]),
    ...(graceUntil === undefined ? [] : [t('roll-out.grace', { day: shortDayOf(graceUntil) })]),
  ].join(' · ');

const remindedText = (n: number, day: string): string =>
  n === 1 ? t('roll-out.reminded.one', { day }) : t('roll-out.reminded', { n, day });

const HEAD = [
  'login',
  'name',
  'email',
  'state',
  'best',
  'methods',
  'reminders',
  'reminded',
  'grace until',
];

const cellsOf = (one: RollOutPersonView): readonly string[] => [
  one.login,
  one.displayName,
  one.email ?? '',
  one.state,
  one.coveredBy,
  one.methods.join(' '),
  String(one.reminders),
  one.remindedAt ?? '',
  one.graceUntil ?? '',
];

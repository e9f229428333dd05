import { ROLES } from '@proofup/contract/roles.ts';
import type { Call, GroupView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import { METHOD_KINDS, METHOD_WORDS } from '#admin/people/method-words.ts';
import { COVERED, COVERED_WORDS } from '#admin/roll-out/covered.ts';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf, ROLE_WORDS, STATE_WORDS } from '#admin/words.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { useOnce } from '#kit/use-once.ts';

type Asked = Call['searchUsers']['body'];

const DAY_MS = 24 * 60 * 60_000;

const STATES = ['disabled', 'enabled', 'enforced'] as const;

/** By what is chosen: how many days back, and whether they signed in since. */
const SIGNED_IN: Readonly<Record<string, readonly [days: number, since: boolean]>> = {
  'in-7': [7, true],
  'in-30': [30, true],
  'not-30': [30, false],
  'not-90': [90, false],
};

function signedInOf(chosen: string): Asked {
  const wanted = SIGNED_IN[chosen];
  if (wanted === undefined) return {};
  const [days, since] = wanted;
  const at = new Date(Date.now() - days * DAY_MS).toISOString();
  return since ? { signedInSince: at } : { notSignedInSince: at };
}

function askedIn(data: FormData): Asked {
  const of = <Value extends string>(values: readonly Value[], name: string): Value | undefined =>
    values.find((one) => one === textOf(data, name));
  const search = textOf(data, 'search').trim();
  const registered = textOf(data, 'registered');
  const group = textOf(data, 'group');
  const chosen = {
    state: of(STATES, 'state'),
    role: of(ROLES, 'role'),
    method: of(METHOD_KINDS, 'method'),
    coveredBy: of(COVERED, 'best'),
  };
  return {
    ...(search === '' ? {} : { search }),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries forgets its keys
    ...(Object.fromEntries(
      Object.entries(chosen).filter(([, value]) => value !== undefined),
    ) as Asked),
    ...(registered === '' ? {} : { registered: registered === 'yes' }),
    ...(textOf(data, 'blocked') === 'yes' ? { blocked: true } : {}),
    ...(group === '' ? {} : { group }),
    ...signedInOf(textOf(data, 'signed-in')),
  };
}

type Props = {
  readonly client: AdminClient;
  readonly busy: boolean;
  readonly onFind: (asked: Asked) => void;
};

/** By name, login, mail address or whole number, and by everything that a list of people shows. */
export function FindPeople({ client, busy, onFind }: Props) {
  const [groups, setGroups] = useState<readonly GroupView[]>([]);
  useOnce(() => {
    void client('listGroups', {}).then((found) => {
      if (found.kind === 'ok') setGroups(found.value.groups);
    });
  });
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
        <Account />
        <Methods />
        {groups.length === 0 ? null : (
          <SelectField
            label={t('policy.groups.group')}
            name="group"
            choices={[anyOf(), ...groups.map(({ id, name }) => [id, name] as const)]}
          />
        )}
        <Button type="submit" look="primary" busy={busy}>
          {t('users.find')}
        </Button>
      </div>
    </form>
  );
}

const anyOf = () => ['', t('admin.any')] as const;

const Account = () => (
  <>
    <SelectField
      label={t('users.state')}
      name="state"
      choices={[anyOf(), ...choicesOf(STATE_WORDS)]}
    />
    <SelectField
      label={t('users.role')}
      name="role"
      choices={[anyOf(), ...choicesOf(ROLE_WORDS)]}
    />
    <SelectField
      label={t('people.blocked')}
      name="blocked"
      choices={[anyOf(), ['yes', t('people.blocked.yes')]]}
    />
    <SelectField
      label={t('person.last.filter')}
      name="signed-in"
      choices={[
        anyOf(),
        ['in-7', t('person.last.in', { n: 7 })],
        ['in-30', t('person.last.in', { n: 30 })],
        ['not-30', t('person.last.not', { n: 30 })],
        ['not-90', t('person.last.not', { n: 90 })],
      ]}
    />
  </>
);

const Methods = () => (
  <>
    <SelectField
      label={t('users.registered')}
      name="registered"
      choices={[anyOf(), ['yes', t('users.registered.yes')], ['no', t('users.registered.no')]]}
    />
    <SelectField
      label={t('roll-out.best')}
      name="best"
      choices={[anyOf(), ...choicesOf(COVERED_WORDS)]}
    />
    <SelectField
      label={t('people.method')}
      name="method"
      choices={[anyOf(), ...METHOD_KINDS.map((kind) => [kind, METHOD_WORDS[kind]()] as const)]}
    />
  </>
);

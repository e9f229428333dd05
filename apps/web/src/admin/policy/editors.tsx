import type { PolicyQuestion } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { CheckBoxes } from '#admin/check-boxes.tsx';
import type { Editor } from '#admin/policy/editor.ts';
import {
  GroupRules,
  groupsIn,
  isOn,
  LinesField,
  METHOD_WORDS,
  methodsIn,
  numberIn,
  StrengthField,
  strengthIn,
  Switch,
  tellStrength,
  wordsIn,
} from '#admin/policy/fields.tsx';
import { fraud, lockOut, notices } from '#admin/policy/protection-editors.tsx';
import { campaign, grace, reminders, sunset } from '#admin/policy/roll-out-editors.tsx';
import { spending } from '#admin/policy/spending-editor.tsx';
import { NumberField } from '#admin/number-field.tsx';
import { choicesOf, ROLE_WORDS } from '#admin/words.ts';

const METHOD_CHOICES = () =>
  choicesOf(METHOD_WORDS).map(([value, word]) => ({ value, label: word }));

const andGroups = (groups: readonly unknown[]): string =>
  groups.length === 0 ? '' : ` ${t('policy.more-groups', { n: groups.length })}`;

/** The beginning of a sentence about a method is its name. */
const nameOf = (word: string): string => word.split(/[:.]/, 1).join('');

const methods: Editor<'methods'> = {
  title: () => t('policy.methods'),
  text: () => t('policy.methods.text'),
  Fields: ({ value, groups }) => (
    <>
      <CheckBoxes
        legend={t('policy.methods.everybody')}
        name="everybody"
        choices={METHOD_CHOICES()}
        chosen={value.everybody}
      />
      <GroupRules
        groups={groups}
        ruled={value.groups.map(({ group }) => group)}
        renderFields={(at, group) => (
          <CheckBoxes
            legend={t('policy.methods.group')}
            name={`methods-${at}`}
            choices={METHOD_CHOICES()}
            chosen={value.groups.find((rule) => rule.group === group)?.methods ?? value.everybody}
          />
        )}
      />
    </>
  ),
  read: (data) => ({
    everybody: methodsIn(data, 'everybody'),
    groups: groupsIn(data).map(({ group, at }) => ({
      group,
      methods: methodsIn(data, `methods-${at}`),
    })),
  }),
  tell: ({ everybody, groups }) =>
    everybody.map((method) => nameOf(METHOD_WORDS[method]())).join(', ') + andGroups(groups),
};

const codesIn = (data: FormData, name: string): string[] =>
  wordsIn(data, name).map((code) => code.toUpperCase());

const countries: Editor<'countries'> = {
  title: () => t('policy.countries'),
  text: () => t('policy.countries.text'),
  Fields: ({ value }) => (
    <>
      <LinesField label={t('policy.countries.texts')} name="texts" lines={value.texts.join(', ')} />
      <LinesField label={t('policy.countries.calls')} name="calls" lines={value.calls.join(', ')} />
    </>
  ),
  read: (data) => ({ texts: codesIn(data, 'texts'), calls: codesIn(data, 'calls') }),
  tell: ({ texts, calls }) =>
    [[t('policy.countries.texts'), texts] as const, [t('policy.countries.calls'), calls] as const]
      .map(([name, codes]) => `${name}: ${codes.join(', ') || t('policy.countries.none')}`)
      .join('. '),
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
const ROLES = Object.keys(ROLE_WORDS) as readonly (keyof typeof ROLE_WORDS)[];

const roleName = (role: (typeof ROLES)[number]): string =>
  role === 'user' ? t('policy.strength.user') : ROLE_WORDS[role]();

const strength: Editor<'strength'> = {
  title: () => t('policy.strength'),
  text: () => t('policy.strength.text'),
  Fields: ({ value, groups }) => (
    <>
      {ROLES.map((role) => (
        <StrengthField
          key={role}
          label={roleName(role)}
          name={`role-${role}`}
          strength={value.roles[role]}
        />
      ))}
      <GroupRules
        groups={groups}
        ruled={value.groups.map(({ group }) => group)}
        renderFields={(at, group) => (
          <StrengthField
            label={t('policy.strength')}
            name={`strength-${at}`}
            strength={value.groups.find((rule) => rule.group === group)?.strength}
          />
        )}
      />
    </>
  ),
  read: (data) => ({
    roles: Object.fromEntries(
      ROLES.map((role) => [role, strengthIn(data, `role-${role}`)] as const).filter(
        ([, one]) => one !== 'one-step',
      ),
    ),
    groups: groupsIn(data).map(({ group, at }) => ({
      group,
      strength: strengthIn(data, `strength-${at}`),
    })),
  }),
  tell: ({ roles, groups }) => {
    const named = ROLES.flatMap((role) => {
      const one = roles[role];
      return one === undefined ? [] : [`${roleName(role)}: ${tellStrength(one)}`];
    });
    return (named.join('. ') || t('policy.strength.none')) + andGroups(groups);
  },
};

const onOrOff = (on: boolean): string => (on ? t('policy.on') : t('policy.off'));

const order: Editor<'order'> = {
  title: () => t('policy.order'),
  text: () => t('policy.order.text'),
  Fields: ({ value }) => (
    <Switch label={t('policy.order.system')} name="system" on={value.systemPreferred} />
  ),
  read: (data) => ({ systemPreferred: isOn(data, 'system') }),
  tell: ({ systemPreferred }) =>
    systemPreferred ? t('policy.order.safest') : t('policy.order.chosen'),
};

const rememberedBrowsers: Editor<'rememberedBrowsers'> = {
  title: () => t('policy.remembered'),
  text: () => t('policy.remembered.text'),
  Fields: ({ value }) => (
    <>
      <Switch label={t('policy.remembered.allowed')} name="allowed" on={value.allowed} />
      <NumberField
        label={t('policy.remembered.days')}
        name="days"
        range={[1, 30]}
        value={value.days}
      />
    </>
  ),
  read: (data) => ({ allowed: isOn(data, 'allowed'), days: numberIn(data, 'days') }),
  tell: ({ allowed, days }) => (allowed ? t('policy.days', { n: days }) : t('policy.off')),
};

const appPasswords: Editor<'appPasswords'> = {
  title: () => t('policy.app-passwords'),
  text: () => t('policy.app-passwords.text'),
  Fields: ({ value }) => (
    <Switch label={t('policy.app-passwords.allowed')} name="allowed" on={value.allowed} />
  ),
  read: (data) => ({ allowed: isOn(data, 'allowed') }),
  tell: ({ allowed }) => onOrOff(allowed),
};

const networks: Editor<'networks'> = {
  title: () => t('policy.networks'),
  text: () => t('policy.networks.text'),
  Fields: ({ value }) => (
    <>
      <Switch label={t('policy.networks.skip')} name="skip" on={value.skip} />
      <LinesField
        label={t('policy.networks.ranges')}
        name="ranges"
        hint={t('policy.networks.ranges.hint')}
        lines={value.ranges.join('\n')}
      />
    </>
  ),
  read: (data) => ({ skip: isOn(data, 'skip'), ranges: wordsIn(data, 'ranges') }),
  tell: ({ skip, ranges }) =>
    skip ? t('policy.networks.count', { n: ranges.length }) : t('policy.off'),
};

const sessions: Editor<'sessions'> = {
  title: () => t('policy.sessions'),
  text: () => t('policy.sessions.text'),
  Fields: ({ value }) => (
    <>
      <NumberField
        label={t('policy.sessions.user-idle')}
        name="userIdle"
        range={[1, 60]}
        value={value.userIdleMinutes}
      />
      <NumberField
        label={t('policy.sessions.user-overall')}
        name="userOverall"
        range={[1, 1440]}
        value={value.userOverallMinutes}
      />
      <NumberField
        label={t('policy.sessions.staff-idle')}
        name="staffIdle"
        range={[1, 60]}
        value={value.staffIdleMinutes}
      />
      <NumberField
        label={t('policy.sessions.staff-overall')}
        name="staffOverall"
        range={[1, 720]}
        value={value.staffOverallMinutes}
      />
    </>
  ),
  read: (data) => ({
    userIdleMinutes: numberIn(data, 'userIdle'),
    userOverallMinutes: numberIn(data, 'userOverall'),
    staffIdleMinutes: numberIn(data, 'staffIdle'),
    staffOverallMinutes: numberIn(data, 'staffOverall'),
  }),
  tell: ({ userIdleMinutes, userOverallMinutes }) =>
    t('policy.sessions.summary', { idle: userIdleMinutes, overall: userOverallMinutes }),
};

/** One page per question: a new one in the contract does not compile without one. */
const EDITORS: { readonly [Question in PolicyQuestion]: Editor<Question> } = {
  methods,
  countries,
  strength,
  order,
  sunset,
  campaign,
  grace,
  reminders,
  rememberedBrowsers,
  appPasswords,
  networks,
  spending,
  fraud,
  lockOut,
  notices,
  sessions,
};

export const editorOf = (question: PolicyQuestion): Editor => EDITORS[question];

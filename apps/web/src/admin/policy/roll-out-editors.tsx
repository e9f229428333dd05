import type { PolicyAnswer } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import { CheckBoxes } from '#admin/check-boxes.tsx';
import { NumberField } from '#admin/number-field.tsx';
import type { Editor, FieldsProps } from '#admin/policy/editor.ts';
import { isOn, METHOD_WORDS, methodsIn, numberIn, Switch } from '#admin/policy/fields.tsx';
import { SelectField } from '#admin/select-field.tsx';
import { Button } from '#kit/button.tsx';
import { dayOf } from '#kit/dates.ts';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';

const nameOf = (word: string): string => word.split(/[:.]/, 1).join('');

type Better = PolicyAnswer<'campaign'>['target'];

const TARGETS: readonly Better[] = ['passkey', 'push', 'totp'];
const targetName = (target: Better): string => nameOf(METHOD_WORDS[target]());

type GroupsProps = {
  readonly legend: string;
  readonly name: string;
  readonly groups: FieldsProps<unknown>['groups'];
  readonly chosen: readonly string[];
};

const GroupBoxes = ({ groups, legend, name, chosen }: GroupsProps) =>
  groups.length === 0 ? null : (
    <CheckBoxes
      legend={legend}
      name={name}
      choices={groups.map((group) => ({ value: group.id, label: group.name }))}
      chosen={chosen}
    />
  );

const idsIn = (data: FormData, name: string): string[] =>
  data.getAll(name).filter((id) => typeof id === 'string');

export const campaign: Editor<'campaign'> = {
  title: () => t('policy.campaign'),
  text: () => t('policy.campaign.text'),
  Fields: ({ value, groups }) => (
    <>
      <Switch label={t('policy.campaign.on')} name="on" on={value.on} />
      <SelectField
        label={t('policy.campaign.target')}
        name="target"
        choices={TARGETS.map((target) => [target, targetName(target)])}
        initial={value.target}
      />
      <NumberField
        label={t('policy.campaign.snooze')}
        name="snoozeDays"
        range={[0, 14]}
        value={value.snoozeDays}
      />
      <Switch label={t('policy.campaign.limited')} name="limited" on={value.limited} />
      <NumberField
        label={t('policy.campaign.skips')}
        name="skips"
        hint={t('policy.campaign.skips.hint')}
        range={[0, 10]}
        value={value.skips}
      />
      <GroupBoxes
        legend={t('policy.campaign.include')}
        name="include"
        {...{ groups }}
        chosen={value.include}
      />
      <GroupBoxes
        legend={t('policy.campaign.exclude')}
        name="exclude"
        {...{ groups }}
        chosen={value.exclude}
      />
    </>
  ),
  read: (data) => ({
    on: isOn(data, 'on'),
    target: TARGETS.find((target) => target === textOf(data, 'target')) ?? 'passkey',
    include: idsIn(data, 'include'),
    exclude: idsIn(data, 'exclude'),
    snoozeDays: numberIn(data, 'snoozeDays'),
    skips: numberIn(data, 'skips'),
    limited: isOn(data, 'limited'),
  }),
  tell: ({ on, target, skips, limited }) => {
    if (!on) return t('policy.off');
    const method = targetName(target);
    return limited
      ? t('policy.campaign.summary', { method, n: skips })
      : t('policy.campaign.summary.any', { method });
  },
};

export const grace: Editor<'grace'> = {
  title: () => t('policy.grace'),
  text: () => t('policy.grace.text'),
  Fields: ({ value }) => (
    <NumberField
      label={t('policy.grace.days')}
      name="days"
      hint={t('policy.grace.days.hint')}
      range={[0, 60]}
      value={value.days}
    />
  ),
  read: (data) => ({ days: numberIn(data, 'days') }),
  tell: ({ days }) => (days === 0 ? t('policy.grace.none') : t('policy.days', { n: days })),
};

export const reminders: Editor<'reminders'> = {
  title: () => t('policy.reminders'),
  text: () => t('policy.reminders.text'),
  Fields: ({ value }) => (
    <>
      <Switch label={t('policy.reminders.on')} name="on" on={value.on} />
      <SelectField
        label={t('policy.reminders.to')}
        name="to"
        choices={[
          ['none', t('policy.reminders.to.none')],
          ['weak', t('policy.reminders.to.weak')],
        ]}
        initial={value.to}
      />
      <NumberField
        label={t('policy.reminders.every')}
        name="everyDays"
        range={[1, 90]}
        value={value.everyDays}
      />
      <NumberField
        label={t('policy.reminders.most')}
        name="most"
        range={[1, 20]}
        value={value.most}
      />
    </>
  ),
  read: (data) => ({
    on: isOn(data, 'on'),
    to: textOf(data, 'to') === 'weak' ? 'weak' : 'none',
    everyDays: numberIn(data, 'everyDays'),
    most: numberIn(data, 'most'),
  }),
  tell: ({ on, everyDays, most }) =>
    on ? t('policy.reminders.summary', { days: everyDays, n: most }) : t('policy.off'),
};

type Rule = PolicyAnswer<'sunset'>['rules'][number];

const WEAKER = ['push', 'totp', 'text', 'call'] as const;
const EMPTY: Rule = { from: '', methods: ['text', 'call'], groups: [] };

function SunsetFields({ value, groups }: FieldsProps<PolicyAnswer<'sunset'>>) {
  const [rules, setRules] = useState<readonly Rule[]>(value.rules);
  return (
    <>
      {rules.map((rule, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rules are only ever added at the end
        <div key={at} className="panel rule">
          <input type="hidden" name="rule" value={at} />
          <Field
            label={t('policy.sunset.from')}
            name={`from-${at}`}
            hint={t('policy.sunset.from.hint')}
            input={{ type: 'date', defaultValue: rule.from }}
          />
          <CheckBoxes
            legend={t('policy.sunset.methods')}
            name={`methods-${at}`}
            choices={WEAKER.map((method) => ({
              value: method,
              label: nameOf(METHOD_WORDS[method]()),
            }))}
            chosen={rule.methods}
          />
          <GroupBoxes
            legend={t('policy.sunset.groups')}
            name={`groups-${at}`}
            {...{ groups }}
            chosen={rule.groups}
          />
        </div>
      ))}
      <Button onPress={() => setRules([...rules, EMPTY])}>{t('policy.sunset.add')}</Button>
    </>
  );
}

const isWeaker = (method: string): method is (typeof WEAKER)[number] =>
  WEAKER.some((one) => one === method);

export const sunset: Editor<'sunset'> = {
  title: () => t('policy.sunset'),
  text: () => t('policy.sunset.text'),
  Fields: SunsetFields,
  read: (data) => ({
    rules: idsIn(data, 'rule')
      .map((at) => ({
        from: textOf(data, `from-${at}`),
        methods: methodsIn(data, `methods-${at}`).filter(isWeaker),
        groups: idsIn(data, `groups-${at}`),
      }))
      .filter(({ from, methods }) => from !== '' && methods.length > 0),
  }),
  tell: ({ rules }) =>
    rules
      .map(({ from, methods, groups }) => {
        const names = methods.map((method) => nameOf(METHOD_WORDS[method]())).join(', ');
        const day = dayOf(`${from}T12:00:00Z`);
        return groups.length === 0
          ? t('policy.sunset.summary', { day, names })
          : t('policy.sunset.summary.groups', { day, names, n: groups.length });
      })
      .join('. ') || t('policy.sunset.none'),
};

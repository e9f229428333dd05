import type { GroupView, PolicyAnswer } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type ReactNode, useState } from 'react';
import { SelectField } from '#admin/select-field.tsx';
import { Button } from '#kit/button.tsx';
import { FieldHint, useFieldIds } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';

type SwitchProps = { readonly label: string; readonly name: string; readonly on: boolean };

export const Switch = ({ label, name, on }: SwitchProps) => (
  <label className="choice">
    <input type="checkbox" name={name} defaultChecked={on} />
    <span className="choice-label">{label}</span>
  </label>
);

export const isOn = (data: FormData, name: string): boolean => data.get(name) !== null;
export const numberIn = (data: FormData, name: string): number =>
  Math.round(Number(textOf(data, name)));

/** Words between commas, spaces and lines. */
export const wordsIn = (data: FormData, name: string): string[] =>
  textOf(data, name)
    .split(/[\s,;]+/)
    .filter((word) => word !== '');

type LinesProps = {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  readonly lines: string;
};

export function LinesField({ label, name, hint, lines }: LinesProps) {
  const ids = useFieldIds({ hint });
  return (
    <div className="field">
      <label htmlFor={ids.input}>{label}</label>
      <FieldHint id={ids.hint} text={hint} />
      <div className="field-row">
        <textarea
          id={ids.input}
          name={name}
          rows={4}
          maxLength={4000}
          spellCheck={false}
          defaultValue={lines}
          aria-describedby={ids.describedBy}
        />
      </div>
    </div>
  );
}

/** What an exception was made for, by its number on the page. */
export const groupsIn = (
  data: FormData,
): readonly { readonly group: string; readonly at: string }[] =>
  data
    .getAll('rule')
    .filter((at) => typeof at === 'string')
    .map((at) => ({ group: textOf(data, `group-${at}`), at }))
    .filter(({ group }) => group !== '');

type RulesProps = {
  readonly groups: readonly GroupView[];
  /** The groups that there are rules for. */
  readonly ruled: readonly string[];
  readonly renderFields: (at: number, group: string) => ReactNode;
};

/** What is different for the people of some groups. */
export function GroupRules({ groups, ruled, renderFields }: RulesProps) {
  const [rules, setRules] = useState<readonly string[]>(ruled);
  if (groups.length === 0) return null;
  const choices = [
    ['', t('policy.groups.nobody')] as const,
    ...groups.map(({ id, name }) => [id, name] as const),
  ];
  return (
    <>
      {rules.map((group, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rules are only ever added at the end
        <div key={at} className="panel rule">
          <input type="hidden" name="rule" value={at} />
          <SelectField
            label={t('policy.groups.group')}
            name={`group-${at}`}
            choices={choices}
            initial={group}
          />
          {renderFields(at, group)}
          <p className="fine-print">{t('policy.groups.hint')}</p>
        </div>
      ))}
      <Button onPress={() => setRules([...rules, ''])}>{t('policy.groups.add')}</Button>
    </>
  );
}

type Method = PolicyAnswer<'methods'>['everybody'][number];

export const METHOD_WORDS: Readonly<Record<Method, () => string>> = {
  passkey: () => t('policy.method.passkey'),
  push: () => t('policy.method.push'),
  totp: () => t('policy.method.totp'),
  text: () => t('policy.method.text'),
  call: () => t('policy.method.call'),
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
const METHODS = Object.keys(METHOD_WORDS) as readonly Method[];

export const methodsIn = (data: FormData, name: string): Method[] => {
  const chosen = new Set(data.getAll(name));
  return METHODS.filter((method) => chosen.has(method));
};

type Strength = NonNullable<PolicyAnswer<'strength'>['groups'][number]>['strength'];

const STRENGTH_WORDS: Readonly<Record<Strength, () => string>> = {
  'one-step': () => t('policy.strength.one-step'),
  'two-step': () => t('policy.strength.two-step'),
  'phishing-resistant': () => t('policy.strength.phishing-resistant'),
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
const STRENGTHS = Object.keys(STRENGTH_WORDS) as readonly Strength[];

export const strengthIn = (data: FormData, name: string): Strength =>
  STRENGTHS.find((one) => one === textOf(data, name)) ?? 'one-step';

type StrengthProps = {
  readonly label: string;
  readonly name: string;
  readonly strength?: Strength | undefined;
};

export const StrengthField = ({ label, name, strength = 'one-step' }: StrengthProps) => (
  <SelectField
    label={label}
    name={name}
    choices={STRENGTHS.map((one) => [one, STRENGTH_WORDS[one]()])}
    initial={strength}
  />
);

export const tellStrength = (strength: Strength): string => STRENGTH_WORDS[strength]();

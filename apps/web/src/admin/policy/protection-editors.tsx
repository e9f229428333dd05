import type { PolicyAnswer } from '@proofup/contract/schemas.ts';
import { OPTIONAL_NOTICES, WAYS_TO_TELL } from '@proofup/contract/optional-notices.ts';
import { STAFF_ROLES } from '@proofup/contract/roles.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { CheckBoxes } from '#admin/check-boxes.tsx';
import type { Editor } from '#admin/policy/editor.ts';
import { isOn, LinesField, numberIn, Switch, wordsIn } from '#admin/policy/fields.tsx';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf, ROLE_WORDS } from '#admin/words.ts';
import { NumberField } from '#admin/number-field.tsx';
import { textOf } from '#kit/forms.ts';

const toldText = ({ tellRoles, tellAddresses }: PolicyAnswer<'fraud'>): string => {
  const told = [...tellRoles.map((role) => ROLE_WORDS[role]()), ...tellAddresses];
  return told.length === 0
    ? t('policy.fraud.told-nobody')
    : t('policy.fraud.told', { who: told.join(', ') });
};

export const fraud: Editor<'fraud'> = {
  title: () => t('policy.fraud'),
  text: () => t('policy.fraud.text'),
  Fields: ({ value }) => (
    <>
      <Switch label={t('policy.fraud.reporting')} name="reporting" on={value.reporting} />
      <Switch label={t('policy.fraud.block')} name="block" on={value.block} />
      <CheckBoxes
        legend={t('policy.fraud.tell-roles')}
        name="tellRoles"
        choices={STAFF_ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role]() }))}
        chosen={value.tellRoles}
      />
      <LinesField
        label={t('policy.fraud.tell-addresses')}
        name="tellAddresses"
        hint={t('policy.fraud.tell-addresses.hint')}
        lines={value.tellAddresses.join('\n')}
      />
    </>
  ),
  read: (data) => {
    const roles = new Set(data.getAll('tellRoles'));
    return {
      reporting: isOn(data, 'reporting'),
      block: isOn(data, 'block'),
      tellRoles: STAFF_ROLES.filter((role) => roles.has(role)),
      tellAddresses: wordsIn(data, 'tellAddresses'),
    };
  },
  tell: (value) =>
    `${value.block ? t('policy.fraud.blocks') : t('policy.fraud.tells')}. ${toldText(value)}`,
};

type LockOut = PolicyAnswer<'lockOut'>;

/** What may be answered, as the contract has it. */
const LIMITS: Readonly<Record<keyof LockOut, { readonly min: number; readonly max: number }>> = {
  tries: { min: 3, max: 5 },
  failuresBeforeWait: { min: 3, max: 5 },
  firstWaitSeconds: { min: 30, max: 900 },
  perQuarterHour: { min: 5, max: 10 },
  disabledAfter: { min: 10, max: 100 },
};

const LOCK_OUT_WORDS: Readonly<Record<keyof LockOut, () => string>> = {
  tries: () => t('policy.lock-out.tries'),
  failuresBeforeWait: () => t('policy.lock-out.failures'),
  firstWaitSeconds: () => t('policy.lock-out.wait'),
  perQuarterHour: () => t('policy.lock-out.quarter'),
  disabledAfter: () => t('policy.lock-out.disabled'),
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
const NUMBERS = Object.keys(LIMITS) as readonly (keyof LockOut)[];

export const lockOut: Editor<'lockOut'> = {
  title: () => t('policy.lock-out'),
  text: () => t('policy.lock-out.text'),
  Fields: ({ value }) => (
    <>
      {NUMBERS.map((name) => (
        <NumberField
          key={name}
          label={LOCK_OUT_WORDS[name]()}
          name={name}
          hint={t('policy.lock-out.range', LIMITS[name])}
          range={[LIMITS[name].min, LIMITS[name].max]}
          value={value[name]}
        />
      ))}
    </>
  ),
  read: (data) => ({
    tries: numberIn(data, 'tries'),
    failuresBeforeWait: numberIn(data, 'failuresBeforeWait'),
    firstWaitSeconds: numberIn(data, 'firstWaitSeconds'),
    perQuarterHour: numberIn(data, 'perQuarterHour'),
    disabledAfter: numberIn(data, 'disabledAfter'),
  }),
  tell: ({ tries, disabledAfter }) =>
    t('policy.lock-out.summary', { tries, disabled: disabledAfter }),
};

type Optional = PolicyAnswer<'notices'>['optional'];

const NOTICE_WORDS: Readonly<Record<keyof Optional, () => string>> = {
  'sessions-revoked': () => t('policy.notices.sessions-revoked'),
  'browsers-forgotten': () => t('policy.notices.browsers-forgotten'),
  'role-changed': () => t('policy.notices.role-changed'),
  'approval-requested': () => t('policy.notices.approval-requested'),
  'approval-decided': () => t('policy.notices.approval-decided'),
};

const WAY_WORDS: Readonly<Record<Optional[keyof Optional], () => string>> = {
  everywhere: () => t('policy.notices.everywhere'),
  mail: () => t('policy.notices.mail'),
  nobody: () => t('policy.notices.nobody'),
};

const wayIn = (data: FormData, notice: keyof Optional): Optional[keyof Optional] =>
  WAYS_TO_TELL.find((way) => way === textOf(data, notice)) ?? 'everywhere';

export const notices: Editor<'notices'> = {
  title: () => t('policy.notices'),
  text: () => t('policy.notices.text'),
  Fields: ({ value }) => (
    <>
      {OPTIONAL_NOTICES.map((notice) => (
        <SelectField
          key={notice}
          label={NOTICE_WORDS[notice]()}
          name={notice}
          choices={choicesOf(WAY_WORDS)}
          initial={value.optional[notice]}
        />
      ))}
      <p className="fine-print">{t('policy.notices.always')}</p>
    </>
  ),
  read: (data) => ({
    optional: {
      'sessions-revoked': wayIn(data, 'sessions-revoked'),
      'browsers-forgotten': wayIn(data, 'browsers-forgotten'),
      'role-changed': wayIn(data, 'role-changed'),
      'approval-requested': wayIn(data, 'approval-requested'),
      'approval-decided': wayIn(data, 'approval-decided'),
    },
  }),
  tell: ({ optional }) => {
    const fewer = OPTIONAL_NOTICES.filter((notice) => optional[notice] !== 'everywhere').length;
    return fewer === 0 ? t('policy.notices.all') : t('policy.notices.fewer', { n: fewer });
  },
};

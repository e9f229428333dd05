import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { ReactNode } from 'react';
import type { Extra } from '#admin/actions.ts';
import type { OfMethod } from '#admin/person/methods-panel.tsx';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf, ROLE_WORDS, STATE_WORDS } from '#admin/words.ts';
import { Field } from '#kit/field.tsx';

const numberInput = (label: string, name: string, range: readonly [number, number, number]) => {
  const [min, max, defaultValue] = range;
  return <Field label={label} name={name} input={{ type: 'number', min, max, defaultValue }} />;
};

/** What the set-up after a clear asks for. */
export const RegistrationField = () => (
  <SelectField
    label={t('help.clear.registration')}
    name="registration"
    choices={[
      ['pass', t('help.clear.pass')],
      ['password', t('help.clear.password')],
    ]}
  />
);

export const PasskeysField = () => (
  <SelectField
    label={t('user.method.passkey')}
    name="passkeys"
    choices={[
      ['keep', t('help.clear.passkeys.keep')],
      ['remove', t('help.clear.passkeys.remove')],
    ]}
  />
);

/** What an action asks beside its reason. */
export const EXTRAS: Readonly<
  Record<Exclude<Extra, 'verified'>, (details: UserDetailsView, method?: OfMethod) => ReactNode>
> = {
  registration: () => <RegistrationField />,
  passkeys: () => <PasskeysField />,
  minutes: () => numberInput(t('help.pass.minutes'), 'minutes', [10, 480, 60]),
  uses: () => (
    <SelectField
      label={t('help.pass.uses')}
      name="uses"
      choices={[
        ['once', t('help.pass.uses.once')],
        ['many', t('help.pass.uses.many')],
      ]}
      initial="once"
    />
  ),
  seconds: () => numberInput(t('help.bypass.seconds'), 'seconds', [30, 3600, 300]),
  days: () => numberInput(t('help.block.days'), 'days', [1, 3650, 90]),
  state: ({ user }) => (
    <SelectField
      label={t('user.state')}
      name="state"
      choices={choicesOf(STATE_WORDS)}
      initial={user.state}
    />
  ),
  role: ({ user }) => (
    <SelectField
      label={t('user.role')}
      name="role"
      choices={choicesOf(ROLE_WORDS)}
      initial={user.role}
    />
  ),
  language: ({ language }) => (
    <Field
      label={t('person.language')}
      name="language"
      hint={t('person.language.hint')}
      input={{
        type: 'text',
        maxLength: 6,
        autoComplete: 'off',
        spellCheck: false,
        defaultValue: language ?? '',
      }}
    />
  ),
  phone: (_, method) => (
    <>
      <SelectField
        label={t('help.phone.slot')}
        name="slot"
        choices={[
          ['mobile', t('user.method.phone.mobile')],
          ['office', t('user.method.phone.office')],
          ['alternate', t('user.method.phone.alternate')],
        ]}
        initial={method?.slot ?? 'office'}
      />
      <Field
        label={t('help.phone.number')}
        name="number"
        hint={t('help.phone.number.hint')}
        input={{ type: 'tel', maxLength: 40, autoComplete: 'off' }}
      />
      <Field
        label={t('help.phone.extension')}
        name="extension"
        input={{ type: 'text', inputMode: 'numeric', maxLength: 8, autoComplete: 'off' }}
      />
    </>
  ),
};

import type { CountryView } from '@proofup/contract/schemas.ts';
import { errorText, t } from '@proofup/ui/text.ts';
import { useEffect, useRef } from 'react';
import { CountryField } from '#binding/country-field.tsx';
import type { Mode } from '#binding/countries.ts';
import { ChoiceGroup } from '#kit/choice.tsx';
import { Field } from '#kit/field.tsx';

type Props = {
  readonly slot: string;
  readonly modes: readonly Mode[];
  readonly mode: Mode;
  readonly setMode: (mode: Mode) => void;
  /** The countries that the chosen mode reaches. */
  readonly offered: readonly CountryView[];
  readonly country: string;
  readonly setCountry: (code: string) => void;
  readonly missing: readonly string[];
  readonly refused: boolean;
};

export function PhoneFields(props: Props) {
  const { slot, mode, offered, country, setCountry, missing, refused } = props;
  const number = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (refused) number.current?.focus();
  }, [refused]);

  return (
    <>
      <ModeChoice {...props} />
      <CountryField
        countries={offered}
        chosen={country}
        onChoose={setCountry}
        error={missing.includes('country') ? t('phone.country.empty') : undefined}
      />
      <Field
        label={t('phone.number')}
        name="number"
        inputRef={number}
        hint={t('phone.number.hint')}
        error={numberError(missing.includes('number'), refused)}
        input={{ type: 'tel', autoComplete: 'tel-national', maxLength: 40 }}
      />
      {slot === 'office' ? (
        <Field
          label={t('phone.extension')}
          name="extension"
          input={{ type: 'text', inputMode: 'numeric', autoComplete: 'off', maxLength: 8 }}
        />
      ) : null}
      <p className="fine-print">{mode === 'text' ? t('phone.next.text') : t('phone.next.call')}</p>
    </>
  );
}

const MODES: Readonly<Record<Mode, () => string>> = {
  text: () => t('phone.mode.text'),
  call: () => t('phone.mode.call'),
};

function ModeChoice({ modes, mode, setMode }: Pick<Props, 'modes' | 'mode' | 'setMode'>) {
  if (modes.length < 2) {
    return (
      <p className="lead">{mode === 'call' ? t('phone.calls-only') : t('phone.texts-only')}</p>
    );
  }
  return (
    <ChoiceGroup
      legend={t('phone.mode')}
      name="via"
      choices={modes.map((value) => ({ value, label: MODES[value]() }))}
      chosen={mode}
      onChoose={setMode}
    />
  );
}

function numberError(empty: boolean, refused: boolean): string | undefined {
  if (empty) return t('phone.number.empty');
  if (!refused) return undefined;
  const { happened, safe, next } = errorText('number_unavailable');
  return [happened, safe, next].join(' ');
}

import type { CountryView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useMemo } from 'react';
import { named } from '#binding/countries.ts';
import { pageLocale } from '#kit/locale.ts';
import { FieldError, useFieldIds } from '#kit/field.tsx';

type Props = {
  readonly countries: readonly CountryView[];
  readonly chosen: string;
  readonly onChoose: (code: string) => void;
  readonly error: string | undefined;
};

export function CountryField({ countries, chosen, onChoose, error }: Props) {
  const ids = useFieldIds({ error });
  const names = useMemo(() => named(countries, pageLocale()), [countries]);
  const offered = names.some(({ code }) => code === chosen);
  return (
    <div className="field">
      <label htmlFor={ids.input}>{t('phone.country')}</label>
      <FieldError id={ids.error} text={error} />
      <select
        id={ids.input}
        name="country"
        autoComplete="country"
        value={offered ? chosen : ''}
        onChange={(event) => onChoose(event.currentTarget.value)}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={ids.describedBy}
      >
        <option value="" disabled>
          {t('phone.country.none')}
        </option>
        {names.map(({ code, label }) => (
          <option key={code} value={code}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

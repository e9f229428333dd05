import type { PricesView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { moneyText } from '#admin/money-text.ts';
import { NumberField } from '#admin/number-field.tsx';
import type { Editor } from '#admin/policy/editor.ts';
import { countryName } from '#admin/reports/country-name.ts';
import { textOf } from '#kit/forms.ts';

const PLACES = 4;
const CENTS = 100;

const nameOf = (country: string): string =>
  country === '*' ? t('policy.spending.elsewhere') : countryName(country);

/** What the limit counts by, and the report of messages with it. */
function Prices({ currency, texts, calls }: PricesView) {
  const countries = [...new Set([...Object.keys(texts), ...Object.keys(calls)])].toSorted(
    (a, b) => Number(a === '*') - Number(b === '*') || nameOf(a).localeCompare(nameOf(b)),
  );
  if (countries.length === 0) return <p className="notice">{t('policy.spending.no-prices')}</p>;
  const cell = (price: number | undefined): string =>
    price === undefined ? t('messages.no-price') : moneyText(price, currency, PLACES);
  return (
    <>
      <p>{t('policy.spending.prices')}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is scrolled by keys, too (axe: scrollable-region-focusable) */}
      <section className="table-scroll" aria-label={t('policy.spending.prices')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('messages.country')}</th>
              <th scope="col" className="number">
                {t('people.type.text')}
              </th>
              <th scope="col" className="number">
                {t('people.type.call')}
              </th>
            </tr>
          </thead>
          <tbody>
            {countries.map((country) => (
              <tr key={country}>
                <th scope="row">{nameOf(country)}</th>
                <td className="number">{cell(texts[country] ?? texts['*'])}</td>
                <td className="number">{cell(calls[country] ?? calls['*'])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="field-hint">{t('policy.spending.unknown', { one: moneyText(1, currency) })}</p>
    </>
  );
}

export const spending: Editor<'spending'> = {
  title: () => t('policy.spending'),
  text: () => t('policy.spending.text'),
  Fields: ({ value, prices }) => (
    <>
      <NumberField
        label={t('policy.spending.per-day', { currency: prices.currency })}
        name="perDay"
        hint={t('policy.spending.per-day.hint')}
        range={[0, 10_000_000]}
        step={1 / CENTS}
        value={value.perDay}
      />
      <Prices {...prices} />
    </>
  ),
  read: (data) => ({ perDay: Math.round(Number(textOf(data, 'perDay')) * CENTS) / CENTS }),
  tell: ({ perDay }, { currency }) =>
    perDay === 0
      ? t('policy.spending.none')
      : t('policy.spending.summary', { money: moneyText(perDay, currency) }),
};

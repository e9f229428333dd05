import type { MessageRowView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { moneyText } from '#admin/money-text.ts';
import { countryName } from '#admin/reports/country-name.ts';
import { pageLocale } from '#kit/locale.ts';

export const KIND_WORDS: Readonly<Record<MessageRowView['kind'], () => string>> = {
  text: () => t('people.type.text'),
  call: () => t('people.type.call'),
};

type Counted = Pick<MessageRowView, 'sent' | 'delivered' | 'failed' | 'cost'>;
type Props = { readonly rows: readonly MessageRowView[]; readonly currency: string };

/** On a phone it is scrolled by itself, not the page with it (WCAG 1.4.10). */
export const MessageTable = ({ rows, currency }: Props) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is scrolled by keys, too (axe: scrollable-region-focusable)
  <section className="panel table-scroll" aria-label={t('messages.table')} tabIndex={0}>
    <table>
      <thead>
        <tr>
          <th scope="col">{t('messages.country')}</th>
          <th scope="col">{t('messages.kind')}</th>
          <th scope="col">{t('messages.provider')}</th>
          <th scope="col" className="number">
            {t('messages.sent')}
          </th>
          <th scope="col" className="number">
            {t('messages.delivered')}
          </th>
          <th scope="col" className="number">
            {t('messages.failed')}
          </th>
          <th scope="col" className="number">
            {t('messages.rate')}
          </th>
          <th scope="col" className="number">
            {t('messages.cost')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.country} ${row.kind} ${row.provider}`}>
            <th scope="row">{countryName(row.country)}</th>
            <td>{KIND_WORDS[row.kind]()}</td>
            <td>{row.provider}</td>
            <Numbers row={row} currency={currency} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            {t('messages.all')}
          </th>
          <Numbers row={sumOf(rows)} currency={currency} />
        </tr>
      </tfoot>
    </table>
  </section>
);

type NumbersProps = { readonly row: Counted; readonly currency: string };

const Numbers = ({ row: { sent, delivered, failed, cost }, currency }: NumbersProps) => (
  <>
    <td className="number">{numberText(sent)}</td>
    <td className="number">{numberText(delivered)}</td>
    <td className="number">{numberText(failed)}</td>
    <td className="number">{sent === 0 ? '–' : percentText(delivered / sent)}</td>
    <td className="number">
      {cost === undefined ? t('messages.no-price') : moneyText(cost, currency)}
    </td>
  </>
);

/** Without a price somewhere, there is no sum of all. */
const sumOf = (rows: readonly Counted[]): Counted => ({
  sent: total(rows, ({ sent }) => sent),
  delivered: total(rows, ({ delivered }) => delivered),
  failed: total(rows, ({ failed }) => failed),
  ...(rows.every(({ cost }) => cost !== undefined)
    ? { cost: total(rows, ({ cost = 0 }) => cost) }
    : {}),
});

const total = (rows: readonly Counted[], of: (row: Counted) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0);

const numberText = (n: number): string => new Intl.NumberFormat(pageLocale()).format(n);
const percentText = (share: number): string =>
  new Intl.NumberFormat(pageLocale(), { style: 'percent', maximumFractionDigits: 1 }).format(share);

import type { MessageRowView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { Bars } from '#admin/charts/bars.tsx';
import { countryName } from '#admin/reports/country-name.ts';

const MOST = 10;
/** Below that, somebody should look. */
const POOR = 0.9;

/** Of ten countries with the most messages: how many of them arrived. */
export function DeliveryChart({ rows }: { readonly rows: readonly MessageRowView[] }) {
  const sums = new Map<string, { sent: number; delivered: number }>();
  for (const { country, sent, delivered } of rows) {
    const before = sums.get(country) ?? { sent: 0, delivered: 0 };
    sums.set(country, { sent: before.sent + sent, delivered: before.delivered + delivered });
  }
  const most = [...sums].toSorted(([, a], [, b]) => b.sent - a.sent).slice(0, MOST);
  return (
    <div className="panel">
      <Bars
        title={sums.size > MOST ? t('messages.chart.most', { n: MOST }) : t('messages.chart')}
        whole={100}
        bars={most.map(([country, { sent, delivered }]) => ({
          label: countryName(country),
          value: (100 * delivered) / Math.max(1, sent),
          text: t('messages.chart.of', { n: delivered, sent }),
          look: delivered < POOR * sent ? 'danger' : 'good',
        }))}
      />
    </div>
  );
}

import { SIGN_IN_REASONS, type SignInReason } from '@proofup/contract/sign-in-reasons.ts';
import type { RecordView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { Bars } from '#admin/charts/bars.tsx';

const MOST = 6;

type Props = {
  readonly records: readonly RecordView[];
  /** There are more lines than those that are shown. */
  readonly more: boolean;
};

/** How often each reason stands in the lines that are shown, the most frequent first. */
export function ReasonsChart({ records, more }: Props) {
  const counts = new Map<SignInReason, number>();
  for (const { why } of records) if (why !== undefined) counts.set(why, (counts.get(why) ?? 0) + 1);
  const most = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, MOST);
  if (most.length < 2) return null;
  return (
    <div className="panel">
      <Bars
        title={
          more
            ? t('reports.chart.newest', { n: records.length })
            : t('reports.chart', { n: records.length })
        }
        whole={most[0]?.[1] ?? 1}
        bars={most.map(([why, n]) => ({
          label: SIGN_IN_REASONS[why].says,
          value: n,
          text: String(n),
          look: SIGN_IN_REASONS[why].result === 'denied' ? 'danger' : 'good',
        }))}
      />
    </div>
  );
}

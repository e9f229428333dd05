import type { RecordView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { save, toCsv } from '#admin/csv.ts';
import { toPart } from '#admin/places.ts';
import type { Asked } from '#admin/reports/report-form.tsx';
import { may } from '#admin/may.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { useCall } from '#kit/use-call.ts';
import { navigate } from '#router.ts';

/** As many as a file has at most that this page collects. */
const MOST_LINES = 100_000;

type Props = AdminProps & { readonly asked: Asked };

/** As a file: page after page by this page, or by the server in the background. */
export function SaveReport({ client, role, asked }: Props) {
  const [said, setSaid] = useState('');
  const collecting = useCall();
  const beginning = useCall();

  async function collect() {
    const records: RecordView[] = [];
    let after: string | undefined;
    do {
      const page = await client('readReport', { body: { ...asked, after } });
      if (page.kind !== 'ok') return page;
      records.push(...page.value.records);
      after = page.value.next;
      setSaid(t('reports.exporting', { n: records.length }));
    } while (after !== undefined && records.length < MOST_LINES);
    return { kind: 'ok', value: records } as const;
  }

  const run = () =>
    void collecting.run(collect, (records) => {
      save(`proofup-${asked.report}.csv`, [toCsv(records)]);
      setSaid(t('reports.exported', { n: records.length }));
    });
  const begin = () =>
    void beginning.run(
      () => client('beginExport', { body: asked }),
      () => navigate(toPart('exports')),
    );
  return (
    <div className="export">
      <Button busy={collecting.busy} onPress={run}>
        {t('reports.export')}
      </Button>
      {may(role, 'beginExport') ? (
        <Button busy={beginning.busy} onPress={begin}>
          {t('reports.export.background')}
        </Button>
      ) : null}
      <span role="status">{said}</span>
      <FailureNotice call={collecting} />
      <FailureNotice call={beginning} />
    </div>
  );
}

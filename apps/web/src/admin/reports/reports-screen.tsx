import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { toReport } from '#admin/places.ts';
import { RecordRow } from '#admin/record-row.tsx';
import { REPORT_KINDS, reportIn, type ReportName, reportNames } from '#admin/reports/kinds.ts';
import { ReasonsChart } from '#admin/reports/reasons-chart.tsx';
import { type Asked, ReportForm } from '#admin/reports/report-form.tsx';
import { SaveReport } from '#admin/reports/save-report.tsx';
import { useApplications } from '#admin/reports/use-applications.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { useSearch } from '#router.ts';

type Found = Call['readReport']['response'];

export function ReportsScreen({ client, role }: AdminProps) {
  const report = reportIn(useSearch().get('report'));
  const [asked, setAsked] = useState<Asked>({ report });
  const [found, setFound] = useState<Found>();
  const call = useCall();
  const isAsked = REPORT_KINDS[report].filters.includes('application');
  const applications = useApplications({ client, role }, isAsked);
  const find = (next: Asked): void => {
    setAsked(next);
    setFound(undefined);
    void call.run(() => client('readReport', { body: next }), setFound);
  };
  const more = () =>
    void call.run(
      () => client('readReport', { body: { ...asked, after: found?.next } }),
      (page) => setFound({ ...page, records: [...(found?.records ?? []), ...page.records] }),
    );
  useOnce(() => find(asked));

  return (
    <Screen title={t('reports.title')}>
      <Kinds current={report} />
      <h2>{REPORT_KINDS[report].label()}</h2>
      <p>{REPORT_KINDS[report].what()}</p>
      <ReportForm {...{ report, applications }} busy={call.busy} onRun={find} />
      <FailureNotice call={call} />
      {found === undefined && call.failure === undefined ? <Loading /> : null}
      {found === undefined ? null : (
        <>
          <SaveReport {...{ client, role, asked }} />
          <Lines found={found} />
        </>
      )}
      {found?.next === undefined ? null : (
        <Button busy={call.busy} onPress={more}>
          {t('admin.more')}
        </Button>
      )}
    </Screen>
  );
}

const Kinds = ({ current }: { readonly current: ReportName }) => (
  <nav aria-label={t('reports.kinds')}>
    <ul className="tabs">
      {reportNames.map((name) => (
        <li key={name}>
          <Link to={toReport(name)} isHere={name === current}>
            {REPORT_KINDS[name].label()}
          </Link>
        </li>
      ))}
    </ul>
  </nav>
);

function Lines({ found: { records, next } }: { readonly found: Found }) {
  if (records.length === 0) {
    return <p role="status">{next === undefined ? t('reports.none') : t('reports.go-on')}</p>;
  }
  return (
    <>
      <p role="status">{t('reports.found', { n: records.length })}</p>
      <ReasonsChart records={records} more={next !== undefined} />
      <ul className="rows panel">
        {records.map((record) => (
          <RecordRow key={record.id} record={record} withStory />
        ))}
      </ul>
    </>
  );
}

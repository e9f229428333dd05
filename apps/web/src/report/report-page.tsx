import { t } from '@proofup/ui/account-text.ts';
import { type FormEvent, useState } from 'react';
import { publicClient } from '#api/client.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { focusFirst } from '#kit/forms.ts';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { type Report, reportOf, type ReportField, wrongFields } from '#report/report.ts';
import { ReportFields } from '#report/report-fields.tsx';
import { useSearch } from '#router.ts';

export function ReportPage() {
  const [sent, setSent] = useState(false);
  return (
    <Page>
      <Card>{sent ? <Sent /> : <ReportForm onSent={() => setSent(true)} />}</Card>
    </Page>
  );
}

function ReportForm({ onSent }: { readonly onSent: () => void }) {
  const correlationId = useSearch().get('correlation-id') ?? '';
  const call = useCall();
  const [wrong, setWrong] = useState<readonly ReportField[]>([]);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const report: Report = reportOf(new FormData(event.currentTarget));
    const bad = wrongFields(report);
    setWrong(bad);
    if (bad.length > 0) {
      focusFirst(event.currentTarget, bad);
      return;
    }
    void call.run(() => publicClient('reportProblem', { body: report }), onSent);
  }

  return (
    <Screen title={t('report.title')}>
      <p className="lead">{t('report.lead')}</p>
      <form onSubmit={submit} noValidate>
        <ReportFields correlationId={correlationId} wrong={wrong} />
        <FailureNotice call={call} />
        <Button type="submit" look="primary" busy={call.busy}>
          {t('report.send')}
        </Button>
      </form>
    </Screen>
  );
}

const Sent = () => (
  <Screen title={t('report.done')}>
    <p className="lead">{t('report.done.lead')}</p>
  </Screen>
);

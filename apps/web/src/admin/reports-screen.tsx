import type { Call, RecordView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { save, toCsv } from '#admin/csv.ts';
import { RecordRow } from '#admin/record-row.tsx';
import { SelectField } from '#admin/select-field.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Asked = Call['readReport']['body'];
type Found = Call['readReport']['response'];

/** As many as a file has at most. */
const MOST_LINES = 100_000;

export function ReportsScreen({ client }: AdminProps) {
  const [asked, setAsked] = useState<Asked>({ report: 'sign-ins' });
  const [found, setFound] = useState<Found>();
  const call = useCall();
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
      <ReportForm busy={call.busy} onRun={find} />
      <FailureNotice call={call} />
      {found === undefined && call.failure === undefined ? <Loading /> : null}
      {found === undefined ? null : (
        <>
          <Export client={client} asked={asked} />
          {found.records.length === 0 ? <p>{t('admin.none')}</p> : null}
          <ul className="rows panel">
            {found.records.map((record) => (
              <RecordRow key={record.id} record={record} withStory />
            ))}
          </ul>
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

const reportIn = (text: string): Asked['report'] =>
  (['sign-ins', 'methods', 'administration'] as const).find((one) => one === text) ?? 'sign-ins';
const outcomeIn = (text: string) => (['success', 'failure'] as const).find((one) => one === text);

/** What a field for a moment gives is in the reader's own zone. */
const momentIn = (text: string): string | undefined =>
  text === '' ? undefined : new Date(text).toISOString();

function askedIn(data: FormData): Asked {
  const login = textOf(data, 'login').trim();
  const outcome = outcomeIn(textOf(data, 'outcome'));
  const [from, to] = [momentIn(textOf(data, 'from')), momentIn(textOf(data, 'to'))];
  return {
    report: reportIn(textOf(data, 'report')),
    ...(login === '' ? {} : { login }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

type FormProps = { readonly busy: boolean; readonly onRun: (asked: Asked) => void };

function ReportForm({ busy, onRun }: FormProps) {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onRun(askedIn(new FormData(event.currentTarget)));
  };
  return (
    <form className="panel filters" onSubmit={submit} noValidate>
      <div className="filter-row">
        <SelectField
          label={t('reports.report')}
          name="report"
          choices={[
            ['sign-ins', t('reports.sign-ins')],
            ['methods', t('reports.methods')],
            ['administration', t('reports.administration')],
          ]}
        />
        <SelectField
          label={t('reports.outcome')}
          name="outcome"
          choices={[
            ['', t('admin.any')],
            ['success', t('reports.outcome.success')],
            ['failure', t('reports.outcome.failure')],
          ]}
        />
        <Field
          label={t('reports.login')}
          name="login"
          input={{ type: 'text', autoComplete: 'off', maxLength: 254, spellCheck: false }}
        />
      </div>
      <div className="filter-row">
        <Field label={t('reports.from')} name="from" input={{ type: 'datetime-local' }} />
        <Field label={t('reports.to')} name="to" input={{ type: 'datetime-local' }} />
        <Button type="submit" look="primary" busy={busy}>
          {t('reports.run')}
        </Button>
      </div>
    </form>
  );
}

type ExportProps = Pick<AdminProps, 'client'> & { readonly asked: Asked };

/** Page after page of the same report, into one file. */
function Export({ client, asked }: ExportProps) {
  const [said, setSaid] = useState('');
  const call = useCall();

  async function collect() {
    const records: RecordView[] = [];
    let after: string | undefined;
    do {
      const body = { ...asked, ...(after === undefined ? {} : { after }) };
      const page = await client('readReport', { body });
      if (page.kind !== 'ok') return page;
      records.push(...page.value.records);
      after = page.value.next;
      setSaid(t('reports.exporting', { n: records.length }));
    } while (after !== undefined && records.length < MOST_LINES);
    return { kind: 'ok', value: records } as const;
  }

  const run = () =>
    void call.run(collect, (records) => {
      save(`proofup-${asked.report}.csv`, [toCsv(records)]);
      setSaid(t('reports.exported', { n: records.length }));
    });
  return (
    <div className="export">
      <Button busy={call.busy} onPress={run}>
        {t('reports.export')}
      </Button>
      <span role="status">{said}</span>
      <FailureNotice call={call} />
    </div>
  );
}

import type { Result } from '@proofup/contract/client.ts';
import type { Call, ReportExportView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import type { AdminProps } from '#admin/admin-page.tsx';
import { save } from '#admin/csv.ts';
import { toPart } from '#admin/places.ts';
import { REPORT_KINDS } from '#admin/reports/kinds.ts';
import { Button } from '#kit/button.tsx';
import { localTime } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Moment } from '#kit/moment.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useEvery } from '#kit/use-every.ts';
import { useOnce } from '#kit/use-once.ts';

/** Every part, one after the other. */
async function collect(
  client: AdminClient,
  { id }: ReportExportView,
): Promise<Result<readonly string[]>> {
  const parts: string[] = [];
  let part: number | undefined = 0;
  do {
    const got: Result<Call['readExportPart']['response']> = await client('readExportPart', {
      params: { exportId: id },
      body: { part },
    });
    if (got.kind !== 'ok') return got;
    parts.push(got.value.text);
    part = got.value.next;
  } while (part !== undefined);
  return { kind: 'ok', value: parts };
}

const LOOK_MS = 2_000;

/** Whole reports as files: how far each is, until when it is there, and the file itself. */
export function ExportsScreen({ client }: AdminProps) {
  const [files, setFiles] = useState<readonly ReportExportView[]>();
  const [said, setSaid] = useState({ text: '' });
  const reading = useCall();
  const acting = useCall();
  const read = () =>
    void reading.run(
      () => client('listExports', {}),
      ({ exports }) => setFiles(exports),
    );
  useOnce(read);
  useEvery(LOOK_MS, files?.some(({ state }) => state === 'running') === true, read);

  const fetchFile = (file: ReportExportView) =>
    void acting.run(
      () => collect(client, file),
      (parts) => {
        save(`proofup-${file.report}-${file.askedAt.slice(0, 10)}.csv`, parts);
        setSaid({ text: t('exports.saved', { n: file.lines }) });
      },
    );
  const remove = (file: ReportExportView) =>
    void acting.run(
      () => client('removeExport', { params: { exportId: file.id } }),
      ({ exports }) => {
        setFiles(exports);
        setSaid({ text: t('exports.removed') });
      },
    );

  return (
    <Screen title={t('exports.title')}>
      <p className="lead">{t('exports.lead')}</p>
      <Said said={said} />
      <FailureNotice call={reading} />
      <FailureNotice call={acting} />
      {files === undefined && reading.failure === undefined ? <Loading /> : null}
      {files?.length === 0 ? (
        <>
          <p>{t('exports.none')}</p>
          <p>
            <Link to={toPart('reports')}>{t('exports.to-reports')}</Link>
          </p>
        </>
      ) : null}
      <Files files={files ?? []} busy={acting.busy} onFetch={fetchFile} onRemove={remove} />
    </Screen>
  );
}

type ListProps = {
  readonly files: readonly ReportExportView[];
  readonly busy: boolean;
  readonly onFetch: (file: ReportExportView) => void;
  readonly onRemove: (file: ReportExportView) => void;
};

const Files = ({ files, busy, onFetch, onRemove }: ListProps) => (
  <ul className="rows panel">
    {files.map((file) => (
      <FileRow
        key={file.id}
        {...{ file, busy }}
        onFetch={() => onFetch(file)}
        onRemove={() => onRemove(file)}
      />
    ))}
  </ul>
);

type RowProps = {
  readonly file: ReportExportView;
  readonly busy: boolean;
  readonly onFetch: () => void;
  readonly onRemove: () => void;
};

const STATES = {
  running: { look: undefined, word: () => t('exports.state.running') },
  done: { look: 'good', word: () => t('exports.state.done') },
  failed: { look: 'danger', word: () => t('exports.state.failed') },
} as const;

function FileRow({ file, busy, onFetch, onRemove }: RowProps) {
  const { report, state, lines, percent, askedAt, expiresAt } = file;
  const title = REPORT_KINDS[report].label();
  const of = (label: string) => (
    <>
      {label}
      <span className="visually-hidden">: {title}</span>
    </>
  );
  return (
    <li className="row">
      <div className="row-text">
        <h2 className="row-title">{title}</h2>
        {state === 'running' ? (
          <label className="file-progress">
            <span>{t('exports.progress', { percent, n: lines })}</span>
            <progress max={100} value={percent} />
          </label>
        ) : (
          <p className="row-value">{t('exports.lines', { n: lines })}</p>
        )}
        <p className="row-dates">
          {t('exports.asked')} <Moment at={askedAt} />
        </p>
        <p className="row-dates">{t('exports.until', { when: localTime(expiresAt) })}</p>
      </div>
      <ul className="marks">
        <li className={STATES[state].look}>{STATES[state].word()}</li>
      </ul>
      <div className="row-actions">
        {state === 'done' ? (
          <Button busy={busy} onPress={onFetch}>
            {of(t('exports.save'))}
          </Button>
        ) : null}
        <Button busy={busy} onPress={onRemove}>
          {of(state === 'running' ? t('exports.stop') : t('exports.remove'))}
        </Button>
      </div>
    </li>
  );
}

import type { ImportRunView, LineResultView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { csvOf, save } from '#admin/csv.ts';
import { lineWords } from '#admin/people/line-words.ts';
import type { FileRunning } from '#admin/people/use-file-run.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';

/** How far a file is, and what came of it. */
export function RunReport({ running }: { readonly running: FileRunning }) {
  const { at, call } = running;
  return (
    <>
      {at === undefined ? null : (
        <>
          <label className="file-progress">
            <span>
              {t('import.progress')}: {t('import.progress.lines', { n: at.run.linesDone })}
            </span>
            <progress max={1} value={at.isOver ? 1 : at.part} />
          </label>
          <p role="status">{at.isOver ? overWords(at.run) : ''}</p>
          <Counts run={at.run} />
        </>
      )}
      <FailureNotice call={call} />
    </>
  );
}

const overWords = ({ dryRun }: ImportRunView): string =>
  dryRun ? t('import.checked') : t('import.done');

export const Counts = ({ run }: { readonly run: ImportRunView }) => (
  <ul className="marks">
    <li className={run.added > 0 ? 'good' : undefined}>{t('import.added', { n: run.added })}</li>
    <li className={run.changed > 0 ? 'good' : undefined}>
      {t('import.changed', { n: run.changed })}
    </li>
    <li>{t('import.unchanged', { n: run.unchanged })}</li>
    <li className={run.bad > 0 ? 'danger' : undefined}>{t('import.bad', { n: run.bad })}</li>
  </ul>
);

export const Lines = ({ lines }: { readonly lines: readonly LineResultView[] }) => (
  <ul className="rows panel">
    {lines.map((line) => (
      <li key={line.line} className="row">
        <div className="row-text">
          <h3 className="row-title">{line.name ?? t('import.line', { n: line.line })}</h3>
          <p className="row-value">
            {line.name === undefined ? null : `${t('import.line', { n: line.line })} · `}
            {lineWords(line)}
          </p>
        </div>
      </li>
    ))}
  </ul>
);

const SHOWN = 50;

/** What was not done, to be put right and brought in again. */
export function Faults({ faults }: { readonly faults: readonly LineResultView[] }) {
  if (faults.length === 0) return null;
  const saveAll = () =>
    save('proofup-not-done.csv', [
      csvOf([
        ['line', 'name', 'problem'],
        ...faults.map((line) => [String(line.line), line.name ?? '', lineWords(line)]),
      ]),
    ]);
  return (
    <section aria-labelledby="faults-title">
      <h2 id="faults-title">{t('import.faults')}</h2>
      <div className="export">
        <Button onPress={saveAll}>{t('import.faults.save')}</Button>
      </div>
      {faults.length > SHOWN ? <p>{t('import.faults.some', { n: SHOWN })}</p> : null}
      <Lines lines={faults.slice(0, SHOWN)} />
    </section>
  );
}

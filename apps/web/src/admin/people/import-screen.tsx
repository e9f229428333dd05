import type { Call, ImportRunView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { Counts, Faults, RunReport } from '#admin/people/run-report.tsx';
import { type Asked, useFileRun } from '#admin/people/use-file-run.ts';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf, STATE_WORDS } from '#admin/words.ts';
import { isReason, ReasonField } from '#admin/reason-field.tsx';
import { Button } from '#kit/button.tsx';
import { ChoiceGroup } from '#kit/choice.tsx';
import { localTime } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Chosen = { readonly asked: Asked; readonly file: File };

/** First a look at what would happen, then the same file for good. */
export function ImportScreen({ client }: AdminProps) {
  const [chosen, setChosen] = useState<Chosen>();
  const running = useFileRun(client);
  const { at, call } = running;
  const check = (next: Chosen): void => {
    setChosen(next);
    running.start({ ...next.asked, dryRun: true }, next.file);
  };
  const isChecked = at?.isOver === true && at.run.dryRun;
  return (
    <Screen title={t('import.title')}>
      <p>{t('import.lead')}</p>
      {at === undefined ? <FileForm busy={call.busy} onCheck={check} /> : null}
      <RunReport running={running} />
      {at === undefined || chosen === undefined ? null : (
        <div className="actions">
          {isChecked ? (
            <Button
              look="primary"
              busy={call.busy}
              onPress={() => running.start(chosen.asked, chosen.file)}
            >
              {t('import.run')}
            </Button>
          ) : null}
          {at.isOver ? <Button onPress={running.forget}>{t('import.another')}</Button> : null}
        </div>
      )}
      <Faults faults={at?.faults ?? []} />
      {at === undefined ? <Past client={client} /> : null}
    </Screen>
  );
}

const CONTENTS = ['people', 'states', 'tokens'] as const;

type FormProps = { readonly busy: boolean; readonly onCheck: (chosen: Chosen) => void };

function FileForm({ busy, onCheck }: FormProps) {
  const [content, setContent] = useState<Asked['content']>('people');
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const file = data.get('file');
    const reason = textOf(data, 'reason').trim();
    const isFile = file instanceof File && file.size > 0;
    const missing = [...(isFile ? [] : ['file']), ...(!isReason(reason) ? ['reason'] : [])];
    setWrong(missing);
    if (missing.length > 0 || !isFile) return focusFirst(event.currentTarget, missing);
    const state = stateIn(textOf(data, 'state'));
    onCheck({ asked: { content, reason, ...(state === undefined ? {} : { state }) }, file });
  };
  return (
    <form className="panel filters" onSubmit={submit} noValidate>
      <ChoiceGroup
        legend={t('import.content')}
        name="content"
        chosen={content}
        onChoose={setContent}
        choices={CONTENTS.map((value) => ({ value, ...CONTENT_WORDS[value]() }))}
      />
      {content === 'states' ? (
        <SelectField label={t('import.state')} name="state" choices={choicesOf(STATE_WORDS)} />
      ) : null}
      <Field
        label={t('import.file')}
        name="file"
        error={wrong.includes('file') ? t('import.file.empty') : undefined}
        input={{ type: 'file', accept: '.csv,text/csv' }}
      />
      <ReasonField wrong={wrong.includes('reason')} />
      <div className="actions">
        <Button type="submit" look="primary" busy={busy}>
          {t('import.check')}
        </Button>
        <span>{t('import.check.hint')}</span>
      </div>
    </form>
  );
}

const stateIn = (text: string) =>
  (['disabled', 'enabled', 'enforced'] as const).find((one) => one === text);

const CONTENT_WORDS: Readonly<
  Record<Asked['content'], () => { readonly label: string; readonly hint: string }>
> = {
  people: () => ({ label: t('import.people'), hint: t('import.people.hint') }),
  states: () => ({ label: t('import.states'), hint: t('import.states.hint') }),
  tokens: () => ({ label: t('import.tokens'), hint: t('import.tokens.hint') }),
};

function Past({ client }: Pick<AdminProps, 'client'>) {
  const [{ runs, next }, setPage] = useState<Call['listImports']['response']>({ runs: [] });
  const call = useCall();
  const show = (before?: string) =>
    void call.run(
      () => client('listImports', { query: { before } }),
      (older) => setPage({ ...older, runs: [...runs, ...older.runs] }),
    );
  useOnce(() => show());
  if (runs.length === 0) return null;
  return (
    <section aria-labelledby="past-title">
      <h2 id="past-title">{t('import.past')}</h2>
      <ul className="rows panel">
        {runs.map((run) => (
          <li key={run.id} className="row">
            <div className="row-text">
              <h3 className="row-title">{titleOf(run)}</h3>
              <p className="row-value">
                {t('import.past.by', {
                  who: run.startedBy,
                  when: localTime(run.startedAt),
                  why: run.reason,
                })}
              </p>
            </div>
            <Counts run={run} />
          </li>
        ))}
      </ul>
      <FailureNotice call={call} />
      {next === undefined ? null : (
        <Button busy={call.busy} onPress={() => show(next)}>
          {t('admin.more')}
        </Button>
      )}
    </section>
  );
}

function titleOf(run: ImportRunView): string {
  const open = t('import.past.open', { n: run.linesDone });
  return [
    CONTENT_WORDS[run.content]().label,
    ...(run.dryRun ? [t('import.past.dry')] : []),
    ...(run.finishedAt === undefined ? [open] : []),
  ].join(', ');
}

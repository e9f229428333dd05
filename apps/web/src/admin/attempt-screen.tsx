import type { RecordView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { AttemptFacts } from '#admin/attempt-facts.tsx';
import { toAttempt } from '#admin/places.ts';
import { RecordRow } from '#admin/record-row.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { navigate, useSearch } from '#router.ts';

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function AttemptScreen({ client }: AdminProps) {
  const id = useSearch().get('id') ?? '';
  const [records, setRecords] = useState<readonly RecordView[]>();
  const [wrong, setWrong] = useState(false);
  const call = useCall();
  useOnce(() => {
    if (!ID.test(id)) return;
    const params = { correlationId: id };
    void call.run(
      () => client('getAttempt', { params }),
      (found) => setRecords(found.records),
    );
  });

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = textOf(new FormData(event.currentTarget), 'id').trim();
    const isWrong = !ID.test(typed);
    setWrong(isWrong);
    if (isWrong) focusFirst(event.currentTarget, ['id']);
    else navigate(toAttempt(typed));
  };

  return (
    <Screen title={t('attempt.title')}>
      <p className="lead">{t('attempt.lead')}</p>
      <form className="panel filters" onSubmit={submit} noValidate>
        <Field
          label={t('attempt.id')}
          name="id"
          error={wrong ? t('attempt.id.wrong') : undefined}
          input={{ type: 'text', defaultValue: id, autoComplete: 'off', spellCheck: false }}
          beside={
            <Button type="submit" look="primary" busy={call.busy}>
              {t('attempt.show')}
            </Button>
          }
        />
      </form>
      {codeOf(call.failure) === 'not_found' ? (
        <p role="status">{t('attempt.none')}</p>
      ) : (
        <FailureNotice call={call} />
      )}
      {records === undefined ? null : (
        <>
          <AttemptFacts records={records} />
          <h2>{t('attempt.story')}</h2>
          <ul className="rows panel">
            {records.map((record) => (
              <RecordRow key={record.id} record={record} />
            ))}
          </ul>
        </>
      )}
    </Screen>
  );
}

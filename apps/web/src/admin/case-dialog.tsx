import { CASE_OUTCOMES } from '@proofup/contract/case-outcomes.ts';
import type { CaseView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import { KIND_WORDS, OUTCOMES } from '#admin/case-words.ts';
import { toAttempt, toUser } from '#admin/places.ts';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf } from '#admin/words.ts';
import { Button } from '#kit/button.tsx';
import { localTime } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Props = {
  readonly client: AdminClient;
  readonly caseId: string;
  readonly onClose: (closed: boolean) => void;
};

export function CaseDialog({ client, caseId, onClose }: Props) {
  const [one, setOne] = useState<CaseView>();
  const call = useCall();
  const params = { caseId };
  useOnce(() => void call.run(() => client('getCase', { params }), setOne));
  const title = one === undefined ? t('cases.title') : KIND_WORDS[one.kind]();
  const take = () => void call.run(() => client('takeCase', { params }), setOne);
  return (
    <Modal label={title} onClose={() => onClose(false)}>
      <Screen title={title}>
        {one === undefined && call.failure === undefined ? <Loading /> : null}
        {one === undefined ? null : <CaseFacts one={one} />}
        <FailureNotice call={call} />
        {one?.state === 'open' ? (
          <Button look="primary" busy={call.busy} onPress={take}>
            {t('cases.take')}
          </Button>
        ) : null}
        {one === undefined || one.state === 'closed' ? (
          <Button onPress={() => onClose(false)}>{t('help.close')}</Button>
        ) : (
          <CloseForm
            {...{ client, params }}
            isTaken={one.state === 'taken'}
            onClosed={() => onClose(true)}
            onLeave={() => onClose(false)}
          />
        )}
      </Screen>
    </Modal>
  );
}

function CaseFacts({ one }: { readonly one: CaseView }) {
  const { user, about, note, kind } = one;
  return (
    <>
      <p>{t('cases.opened', { when: localTime(one.openedAt) })}</p>
      {one.takenBy === undefined ? null : <p>{t('cases.taken', { who: one.takenBy })}</p>}
      <CaseEnd one={one} />
      {user === undefined ? null : (
        <p>
          <Link to={toUser(user.id)}>{t('record.about', { login: user.login })}</Link>
        </p>
      )}
      {kind === 'help' && about !== undefined ? (
        <p>
          <Link to={toAttempt(about)}>{t('record.story')}</Link>
        </p>
      ) : null}
      {note === undefined ? null : (
        <>
          <h3>{t('cases.note')}</h3>
          <p className="note">{note}</p>
        </>
      )}
    </>
  );
}

function CaseEnd({
  one: { outcome, closedAt, closedBy, closedReason },
}: {
  readonly one: CaseView;
}) {
  if (outcome === undefined || closedAt === undefined) return null;
  const when = localTime(closedAt);
  return (
    <>
      <p>
        {closedBy === undefined
          ? t('cases.closed-at', { when })
          : t('cases.closed-by', { when, who: closedBy })}
      </p>
      <p className="row-mark">{OUTCOMES[outcome]()}</p>
      {closedReason === undefined ? null : (
        <>
          <h3>{t('help.reason')}</h3>
          <p className="note">{closedReason}</p>
        </>
      )}
    </>
  );
}

type CloseProps = {
  readonly client: AdminClient;
  readonly params: { readonly caseId: string };
  readonly isTaken: boolean;
  readonly onClosed: () => void;
  readonly onLeave: () => void;
};

function CloseForm({ client, params, isTaken, onClosed, onLeave }: CloseProps) {
  const call = useCall();
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const reason = textOf(data, 'reason').trim();
    const outcome = CASE_OUTCOMES.find((value) => value === textOf(data, 'outcome')) ?? 'solved';
    setWrong(reason.length < 3);
    if (reason.length < 3) focusFirst(event.currentTarget, ['reason']);
    else void call.run(() => client('closeCase', { params, body: { reason, outcome } }), onClosed);
  };
  return (
    <form onSubmit={submit} noValidate>
      <SelectField label={t('cases.outcome')} name="outcome" choices={choicesOf(OUTCOMES)} />
      <Field
        label={t('help.reason')}
        name="reason"
        hint={t('help.reason.hint')}
        error={wrong ? t('help.reason.empty') : undefined}
        input={{ type: 'text', maxLength: 200, autoComplete: 'off' }}
      />
      <FailureNotice call={call} />
      <div className="actions">
        <Button type="submit" look={isTaken ? 'primary' : 'secondary'} busy={call.busy}>
          {t('cases.close')}
        </Button>
        <Button onPress={onLeave}>{t('cases.leave')}</Button>
      </div>
    </form>
  );
}

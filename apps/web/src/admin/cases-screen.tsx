import type { CaseView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { CaseDialog } from '#admin/case-dialog.tsx';
import { KIND_WORDS, OUTCOMES } from '#admin/case-words.ts';
import { may } from '#admin/may.ts';
import { toClosedCases, toPart, toUser } from '#admin/places.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Moment } from '#kit/moment.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { useSearch } from '#router.ts';

/** The queue, or what came of those that were in it. */
export function CasesScreen({ client, role }: AdminProps) {
  const isClosed = useSearch().get('state') === 'closed';
  const [cases, setCases] = useState<readonly CaseView[]>();
  const [shown, setShown] = useState<string>();
  const [said, setSaid] = useState({ text: '' });
  const call = useCall();
  const load = () =>
    void call.run(
      () => client('listCases', { query: { state: isClosed ? 'closed' : 'open' } }),
      (list) => setCases(list.cases),
    );
  useOnce(load);

  return (
    <Screen title={t('cases.title')}>
      <p className="lead">{t('cases.lead')}</p>
      <CaseTabs isClosed={isClosed} />
      <Said said={said} />
      <FailureNotice call={call} />
      {cases === undefined && call.failure === undefined ? <Loading /> : null}
      {cases?.length === 0 ? <p>{isClosed ? t('cases.none.closed') : t('cases.none')}</p> : null}
      {cases === undefined || cases.length === 0 ? null : (
        <ul className="rows panel">
          {cases.map((one) => (
            <CaseRow
              key={one.id}
              one={one}
              onShow={may(role, 'getCase') ? () => setShown(one.id) : undefined}
            />
          ))}
        </ul>
      )}
      {shown === undefined ? null : (
        <CaseDialog
          client={client}
          caseId={shown}
          onClose={(closed) => {
            setShown(undefined);
            if (closed) setSaid({ text: t('cases.said') });
            load();
          }}
        />
      )}
    </Screen>
  );
}

const CaseTabs = ({ isClosed }: { readonly isClosed: boolean }) => (
  <nav aria-label={t('cases.which')}>
    <ul className="tabs">
      <li>
        <Link to={toPart('cases')} isHere={!isClosed}>
          {t('cases.which.open')}
        </Link>
      </li>
      <li>
        <Link to={toClosedCases} isHere={isClosed}>
          {t('cases.which.closed')}
        </Link>
      </li>
    </ul>
  </nav>
);

type RowProps = { readonly one: CaseView; readonly onShow: (() => void) | undefined };

function CaseRow({ one, onShow }: RowProps) {
  const { kind, user, openedAt } = one;
  return (
    <li className="row">
      <div className="row-text">
        <h2 className="row-title">{KIND_WORDS[kind]()}</h2>
        {user === undefined ? null : (
          <p className="row-value">
            <Link to={toUser(user.id)}>{t('record.about', { login: user.login })}</Link>
          </p>
        )}
        <p className="row-dates">
          <Moment at={openedAt} />
        </p>
        <CaseMark one={one} />
      </div>
      {onShow === undefined ? null : (
        <div className="row-actions">
          <Button onPress={onShow}>
            {t('cases.show')}
            <span className="visually-hidden">: {KIND_WORDS[kind]()}</span>
          </Button>
        </div>
      )}
    </li>
  );
}

/** Who has it, or what came of it. */
function CaseMark({ one }: Pick<RowProps, 'one'>) {
  const { state, takenBy, outcome, closedAt, closedBy, closedReason } = one;
  if (state === 'open') return <p className="row-mark">{t('cases.open')}</p>;
  if (state === 'taken') {
    return <p className="row-mark">{t('cases.taken', { who: takenBy ?? '' })}</p>;
  }
  return (
    <>
      <p className="row-mark">{outcome === undefined ? null : OUTCOMES[outcome]()}</p>
      {closedReason === undefined ? null : <p className="row-value">{closedReason}</p>}
      <p className="row-dates">
        {closedBy === undefined ? t('cases.closed') : t('cases.closed.by', { who: closedBy })}{' '}
        {closedAt === undefined ? null : <Moment at={closedAt} />}
      </p>
    </>
  );
}

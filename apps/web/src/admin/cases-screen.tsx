import type { CaseView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { CaseDialog } from '#admin/case-dialog.tsx';
import { KIND_WORDS } from '#admin/case-words.ts';
import { may } from '#admin/may.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Moment } from '#kit/moment.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

export function CasesScreen({ client, role }: AdminProps) {
  const [cases, setCases] = useState<readonly CaseView[]>();
  const [shown, setShown] = useState<string>();
  const [said, setSaid] = useState({ text: '' });
  const call = useCall();
  const load = () =>
    void call.run(
      () => client('listCases', {}),
      (list) => setCases(list.cases),
    );
  useOnce(load);

  return (
    <Screen title={t('cases.title')}>
      <Said said={said} />
      <FailureNotice call={call} />
      {cases === undefined && call.failure === undefined ? <Loading /> : null}
      {cases?.length === 0 ? <p>{t('cases.none')}</p> : null}
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

type RowProps = { readonly one: CaseView; readonly onShow: (() => void) | undefined };

function CaseRow({ one, onShow }: RowProps) {
  return (
    <li className="row">
      <div className="row-text">
        <h2 className="row-title">{KIND_WORDS[one.kind]()}</h2>
        {one.user === undefined ? null : <p className="row-value">{one.user.login}</p>}
        <p className="row-dates">
          <Moment at={one.openedAt} />
        </p>
        <p className="row-mark">
          {one.state === 'taken' ? t('cases.taken', { who: one.takenBy ?? '' }) : t('cases.open')}
        </p>
      </div>
      {onShow === undefined ? null : (
        <div className="row-actions">
          <Button onPress={onShow}>
            {t('cases.show')}
            <span className="visually-hidden">: {KIND_WORDS[one.kind]()}</span>
          </Button>
        </div>
      )}
    </li>
  );
}

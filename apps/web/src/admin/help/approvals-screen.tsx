import type { ApprovalView } from '@proofup/contract/help-schemas.ts';
import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import { ACTIONS, type Done } from '#admin/actions.ts';
import type { AdminProps } from '#admin/admin-page.tsx';
import { ReasonDialog } from '#admin/connect/reason-dialog.tsx';
import { Secret, secretOf } from '#admin/help/secret.tsx';
import { toUser } from '#admin/places.ts';
import { Button } from '#kit/button.tsx';
import { localTime } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Modal } from '#kit/modal.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Page = Call['listApprovals']['response'];

/** What waits for a second person. */
export function ApprovalsScreen({ client }: AdminProps) {
  const [page, setPage] = useState<Page>();
  const [secret, setSecret] = useState<Done>();
  const [refusing, setRefusing] = useState<ApprovalView>();
  const [said, setSaid] = useState({ text: '' });
  const loading = useCall();
  const deciding = useCall();
  const load = (after?: string) =>
    void loading.run(
      () => client('listApprovals', { query: { after } }),
      (found) => {
        const before = after === undefined ? [] : (page?.approvals ?? []);
        setPage({ ...found, approvals: [...before, ...found.approvals] });
      },
    );
  useOnce(() => load());
  const approve = ({ id }: ApprovalView) =>
    void deciding.run(
      () => client('approveRequest', { params: { approvalId: id } }),
      (done) => {
        if (done.pass !== undefined || done.password !== undefined) setSecret(done);
        setSaid({ text: t('approvals.approved') });
        load();
      },
    );

  return (
    <Screen title={t('approvals.title')}>
      <p>{t('approvals.lead')}</p>
      <Said said={said} />
      <FailureNotice call={loading} />
      <FailureNotice call={deciding} />
      {page === undefined && loading.failure === undefined ? <Loading /> : null}
      {page === undefined ? null : (
        <Waiting
          {...{ page, busy: deciding.busy, loading: loading.busy }}
          onApprove={approve}
          onRefuse={setRefusing}
          onMore={() => load(page.next)}
        />
      )}
      {secret === undefined ? null : (
        <SecretDialog done={secret} onClose={() => setSecret(undefined)} />
      )}
      {refusing === undefined ? null : (
        <RefuseDialog
          {...{ client, one: refusing }}
          onClose={(done) => {
            setRefusing(undefined);
            if (done) setSaid({ text: t('approvals.refused') });
            if (done) load();
          }}
        />
      )}
    </Screen>
  );
}

type WaitingProps = {
  readonly page: Page;
  readonly busy: boolean;
  readonly loading: boolean;
  readonly onApprove: (one: ApprovalView) => void;
  readonly onRefuse: (one: ApprovalView) => void;
  readonly onMore: () => void;
};

function Waiting({ page, busy, loading, onApprove, onRefuse, onMore }: WaitingProps) {
  const { approvals, next } = page;
  return (
    <>
      {approvals.length === 0 && next === undefined ? <p>{t('approvals.none')}</p> : null}
      {approvals.length === 0 ? null : (
        <ul className="rows panel">
          {approvals.map((one) => (
            <ApprovalRow
              key={one.id}
              {...{ one, busy }}
              onApprove={() => onApprove(one)}
              onRefuse={() => onRefuse(one)}
            />
          ))}
        </ul>
      )}
      {next === undefined ? null : (
        <Button busy={loading} onPress={onMore}>
          {t('admin.more')}
        </Button>
      )}
    </>
  );
}

type SecretDialogProps = { readonly done: Done; readonly onClose: () => void };

const SecretDialog = ({ done, onClose }: SecretDialogProps) => (
  <Modal label={t('approvals.approved')} onClose={onClose}>
    <Screen title={t('approvals.approved')}>
      <Secret {...secretOf(done)} onClose={onClose} />
    </Screen>
  </Modal>
);

type RowProps = {
  readonly one: ApprovalView;
  readonly busy: boolean;
  readonly onApprove: () => void;
  readonly onRefuse: () => void;
};

function ApprovalRow({ one, busy, onApprove, onRefuse }: RowProps) {
  const what = ACTIONS[one.act].label();
  const of = (label: string) => (
    <>
      {label}
      <span className="visually-hidden">{`: ${what}, ${one.user.login}`}</span>
    </>
  );
  return (
    <li className="row">
      <div className="row-text">
        <h2 className="row-title">{what}</h2>
        <p className="row-value">
          <Link to={toUser(one.user.id)}>{t('approvals.for', { login: one.user.login })}</Link>
        </p>
        <p className="row-value">
          {t('approvals.by', { who: one.requestedBy, reason: one.reason })}
        </p>
        {one.callerVerifiedBy === undefined ? null : (
          <p className="row-value">{t('approvals.verified', { how: one.callerVerifiedBy })}</p>
        )}
        <p className="row-dates">{t('approvals.until', { when: localTime(one.expiresAt) })}</p>
        {one.mine === 'nothing' ? <p className="row-mark">{t('approvals.nothing')}</p> : null}
      </div>
      {one.mine === 'nothing' ? null : (
        <div className="row-actions">
          {one.mine === 'decide' ? (
            <Button look="primary" busy={busy} onPress={onApprove}>
              {of(t('approvals.approve'))}
            </Button>
          ) : null}
          <Button onPress={onRefuse}>
            {of(one.mine === 'decide' ? t('approvals.refuse') : t('approvals.take-back'))}
          </Button>
        </div>
      )}
    </li>
  );
}

type RefuseProps = Pick<AdminProps, 'client'> & {
  readonly one: ApprovalView;
  readonly onClose: (done: boolean) => void;
};

function RefuseDialog({ client, one, onClose }: RefuseProps) {
  const params = { approvalId: one.id };
  return (
    <ReasonDialog
      title={one.mine === 'take-back' ? t('approvals.take-back') : t('approvals.refuse')}
      text={`${ACTIONS[one.act].label()} · ${one.user.login}`}
      run={(reason) => client('refuseRequest', { params, body: { reason } })}
      onDone={() => onClose(true)}
      onClose={() => onClose(false)}
    />
  );
}

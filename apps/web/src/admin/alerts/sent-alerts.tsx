import type { SentAlertView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { reasonText, saysOf, STATUS_MARKS, STATUS_WORDS } from '#admin/alerts/alert-words.ts';
import { Button } from '#kit/button.tsx';
import { Moment } from '#kit/moment.tsx';

type Props = {
  readonly alerts: readonly SentAlertView[];
  readonly busy: boolean;
  /** Sends one again; absent: not for this role. */
  readonly onReplay: ((alert: SentAlertView) => void) | undefined;
  /** Absent: there are no older ones. */
  readonly onMore: (() => void) | undefined;
};

/** What was told, and what became of it. */
export const SentAlerts = ({ alerts, busy, onReplay, onMore }: Props) =>
  alerts.length === 0 ? (
    <p>{t('alerts.log.none')}</p>
  ) : (
    <>
      <ul className="rows panel">
        {alerts.map((one) => (
          <SentRow
            key={one.id}
            one={one}
            busy={busy}
            onReplay={onReplay === undefined ? undefined : () => onReplay(one)}
          />
        ))}
      </ul>
      {onMore === undefined ? null : (
        <Button busy={busy} onPress={onMore}>
          {t('admin.more')}
        </Button>
      )}
    </>
  );

type RowProps = {
  readonly one: SentAlertView;
  readonly busy: boolean;
  readonly onReplay: (() => void) | undefined;
};

function SentRow({ one, busy, onReplay }: RowProps) {
  const { alert, at, target, status, attempts, reason, nextTryAt } = one;
  const tried = attempts === 1 ? t('alerts.tried.once') : t('alerts.tried', { n: attempts });
  return (
    <li className="row">
      <div className="row-text">
        <h3 className="row-title">{saysOf(alert)}</h3>
        <p className="row-value">
          {t('alerts.log.to', { name: target.name })}
          {' · '}
          {attempts === 0 ? t('alerts.tried.none') : tried}
        </p>
        {reason === undefined ? null : <p className="row-value">{reasonText(reason)}</p>}
        <p className="row-dates">
          <Moment at={at} />
        </p>
        {nextTryAt === undefined || attempts === 0 ? null : (
          <p className="row-dates">
            {t('alerts.next-try')} <Moment at={nextTryAt} />
          </p>
        )}
      </div>
      <ul className="marks">
        <li className={STATUS_MARKS[status]}>{STATUS_WORDS[status]()}</li>
      </ul>
      {onReplay === undefined || status === 'queued' ? null : (
        <div className="row-actions">
          <Button busy={busy} onPress={onReplay}>
            {t('alerts.replay')}
            <span className="visually-hidden">: {saysOf(alert)}</span>
          </Button>
        </div>
      )}
    </li>
  );
}

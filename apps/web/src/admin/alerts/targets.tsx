import { ALERT_KIND_NAMES } from '@proofup/contract/alert-kinds.ts';
import type { AlertTargetView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { saysOf } from '#admin/alerts/alert-words.ts';
import { Button } from '#kit/button.tsx';
import { dayOf } from '#kit/dates.ts';

export type TargetAct = 'test' | 'change' | 'rotate' | 'off' | 'on' | 'remove';

type Props = {
  readonly targets: readonly AlertTargetView[];
  readonly mayChange: boolean;
  readonly busy: boolean;
  readonly onAct: (act: TargetAct, target: AlertTargetView) => void;
};

export const Targets = ({ targets, ...rest }: Props) =>
  targets.length === 0 ? (
    <p>{t('alerts.none')}</p>
  ) : (
    <ul className="rows panel">
      {targets.map((target) => (
        <TargetRow key={target.id} target={target} {...rest} />
      ))}
    </ul>
  );

const ACT_WORDS: Readonly<Record<TargetAct, () => string>> = {
  test: () => t('alerts.test'),
  change: () => t('alerts.change'),
  rotate: () => t('alerts.rotate'),
  off: () => t('alerts.off'),
  on: () => t('alerts.on'),
  remove: () => t('alerts.remove'),
};

const actsOn = ({ kind, off }: AlertTargetView): readonly TargetAct[] => [
  'test',
  'change',
  ...(kind === 'webhook' ? (['rotate'] as const) : []),
  off ? 'on' : 'off',
  'remove',
];

type RowProps = Omit<Props, 'targets'> & { readonly target: AlertTargetView };

function TargetRow({ target, mayChange, busy, onAct }: RowProps) {
  const { name, kind, address, alerts, off, addedAt } = target;
  return (
    <li className="row">
      <div className="row-text">
        <h3 className="row-title">{name}</h3>
        <p className="row-value">
          {kind === 'mail' ? t('alerts.by-mail', { address }) : t('alerts.by-webhook', { address })}
        </p>
        <details>
          <summary>
            {alerts.length === ALERT_KIND_NAMES.length
              ? t('alerts.all')
              : t('alerts.some', { n: alerts.length, all: ALERT_KIND_NAMES.length })}
          </summary>
          <ul className="plain-list">
            {alerts.map((alert) => (
              <li key={alert}>{saysOf(alert)}</li>
            ))}
          </ul>
        </details>
        <p className="row-dates">{t('alerts.added-at', { when: dayOf(addedAt) })}</p>
      </div>
      <ul className="marks">
        <li className={off ? 'advice' : 'good'}>
          {off ? t('alerts.state.off') : t('alerts.state.on')}
        </li>
      </ul>
      {mayChange ? (
        <div className="row-actions">
          {actsOn(target).map((act) => (
            <Button key={act} busy={busy} onPress={() => onAct(act, target)}>
              {ACT_WORDS[act]()}
              <span className="visually-hidden">: {name}</span>
            </Button>
          ))}
        </div>
      ) : null}
    </li>
  );
}

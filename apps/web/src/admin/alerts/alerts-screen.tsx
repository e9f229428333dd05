import type { AlertTargetView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { SentAlerts } from '#admin/alerts/sent-alerts.tsx';
import { TargetDialog } from '#admin/alerts/target-dialog.tsx';
import { EndDialog, RotateDialog } from '#admin/alerts/target-questions.tsx';
import { type TargetAct, Targets } from '#admin/alerts/targets.tsx';
import { useAlerts } from '#admin/alerts/use-alerts.ts';
import { may } from '#admin/may.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';

type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'change' | 'rotate' | 'remove'; readonly target: AlertTargetView };

/** Who is told of what as it happens, and what became of it. */
export function AlertsScreen({ client, role }: AdminProps) {
  const [open, setOpen] = useState<Open>();
  const { targets, sent, more, said, calls, onChanged, test, turn, replay } = useAlerts(client);
  const { loading, reading, acting } = calls;
  const act = (what: TargetAct, target: AlertTargetView): void => {
    if (what === 'test') test(target);
    else if (what === 'off' || what === 'on') turn(target, what === 'off');
    else setOpen({ kind: what, target });
  };
  const mayChange = may(role, 'addAlertTarget');
  return (
    <Screen title={t('alerts.title')}>
      <p className="lead">{t('alerts.lead')}</p>
      <Said said={said} />
      <FailureNotice call={acting} />
      <section aria-labelledby="targets-title">
        <h2 id="targets-title">{t('alerts.targets')}</h2>
        <FailureNotice call={loading} />
        {targets === undefined && loading.failure === undefined ? <Loading /> : null}
        {targets === undefined ? null : (
          <Targets {...{ targets, mayChange }} busy={acting.busy} onAct={act} />
        )}
        {mayChange ? (
          <div>
            <Button look="primary" onPress={() => setOpen({ kind: 'add' })}>
              {t('alerts.add')}
            </Button>
          </div>
        ) : null}
      </section>
      <section aria-labelledby="log-title">
        <h2 id="log-title">{t('alerts.log')}</h2>
        <p>{t('alerts.log.lead')}</p>
        <FailureNotice call={reading} />
        {sent === undefined ? null : (
          <SentAlerts
            alerts={sent}
            busy={acting.busy || reading.busy}
            onMore={more}
            onReplay={may(role, 'replayAlert') ? replay : undefined}
          />
        )}
      </section>
      <Dialogs {...{ client, open, onChanged }} onClose={() => setOpen(undefined)} />
    </Screen>
  );
}

type DialogsProps = Pick<AdminProps, 'client'> & {
  readonly open: Open | undefined;
  readonly onChanged: (list: readonly AlertTargetView[], said: string) => void;
  readonly onClose: () => void;
};

function Dialogs({ open, ...rest }: DialogsProps) {
  if (open === undefined) return null;
  if (open.kind === 'add') return <TargetDialog {...rest} />;
  if (open.kind === 'change') return <TargetDialog target={open.target} {...rest} />;
  if (open.kind === 'remove') return <EndDialog target={open.target} {...rest} />;
  return <RotateDialog target={open.target} {...rest} />;
}

import { t } from '@proofup/ui/authenticator-text.ts';
import { useState } from 'react';
import { remove } from '#device/calls.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import type { Standing } from '#device/use-look.ts';
import { Button } from '#kit/button.tsx';
import { codeOf, Problem } from '#kit/problem.tsx';
import { MoveTo } from '#screens/move.tsx';
import { Notifications } from '#screens/notifications.tsx';

type Props = {
  readonly account: DeviceAccount;
  readonly standing: Standing | undefined;
  readonly onRemoved: (id: string, said: string) => void;
};

const STATES = {
  waiting: () => t('device.waiting'),
  active: () => t('device.active'),
  off: () => t('device.off'),
} as const;

function stateText(standing: Standing | undefined): string {
  if (standing === undefined) return t('device.asking');
  if (standing.kind === 'known') return STATES[standing.view.state]();
  return standing.kind === 'unknown' ? t('device.unknown') : t('device.unreachable');
}

/** The person is to do something on another screen: said so that it is seen. */
const isWaiting = (standing: Standing | undefined): boolean =>
  standing?.kind === 'known' && standing.view.state === 'waiting';

/** One account: whether it works here, when it was used, and the way to take it off this phone. */
export function DeviceCard({ account, standing, onRemoved }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReturnType<typeof codeOf>>();
  const lastUsedAt = standing?.kind === 'known' ? standing.view.lastUsedAt : undefined;

  async function removeIt(): Promise<void> {
    setBusy(true);
    const outcome = await remove(account);
    setBusy(false);
    const isGone =
      outcome.kind === 'ok' || (outcome.kind === 'problem' && outcome.code === 'device_unknown');
    if (isGone) onRemoved(account.id, t('device.removed'));
    else setProblem(codeOf(outcome));
  }

  return (
    <li className="card">
      <h2>{account.organisation}</h2>
      <p>{account.account}</p>
      <p className={isWaiting(standing) ? 'notice good' : 'fine-print'} role="status">
        {stateText(standing)}
      </p>
      {lastUsedAt === undefined ? null : (
        <p className="fine-print">
          {t('device.last-used', { date: new Date(lastUsedAt).toLocaleString() })}
        </p>
      )}
      <Notifications account={account} standing={standing} />
      <Problem code={problem} />
      <Actions
        {...{ account, standing, busy }}
        onRemove={() => void removeIt()}
        onGone={onRemoved}
      />
    </li>
  );
}

type ActionsProps = {
  readonly account: DeviceAccount;
  readonly standing: Standing | undefined;
  readonly busy: boolean;
  readonly onRemove: () => void;
  readonly onGone: (id: string, said: string) => void;
};

function Actions({ account, standing, busy, onRemove, onGone }: ActionsProps) {
  const [asked, setAsked] = useState<'remove' | 'move'>();
  const back = () => setAsked(undefined);
  const view = standing?.kind === 'known' ? standing.view : undefined;
  if (asked === 'move' && view !== undefined) {
    return (
      <MoveTo
        {...{ account, view }}
        onMoved={() => onGone(account.id, t('move.done'))}
        onBack={back}
      />
    );
  }
  if (asked === 'remove') {
    return (
      <>
        <p>{t('device.remove.what')}</p>
        <Button look="danger" busy={busy} onPress={onRemove}>
          {t('device.remove.yes')}
        </Button>
        <Button look="quiet" onPress={back}>
          {t('action.cancel')}
        </Button>
      </>
    );
  }
  return (
    <div className="card-actions">
      {view?.state === 'active' ? (
        <Button look="quiet" onPress={() => setAsked('move')}>
          {t('move.title')}
        </Button>
      ) : null}
      <Button look="quiet" onPress={() => setAsked('remove')}>
        {t('device.remove')}
      </Button>
    </div>
  );
}

import { t } from '@proofup/ui/authenticator-text.ts';
import { useState } from 'react';
import { remove } from '#device/calls.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import type { Standing } from '#device/use-look.ts';
import { Button } from '#kit/button.tsx';
import { codeOf, Problem } from '#kit/problem.tsx';
import { Notifications } from '#screens/notifications.tsx';

type Props = {
  readonly account: DeviceAccount;
  readonly standing: Standing | undefined;
  readonly onRemoved: (id: string) => void;
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

/** One account: whether it works here, when it was used, and the way to take it off this phone. */
export function DeviceCard({ account, standing, onRemoved }: Props) {
  const [isAsked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReturnType<typeof codeOf>>();
  const lastUsedAt = standing?.kind === 'known' ? standing.view.lastUsedAt : undefined;

  async function removeIt(): Promise<void> {
    setBusy(true);
    const outcome = await remove(account);
    setBusy(false);
    const isGone =
      outcome.kind === 'ok' || (outcome.kind === 'problem' && outcome.code === 'device_unknown');
    if (isGone) onRemoved(account.id);
    else setProblem(codeOf(outcome));
  }

  return (
    <li className="card">
      <h2>{account.organisation}</h2>
      <p>{account.account}</p>
      <p className="fine-print" role="status">
        {stateText(standing)}
      </p>
      {lastUsedAt === undefined ? null : (
        <p className="fine-print">
          {t('device.last-used', { date: new Date(lastUsedAt).toLocaleString() })}
        </p>
      )}
      <Notifications account={account} standing={standing} />
      <Problem code={problem} />
      {isAsked ? (
        <>
          <p>{t('device.remove.what')}</p>
          <Button look="danger" busy={busy} onPress={() => void removeIt()}>
            {t('device.remove.yes')}
          </Button>
          <Button look="quiet" onPress={() => setAsked(false)}>
            {t('action.cancel')}
          </Button>
        </>
      ) : (
        <Button look="quiet" onPress={() => setAsked(true)}>
          {t('device.remove')}
        </Button>
      )}
    </li>
  );
}

import { t } from '@proofup/ui/authenticator-text.ts';
import { useState } from 'react';
import type { DeviceAccount } from '#device/device-account.ts';
import type { Standing } from '#device/use-look.ts';
import { Button } from '#kit/button.tsx';
import { canNotify, turnOn } from '#worker/notifications.ts';

type Props = { readonly account: DeviceAccount; readonly standing: Standing | undefined };

/** Without them requests are there too, whenever the app is open. */
export function Notifications({ account, standing }: Props) {
  const [busy, setBusy] = useState(false);
  const [isOn, setOn] = useState<boolean>();
  if (standing?.kind !== 'known' || standing.view.state !== 'active' || !canNotify()) return null;
  const { view } = standing;
  if (isOn === true || view.notifications === 'on') {
    return <p className="fine-print">{t('notifications.on')}</p>;
  }

  async function turnThemOn(): Promise<void> {
    setBusy(true);
    setOn(await turnOn(account, view));
    setBusy(false);
  }

  return (
    <>
      {view.notifications === 'stale' ? <p>{t('notifications.stale')}</p> : null}
      {isOn === false ? <p role="alert">{t('notifications.refused')}</p> : null}
      <Button busy={busy} onPress={() => void turnThemOn()}>
        {t('notifications.turn-on')}
      </Button>
    </>
  );
}

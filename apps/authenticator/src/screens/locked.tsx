import { t } from '@proofup/ui/authenticator-text.ts';
import { useState } from 'react';
import { Button } from '#kit/button.tsx';
import { Screen } from '#kit/screen.tsx';
import { type Lock, startOver, unlock } from '#lock/lock.ts';

type Props = {
  readonly lock: Lock;
  readonly onUnlocked: () => void;
  /** Everything was erased. */
  readonly onGone: () => void;
};

/** Nothing of what is behind it is read before the phone made sure of its owner. */
export function Locked({ lock, onUnlocked, onGone }: Props) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(false);
  const [isLost, setLost] = useState(false);

  async function tryIt(): Promise<void> {
    setBusy(true);
    const isOpen = await unlock(lock).catch(() => false);
    setBusy(false);
    setRefused(!isOpen);
    if (isOpen) onUnlocked();
  }

  if (isLost) return <StartOver onGone={onGone} onBack={() => setLost(false)} />;
  return (
    <Screen title={t('lock.locked')}>
      <p>{t('lock.locked.what')}</p>
      {refused ? (
        <p className="field-error" role="alert">
          {t('lock.refused')}
        </p>
      ) : null}
      <Button look="primary" busy={busy} onPress={() => void tryIt()}>
        {t('lock.unlock')}
      </Button>
      <Button look="quiet" onPress={() => setLost(true)}>
        {t('lock.lost')}
      </Button>
    </Screen>
  );
}

type StartOverProps = { readonly onGone: () => void; readonly onBack: () => void };

function StartOver({ onGone, onBack }: StartOverProps) {
  const [busy, setBusy] = useState(false);

  async function erase(): Promise<void> {
    setBusy(true);
    await startOver();
    onGone();
  }

  return (
    <Screen title={t('lock.lost')}>
      <p>{t('lock.lost.what')}</p>
      <p>{t('lock.lost.after')}</p>
      <Button look="danger" busy={busy} onPress={() => void erase()}>
        {t('lock.erase')}
      </Button>
      <Button look="quiet" onPress={onBack}>
        {t('action.back')}
      </Button>
    </Screen>
  );
}

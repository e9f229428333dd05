import { t } from '@proofup/ui/authenticator-text.ts';
import { useEffect, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { turnOff, turnOn } from '#lock/lock.ts';
import { canLock } from '#lock/passkey.ts';
import type { Locking } from '#lock/use-lock.ts';

/** On, off, or why not. */
export function LockSettings({ state, onTurnedOn, onGone }: Locking) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(false);
  const isPossible = useCanLock();
  const lock = state.kind === 'open' ? state.lock : undefined;

  async function change(): Promise<void> {
    setBusy(true);
    const isDone = await (lock === undefined
      ? turnOn().then((made) => {
          if (made !== undefined) onTurnedOn(made);
          return made !== undefined;
        })
      : turnOff(lock).then((isOff) => {
          if (isOff) onGone();
          return isOff;
        }));
    setBusy(false);
    setRefused(!isDone);
  }

  return (
    <section className="part" aria-labelledby="lock">
      <h2 id="lock">{t('lock.title')}</h2>
      <p>{t('lock.lead')}</p>
      {lock === undefined ? null : (
        <p role="status">{lock.wraps ? t('lock.on.wraps') : t('lock.on.door')}</p>
      )}
      {isPossible === false && lock === undefined ? <p>{t('lock.impossible')}</p> : null}
      {refused ? (
        <p className="field-error" role="alert">
          {t('lock.refused')}
        </p>
      ) : null}
      {isPossible === true || lock !== undefined ? (
        <Button busy={busy} onPress={() => void change()}>
          {lock === undefined ? t('lock.turn-on') : t('lock.turn-off')}
        </Button>
      ) : null}
    </section>
  );
}

function useCanLock(): boolean | undefined {
  const [isPossible, setPossible] = useState<boolean>();
  useEffect(() => {
    let isShown = true;
    void canLock().then((can) => isShown && setPossible(can));
    return () => {
      isShown = false;
    };
  }, []);
  return isPossible;
}

import { useEffect, useEffectEvent, useState } from 'react';
import { closeVault } from '#codes/vault.ts';
import { type Lock, onChangedElsewhere, readLock } from '#lock/lock.ts';
import { onIdle } from '#lock/on-idle.ts';

export type LockState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'none' }
  | { readonly kind: 'locked'; readonly lock: Lock }
  | { readonly kind: 'open'; readonly lock: Lock };

export type Locking = {
  readonly state: LockState;
  readonly onUnlocked: () => void;
  readonly onTurnedOn: (lock: Lock) => void;
  readonly onGone: () => void;
};

/** Locked after every start, and whenever nobody was there for a while. */
export function useLock(): Locking {
  const [state, setState] = useState<LockState>({ kind: 'reading' });
  const isOpen = state.kind === 'open';
  const lockIt = useEffectEvent(() => {
    if (state.kind !== 'open') return;
    closeVault();
    setState({ kind: 'locked', lock: state.lock });
  });

  useEffect(() => {
    let isShown = true;
    void readLock().then((lock) => {
      if (isShown) setState(lock === undefined ? { kind: 'none' } : { kind: 'locked', lock });
    });
    return () => {
      isShown = false;
    };
  }, []);
  useEffect(() => onChangedElsewhere(() => location.reload()), []);
  useEffect(() => (isOpen ? onIdle(() => lockIt()) : undefined), [isOpen]);

  return {
    state,
    onUnlocked: () => {
      if (state.kind === 'locked') setState({ kind: 'open', lock: state.lock });
    },
    onTurnedOn: (lock) => setState({ kind: 'open', lock }),
    onGone: () => setState({ kind: 'none' }),
  };
}

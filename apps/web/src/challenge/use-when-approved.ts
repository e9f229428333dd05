import type { ChallengeView } from '@proofup/contract/schemas.ts';
import { useEffect, useEffectEvent, useRef } from 'react';

/** Acts once for each challenge that was approved on the phone: nothing is left to press here. */
export function useWhenApproved(challenge: ChallengeView | undefined, act: () => void): void {
  const actedOn = useRef<string>(undefined);
  const onApproved = useEffectEvent(act);
  const approved = challenge?.state === 'approved' ? challenge.id : undefined;

  useEffect(() => {
    if (approved === undefined || actedOn.current === approved) return;
    actedOn.current = approved;
    onApproved();
  }, [approved]);
}

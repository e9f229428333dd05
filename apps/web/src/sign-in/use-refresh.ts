import type { Client } from '@proofup/contract/client.ts';
import type { ErrorCode } from '@proofup/contract/error-codes.ts';
import type { SignInView } from '@proofup/contract/schemas.ts';
import { useEffect, useRef, useState } from 'react';
import { useReread } from '#challenge/use-reread.ts';

type Settings = {
  readonly client: Client;
  readonly view: SignInView;
  /** Something was asked for that brings a view of its own. */
  readonly busy: boolean;
  readonly onView: (view: SignInView) => void;
};

/** Reads where the sign-in stands, and drops the answer if a newer one has come meanwhile. */
export function useRefresh({ client, view, busy, onView }: Settings) {
  const [offline, setOffline] = useState(false);
  const [over, setOver] = useState<Ending>();
  const shown = useRef({ view, busy });
  useEffect(() => {
    shown.current = { view, busy };
  });

  async function read() {
    const asked = shown.current.view;
    const result = await client('getSignIn', { params: { signInId: asked.id } });
    if (shown.current.view !== asked || shown.current.busy) return undefined;
    setOffline(result.kind === 'unreachable');
    if (result.kind === 'ok') onView(result.value);
    if (result.kind === 'problem') setOver(ENDINGS.get(result.problem.code));
    return result;
  }

  return { now: useReread(read, busy), offline, over };
}

/** Why there is nothing left to wait for. */
export type Ending = 'sign_in_over' | 'fraud_reported';

const ENDINGS: ReadonlyMap<ErrorCode, Ending> = new Map([
  ['sign_in_over', 'sign_in_over'],
  ['not_found', 'sign_in_over'],
  ['fraud_reported', 'fraud_reported'],
]);

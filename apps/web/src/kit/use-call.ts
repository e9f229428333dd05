import type { Result } from '@proofup/contract/client.ts';
import type { Problem } from '@proofup/contract/error-codes.ts';
import { useRef, useState } from 'react';

export type Failure =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'unreachable'; readonly at: string };

export type Run = <Value>(
  work: () => Promise<Result<Value>>,
  onOk: (value: Value) => void,
) => Promise<void>;

export type CallState = {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly run: Run;
  /** Does the last piece of work again. */
  readonly retry: () => void;
  readonly clear: () => void;
};

function failureOf(result: Exclude<Result<unknown>, { kind: 'ok' }>): Failure {
  return result.kind === 'problem' ? result : { kind: result.kind, at: new Date().toISOString() };
}

/** One call at a time, its failure kept to be shown: a second press while busy does nothing. */
export function useCall(): CallState {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const running = useRef(false);
  const last = useRef<() => void>(() => undefined);

  const run: Run = async (work, onOk) => {
    if (running.current) return;
    last.current = () => void run(work, onOk);
    running.current = true;
    setBusy(true);
    // Taken away first: a screen reader announces only an alert that is new.
    setFailure(undefined);
    const result = await work();
    running.current = false;
    setBusy(false);
    if (result.kind === 'ok') onOk(result.value);
    else setFailure(failureOf(result));
  };

  return {
    busy,
    failure,
    run,
    retry: () => last.current(),
    clear: () => setFailure(undefined),
  };
}

export const codeOf = (failure: Failure | undefined) =>
  failure?.kind === 'problem' ? failure.problem.code : undefined;

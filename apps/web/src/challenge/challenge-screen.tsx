import type { ChallengeView, OptionView } from '@proofup/contract/schemas.ts';
import { lazy, type ReactNode, Suspense } from 'react';
import { CallChallenge } from '#challenge/call-challenge.tsx';
import { CodeChallenge } from '#challenge/code-challenge.tsx';
import { Loading } from '#kit/loading.tsx';
import type { CallState } from '#kit/use-call.ts';

const PasskeyChallenge = lazy(async () => ({
  default: (await import('#passkey/passkey-challenge.tsx')).PasskeyChallenge,
}));

const PushChallenge = lazy(async () => ({
  default: (await import('#challenge/push-challenge.tsx')).PushChallenge,
}));

export type ChallengeProps = {
  readonly challenge: ChallengeView;
  /** All options, so that numbers that look alike are told apart. */
  readonly among: readonly OptionView[];
  readonly call: CallState;
  /** A code, or what the browser answered for a passkey. */
  readonly onOutput: (output: unknown) => void;
  readonly onAgain: () => void;
  /** A call whose keypad does not work can read out a code instead. */
  readonly onReadCode?: (() => void) | undefined;
  readonly signInId?: string | undefined;
  readonly step?: number | undefined;
  /** Whether this browser asks again. */
  readonly remember?: ReactNode;
  /** The ways out: another option, another number, somebody who helps. */
  readonly children?: ReactNode;
};

/** One request for proof, whatever it is for: a sign-in, a step-up or a new phone. */
export function ChallengeScreen(props: ChallengeProps) {
  const { option, state } = props.challenge;
  if (option.type === 'call') return <CallChallenge {...props} />;
  if (option.type === 'passkey') {
    return (
      <Suspense fallback={<Loading />}>
        <PasskeyChallenge {...props} />
      </Suspense>
    );
  }
  if (option.type === 'push') {
    return (
      <Suspense fallback={<Loading />}>
        <PushChallenge {...props} />
      </Suspense>
    );
  }
  // What was pressed goes away with an ended code, so the screen is a new one and takes the focus.
  return <CodeChallenge key={`${option.id} ${state === 'live'}`} {...props} />;
}

import type { Client } from '@proofup/contract/client.ts';
import type { SessionView, SignInView } from '@proofup/contract/schemas.ts';
import { type ReactNode, useState } from 'react';
import type { AskForToken } from '#api/client.ts';
import { makeStepUpClient } from '#security-info/step-up-client.ts';
import { StepUpDialog } from '#security-info/step-up-dialog.tsx';

type Pending = { readonly view: SignInView; readonly end: (proven: boolean) => void };

/** The session's client, and the dialog in which it asks for proof: render it anywhere. */
export function useSessionClient<Whole extends Client>(
  session: SessionView,
  onSignedOut: () => void,
  clientAsking: (csrfToken: AskForToken) => Whole,
) {
  const [pending, setPending] = useState<Pending>();
  const [client] = useState(() => sessionClient(session, { clientAsking, prove, onSignedOut }));

  function prove(view: SignInView): Promise<boolean> {
    return new Promise((resolve) => {
      setPending({
        view,
        end(proven) {
          setPending(undefined);
          resolve(proven);
        },
      });
    });
  }

  const stepUp: ReactNode = pending ? (
    <StepUpDialog first={pending.view} end={pending.end} />
  ) : null;
  return { client, stepUp };
}

type Making<Whole> = {
  readonly clientAsking: (csrfToken: AskForToken) => Whole;
  readonly prove: (stepUp: SignInView) => Promise<boolean>;
  readonly onSignedOut: () => void;
};

function sessionClient<Whole extends Client>(
  { csrfToken }: SessionView,
  { clientAsking, prove, onSignedOut }: Making<Whole>,
): Whole {
  let token = csrfToken;
  return makeStepUpClient({
    client: clientAsking(() => token),
    prove,
    onSession(renewed) {
      token = renewed.csrfToken;
    },
    onSignedOut,
  });
}

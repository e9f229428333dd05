import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useEffect, useEffectEvent, useState } from 'react';
import { publicClient } from '#api/client.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Notice } from '#kit/notice.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { askForPasskey } from '#passkey/browser.ts';

type Props = {
  readonly returnTo: string | undefined;
  /** A password is being checked: the browser offers no passkey meanwhile. */
  readonly paused: boolean;
  readonly onView: (view: SignInView) => void;
};

/** A passkey in place of name and password: on a press, or from the suggestions of the name's field. */
export function PasskeySignIn(props: Props) {
  const { call, pressed, cancelled, press } = usePasskeySignIn(props);
  const unknown = codeOf(call.failure) === 'sign_in_failed';
  return (
    <div className="passkey-sign-in">
      <Button busy={pressed || call.busy} onPress={press}>
        {t('passkey.sign-in')}
      </Button>
      {cancelled ? (
        <Notice kind="advice" title={t('passkey.cancelled')} alert>
          <p>{t('passkey.sign-in.cancelled.next')}</p>
        </Notice>
      ) : null}
      {unknown ? (
        <Notice title={t('passkey.sign-in.refused')} alert>
          <p>{t('passkey.sign-in.refused.next')}</p>
        </Notice>
      ) : (
        <FailureNotice call={call} />
      )}
    </div>
  );
}

/** Asked anew before its five minutes are over. */
const LISTEN_MS = 4.5 * 60_000;

function usePasskeySignIn({ returnTo, paused, onView }: Props) {
  const call = useCall();
  const [pressed, setPressed] = useState(false);
  const [cancelled, setCancelled] = useState(false);

  const submit = (output: unknown): Promise<void> => {
    const body = returnTo === undefined ? { output } : { output, returnTo };
    return call.run(() => publicClient('signInWithPasskey', { body }), onView);
  };
  const onChosen = useEffectEvent((output: unknown) => void submit(output));

  // The browser asks for one thing at a time: what waits quietly makes way for what was pressed.
  const listening = !paused && !pressed && !call.busy;
  useEffect(() => {
    if (!listening) return undefined;
    const stop = new AbortController();
    void listen(stop.signal, (output) => onChosen(output));
    return () => stop.abort();
  }, [listening]);

  async function press(): Promise<void> {
    setPressed(true);
    setCancelled(false);
    call.clear();
    const begun = await publicClient('beginPasskey', {});
    if (begun.kind === 'ok') {
      const answer = await askForPasskey(begun.value.publicKey);
      if (answer.kind === 'answered') await submit(answer.output);
      else setCancelled(true);
    } else {
      await call.run(
        async () => begun,
        () => undefined,
      );
    }
    setPressed(false);
  }

  return { call, pressed, cancelled, press: () => void press() };
}

async function listen(stop: AbortSignal, onAnswer: (output: unknown) => void): Promise<void> {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  while (!stop.aborted) {
    const begun = await publicClient('beginPasskey', {});
    if (begun.kind !== 'ok' || stop.aborted) return;
    const late = AbortSignal.timeout(LISTEN_MS);
    const signal = AbortSignal.any([stop, late]);
    const answer = await askForPasskey(begun.value.publicKey, { mediation: 'conditional', signal });
    if (answer.kind === 'answered') {
      onAnswer(answer.output);
      return;
    }
    // Refused for another reason than the time: asking again at once would go on for ever.
    if (!late.aborted) return;
  }
}

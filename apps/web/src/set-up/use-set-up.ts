import type { Call, SignInView } from '@proofup/contract/schemas.ts';
import { useMemo, useState } from 'react';
import { clientWith } from '#api/client.ts';
import { useCall } from '#kit/use-call.ts';
import { type Contact, doneBy, firstPlace, type Place } from '#set-up/places.ts';

export type Options = Call['getSetUpOptions']['response'];

export function useSetUp(view: SignInView, onView: (view: SignInView) => void) {
  const client = useMemo(() => clientWith(view.csrfToken), [view.csrfToken]);
  const [place, go] = useState<Place>(() => firstPlace(view));
  const [options, setOptions] = useState<Options>();
  const [added, setAdded] = useState<readonly Contact[]>([]);
  const call = useCall();
  const done = doneBy(view, added);

  /** Asked for when it is needed first, so that a failure has a screen to stand on. */
  function goWithOptions(next: Place): void {
    if (options !== undefined) {
      go(next);
      return;
    }
    void call.run(
      () => client('getSetUpOptions', {}),
      (offered) => {
        setOptions(offered);
        go(next);
      },
    );
  }

  function onAdded(contact: Contact): void {
    go({ kind: done.first ? 'second' : 'codes' });
    setAdded([...added, contact]);
    void call.run(() => client('getSignIn', { params: { signInId: view.id } }), onView);
  }

  return { client, call, place, go, options, done, goWithOptions, onAdded };
}

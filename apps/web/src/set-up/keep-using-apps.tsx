import type { Client } from '@proofup/contract/client.ts';
import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import { type Made, MakeAppPassword } from '#app-passwords/make-app-password.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: Client;
  readonly view: SignInView;
  readonly onView: (view: SignInView) => void;
};

/** The last step, for whoever has a program that knows passwords only. */
export function KeepUsingApps({ client, view, onView }: Props) {
  const [made, setMade] = useState<Made>();
  const call = useCall();
  const finish = () =>
    void call.run(() => client('finishSetUp', { params: { signInId: view.id } }), onView);
  return (
    <Screen title={t('set-up.apps')}>
      <p className="lead">{t('set-up.apps.lead')}</p>
      {made === undefined ? <p>{t('set-up.apps.none')}</p> : null}
      <MakeAppPassword {...{ client, made }} onMade={setMade}>
        <Button
          look={made === undefined ? 'secondary' : 'primary'}
          busy={call.busy}
          onPress={finish}
        >
          {t('action.done')}
        </Button>
      </MakeAppPassword>
      <FailureNotice call={call} signInId={view.id} />
    </Screen>
  );
}

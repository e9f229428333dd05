import type { SecurityInfoView, SessionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useEffect, useState } from 'react';
import { publicClient } from '#api/client.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { redirect } from '#router.ts';
import { Account } from '#security-info/account.tsx';
import { Change } from '#security-info/change.tsx';
import { Overview } from '#security-info/overview.tsx';
import { useSessionClient } from '#security-info/use-session-client.tsx';
import '#styles/set-up.css';
import '#styles/security-info.css';

const toSignIn = () => redirect('/sign-in?return-to=/security-info');

export function SecurityInfoPage() {
  const [session, setSession] = useState<SessionView>();
  const call = useCall();
  const signedOut = codeOf(call.failure) === 'not_signed_in';

  useOnce(() => void call.run(() => publicClient('getSession', {}), setSession));
  useEffect(() => {
    if (signedOut) toSignIn();
  }, [signedOut]);

  if (session !== undefined) return <SignedIn session={session} />;
  if (call.failure === undefined || signedOut) return <Waiting />;
  return (
    <Page>
      <Card>
        <Screen title={t('security-info.title')}>
          <FailureNotice call={call} />
        </Screen>
      </Card>
    </Page>
  );
}

const Waiting = () => (
  <Page>
    <Loading />
  </Page>
);

function SignedIn({ session }: { readonly session: SessionView }) {
  const { client, stepUp } = useSessionClient(session, toSignIn);
  const [info, setInfo] = useState<SecurityInfoView>();
  const [said, setSaid] = useState({ text: '' });
  const call = useCall();
  const load = () => void call.run(() => client('getSecurityInfo', {}), setInfo);
  useOnce(load);

  function onDone(message: string): void {
    setSaid({ text: message });
    load();
  }

  return (
    <Page account={<Account client={client} user={session.user} />}>
      <Change client={client} info={info} onDone={onDone}>
        {info === undefined ? null : (
          <Overview
            {...{ client, info, said }}
            onSaid={(text) => setSaid({ text })}
            onInfo={(next, message) => {
              setInfo(next);
              setSaid({ text: message });
            }}
          />
        )}
        {info === undefined && call.failure === undefined ? <Loading /> : null}
        <FailureNotice call={call} />
      </Change>
      {stepUp}
    </Page>
  );
}

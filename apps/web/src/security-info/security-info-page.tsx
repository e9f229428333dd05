import type { Client } from '@proofup/contract/client.ts';
import type { SecurityInfoView, SessionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';
import { clientAsking, publicClient } from '#api/client.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { useWhenShown } from '#kit/use-when-shown.ts';
import { redirect, useSearch } from '#router.ts';
import { Account } from '#security-info/account.tsx';
import { Change } from '#security-info/change.tsx';
import { Overview } from '#security-info/overview.tsx';
import { useSessionClient } from '#security-info/use-session-client.tsx';
import '#styles/set-up.css';
import '#styles/security-info.css';

const SHOWN: Readonly<Record<string, ComponentType<{ readonly client: Client }>>> = {
  activity: lazy(async () => ({
    default: (await import('#activity/activity-screen.tsx')).ActivityScreen,
  })),
  browsers: lazy(async () => ({
    default: (await import('#browsers/browsers-screen.tsx')).BrowsersScreen,
  })),
};

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
  const { client, stepUp } = useSessionClient(session, toSignIn, clientAsking);
  const Shown = SHOWN[useSearch().get('show') ?? ''];
  return (
    <Page account={<Account client={client} user={session.user} staff={session.role !== 'user'} />}>
      {Shown === undefined ? (
        <Own client={client} login={session.user.login} />
      ) : (
        <div className="overview">
          <Suspense fallback={<Loading />}>
            <Shown client={client} />
          </Suspense>
        </div>
      )}
      {stepUp}
    </Page>
  );
}

/** The methods, or the change to one. */
function Own({ client, login }: { readonly client: Client; readonly login: string }) {
  const [info, setInfo] = useState<SecurityInfoView>();
  const [said, setSaid] = useState({ text: '' });
  const call = useCall();
  const load = () => void call.run(() => client('getSecurityInfo', {}), setInfo);
  useOnce(load);
  const reload = async (): Promise<void> => {
    if (info === undefined || call.busy) return;
    const result = await client('getSecurityInfo', {});
    if (result.kind === 'ok') setInfo(result.value);
  };
  useWhenShown(reload);

  function onDone(message: string): void {
    setSaid({ text: message });
    load();
  }

  return (
    <Change client={client} login={login} info={info} onDone={onDone}>
      {info === undefined ? null : (
        <Overview
          {...{ client, info, said }}
          reload={() => void reload()}
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
  );
}

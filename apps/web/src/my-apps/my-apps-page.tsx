import type { AppView, SessionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/apps-text.ts';
import { useEffect, useState } from 'react';
import { clientWith, publicClient } from '#api/client.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { AccountMenu } from '#my-apps/account-menu.tsx';
import { arrange } from '#my-apps/arrange.ts';
import { Tiles } from '#my-apps/tiles.tsx';
import { redirect } from '#router.ts';
import '#styles/my-apps.css';

const toSignIn = () => redirect('/sign-in?return-to=/my-apps');

/** The portal: where people go from here, and the way to their settings. */
export function MyAppsPage() {
  const [session, setSession] = useState<SessionView>();
  const [apps, setApps] = useState<readonly AppView[]>();
  const call = useCall();
  const signedOut = codeOf(call.failure) === 'not_signed_in';

  async function load(): Promise<void> {
    await call.run(() => publicClient('getSession', {}), setSession);
    await call.run(
      () => publicClient('getMyApps', {}),
      (view) => setApps(view.apps),
    );
  }
  useOnce(() => void load());
  useEffect(() => {
    if (signedOut) toSignIn();
  }, [signedOut]);

  if (session !== undefined && apps !== undefined) return <Portal {...{ session, apps }} />;
  const isWaiting = call.failure === undefined || signedOut;
  return (
    <Page>
      {isWaiting ? (
        <Loading />
      ) : (
        <Card>
          <Screen title={t('my-apps.title')}>
            <FailureNotice call={call} />
          </Screen>
        </Card>
      )}
    </Page>
  );
}

type PortalProps = { readonly session: SessionView; readonly apps: readonly AppView[] };

function Portal({ session, apps }: PortalProps) {
  const [sought, setSought] = useState('');
  const sections = arrange(apps, sought, { recent: t('my-apps.recent'), all: t('my-apps.all') });
  const client = clientWith(session.csrfToken);
  return (
    <Page account={<AccountMenu client={client} user={session.user} />}>
      <div className="portal">
        <h1>{t('my-apps.title')}</h1>
        {apps.length === 0 ? (
          <p>{t('my-apps.none')}</p>
        ) : (
          <input
            className="portal-search"
            type="search"
            aria-label={t('my-apps.search')}
            placeholder={t('my-apps.search')}
            value={sought}
            onChange={({ currentTarget }) => setSought(currentTarget.value)}
          />
        )}
        {sections.map((section) => (
          <Tiles key={section.title} {...section} />
        ))}
        {apps.length > 0 && sections.length === 0 ? (
          <p role="status">{t('my-apps.none-found')}</p>
        ) : null}
      </div>
    </Page>
  );
}

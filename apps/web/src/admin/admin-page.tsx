import type { SessionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type ReactNode, useEffect, useState } from 'react';
import { type AdminClient, adminClientAsking } from '#admin/admin-client.ts';
import { AdminNav } from '#admin/admin-nav.tsx';
import { AlertsScreen } from '#admin/alerts/alerts-screen.tsx';
import { AttemptScreen } from '#admin/attempt-screen.tsx';
import { ApiKeysScreen } from '#admin/connect/api-keys-screen.tsx';
import { ApplicationsScreen } from '#admin/connect/applications-screen.tsx';
import { EntraScreen } from '#admin/connect/entra-screen.tsx';
import { ApprovalsScreen } from '#admin/help/approvals-screen.tsx';
import { SeveralScreen } from '#admin/help/several-screen.tsx';
import { CasesScreen } from '#admin/cases-screen.tsx';
import { ImportScreen } from '#admin/people/import-screen.tsx';
import { TokensScreen } from '#admin/people/tokens-screen.tsx';
import { BrandScreen } from '#admin/brand/brand-screen.tsx';
import { VoiceScreen } from '#admin/people/voice-screen.tsx';
import { OverviewScreen } from '#admin/overview/overview-screen.tsx';
import { GroupsScreen } from '#admin/groups/groups-screen.tsx';
import { PolicyScreen } from '#admin/policy/policy-screen.tsx';
import { ExportsScreen } from '#admin/reports/exports-screen.tsx';
import { MessagesScreen } from '#admin/reports/messages-screen.tsx';
import { ReportsScreen } from '#admin/reports/reports-screen.tsx';
import { RollOutScreen } from '#admin/roll-out/roll-out-screen.tsx';
import { UserScreen } from '#admin/user-screen.tsx';
import { UsersScreen } from '#admin/users-screen.tsx';
import { publicClient } from '#api/client.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { redirect, useSearch } from '#router.ts';
import { Account } from '#security-info/account.tsx';
import { useSessionClient } from '#security-info/use-session-client.tsx';
import '#styles/set-up.css';
import '#styles/security-info.css';
import '#styles/admin.css';
import '#styles/people.css';

/** What every part of the administration is given. */
export type AdminProps = { readonly client: AdminClient; readonly role: SessionView['role'] };

const toSignIn = () => redirect('/sign-in?return-to=/admin');

export function AdminPage() {
  const [session, setSession] = useState<SessionView>();
  const call = useCall();
  const signedOut = codeOf(call.failure) === 'not_signed_in';

  useOnce(() => void call.run(() => publicClient('getSession', {}), setSession));
  useEffect(() => {
    if (signedOut) toSignIn();
  }, [signedOut]);

  if (session?.role === 'user') return <NotAllowed />;
  if (session !== undefined) return <SignedIn session={session} />;
  return (
    <Page>
      {call.failure === undefined || signedOut ? <Loading /> : <FailureNotice call={call} />}
    </Page>
  );
}

const NotAllowed = () => (
  <Page>
    <Card>
      <Screen title={t('admin.not-allowed')}>
        <p>{t('admin.not-allowed.text')}</p>
        <a className="button secondary" href="/security-info">
          {t('admin.nav.own')}
        </a>
      </Screen>
    </Card>
  </Page>
);

const PARTS: Readonly<Record<string, (props: AdminProps) => ReactNode>> = {
  overview: OverviewScreen,
  users: UsersScreen,
  'roll-out': RollOutScreen,
  import: ImportScreen,
  tokens: TokensScreen,
  voice: VoiceScreen,
  brand: BrandScreen,
  groups: GroupsScreen,
  policy: PolicyScreen,
  cases: CasesScreen,
  reports: ReportsScreen,
  messages: MessagesScreen,
  exports: ExportsScreen,
  alerts: AlertsScreen,
  attempt: AttemptScreen,
  applications: ApplicationsScreen,
  entra: EntraScreen,
  'api-keys': ApiKeysScreen,
  approvals: ApprovalsScreen,
  several: SeveralScreen,
};

function SignedIn({ session }: { readonly session: SessionView }) {
  const { client, stepUp } = useSessionClient(session, toSignIn, adminClientAsking);
  const { role, user } = session;
  const search = useSearch();
  const userId = search.get('user');
  const part = search.get('show') ?? 'overview';
  const Part = PARTS[part] ?? OverviewScreen;
  return (
    <Page account={<Account client={client} user={user} />}>
      <div className="admin">
        <AdminNav role={role} part={userId === null ? part : 'users'} place={search.toString()} />
        <div className="admin-part">
          {userId === null ? (
            <Part key={search.toString()} client={client} role={role} />
          ) : (
            <UserScreen key={userId} userId={userId} client={client} role={role} />
          )}
        </div>
      </div>
      {stepUp}
    </Page>
  );
}

import { t } from '@proofup/ui/text.ts';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { publicClient } from '#api/client.ts';
import { type Configuration, ConfigurationContext } from '#configuration.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { dress } from '#kit/dress.ts';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { type CallState, useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { NotFoundPage } from '#not-found-page.tsx';
import { redirect, type Route, useRoute } from '#router.ts';
import { SignInPage } from '#sign-in/sign-in-page.tsx';

const SecurityInfoPage = lazy(async () => ({
  default: (await import('#security-info/security-info-page.tsx')).SecurityInfoPage,
}));

const MyAppsPage = lazy(async () => ({
  default: (await import('#my-apps/my-apps-page.tsx')).MyAppsPage,
}));

const StepUpPage = lazy(async () => ({
  default: (await import('#step-up/step-up-page.tsx')).StepUpPage,
}));

const BootstrapPage = lazy(async () => ({
  default: (await import('#bootstrap/bootstrap-page.tsx')).BootstrapPage,
}));

const FreezePage = lazy(async () => ({
  default: (await import('#freeze/freeze-page.tsx')).FreezePage,
}));

const ReportPage = lazy(async () => ({
  default: (await import('#report/report-page.tsx')).ReportPage,
}));

const VerifyPage = lazy(async () => ({
  default: (await import('#verify/verify-page.tsx')).VerifyPage,
}));

const HandoverPage = lazy(async () => ({
  default: (await import('#verify/handover-page.tsx')).HandoverPage,
}));

const HelpPage = lazy(async () => ({
  default: (await import('#help/help-page.tsx')).HelpPage,
}));

const ForgotPasswordPage = lazy(async () => ({
  default: (await import('#password/forgot-password-page.tsx')).ForgotPasswordPage,
}));

const ResetPasswordPage = lazy(async () => ({
  default: (await import('#password/reset-password-page.tsx')).ResetPasswordPage,
}));

const AdminPage = lazy(async () => ({
  default: (await import('#admin/admin-page.tsx')).AdminPage,
}));

const PAGES: Readonly<Record<Route, () => ReactNode>> = {
  home: () => <Home />,
  'sign-in': () => <SignInPage />,
  'security-info': () => <SecurityInfoPage />,
  'my-apps': () => <MyAppsPage />,
  'step-up': () => <StepUpPage />,
  bootstrap: () => <BootstrapPage />,
  freeze: () => <FreezePage />,
  report: () => <ReportPage />,
  verify: () => <VerifyPage />,
  handover: () => <HandoverPage />,
  help: () => <HelpPage />,
  'forgot-password': () => <ForgotPasswordPage />,
  'reset-password': () => <ResetPasswordPage />,
  admin: () => <AdminPage />,
  'not-found': () => <NotFoundPage />,
};

export function App() {
  const route = useRoute();
  const [configuration, setConfiguration] = useState<Configuration>();
  const call = useCall();
  useOnce(
    () =>
      void call.run(
        () => publicClient('getConfiguration', {}),
        (known) => {
          dress(known.look.style);
          setConfiguration(known);
        },
      ),
  );

  if (configuration === undefined) {
    return <Page>{call.failure ? <Unreachable call={call} /> : <Loading />}</Page>;
  }
  return (
    <ConfigurationContext value={configuration}>
      <Suspense fallback={<Waiting />}>{PAGES[route]()}</Suspense>
    </ConfigurationContext>
  );
}

function Home() {
  useOnce(() => redirect('/security-info'));
  return <Waiting />;
}

const Waiting = () => (
  <Page>
    <Loading />
  </Page>
);

function Unreachable({ call }: { readonly call: CallState }) {
  return (
    <Card>
      <Screen title={t('unreachable.title')}>
        <FailureNotice call={call} />
      </Screen>
    </Card>
  );
}

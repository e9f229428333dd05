import { t } from '@proofup/ui/later-text.ts';
import { useState } from 'react';
import { publicClient } from '#api/client.ts';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { NewPasswordForm } from '#password/new-password-form.tsx';
import { type ResetLink, useResetLink } from '#password/reset-token.ts';

/** From the link in the mail. It ends at the sign-in, never in it. */
export function ResetPasswordPage() {
  const link = useResetLink();
  return (
    <Page>
      <Card>{link === undefined ? <Broken /> : <Reset key={link.token} link={link} />}</Card>
    </Page>
  );
}

function Reset({ link }: { readonly link: ResetLink }) {
  const [done, setDone] = useState(false);
  return done ? <Done /> : <ResetForm link={link} onDone={() => setDone(true)} />;
}

type FormProps = { readonly link: ResetLink; readonly onDone: () => void };

function ResetForm({ link: { token, login }, onDone }: FormProps) {
  const call = useCall();
  return (
    <Screen title={t('reset.title')}>
      <p className="lead">{t('reset.lead')}</p>
      <NewPasswordForm
        call={call}
        login={login}
        submitLabel={t('reset.submit')}
        onSubmit={({ next }) =>
          void call.run(
            () => publicClient('resetPassword', { body: { token, password: next } }),
            onDone,
          )
        }
      >
        {codeOf(call.failure) === 'reset_refused' ? <Again /> : null}
      </NewPasswordForm>
    </Screen>
  );
}

const Again = () => (
  <a className="button secondary" href="/forgot-password">
    {t('reset.again')}
  </a>
);

const Broken = () => (
  <Screen title={t('reset.broken.title')}>
    <p className="lead">{t('reset.broken.lead')}</p>
    <Again />
  </Screen>
);

const Done = () => (
  <Screen title={t('reset.done.title')}>
    <p className="lead">{t('reset.done.lead')}</p>
    <a className="button primary" href="/sign-in">
      {t('sign-in.title')}
    </a>
  </Screen>
);

import { t } from '@proofup/ui/later-text.ts';
import { type FormEvent, useState } from 'react';
import { publicClient } from '#api/client.ts';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

export function ForgotPasswordPage() {
  const [sent, setSent] = useState(false);
  return (
    <Page>
      <Card>{sent ? <Sent /> : <ForgotForm onSent={() => setSent(true)} />}</Card>
    </Page>
  );
}

const INPUT = {
  type: 'text',
  autoComplete: 'username',
  autoCapitalize: 'none',
  autoCorrect: 'off',
  spellCheck: false,
  maxLength: 254,
} as const;

function ForgotForm({ onSent }: { readonly onSent: () => void }) {
  const call = useCall();
  const [empty, setEmpty] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const login = textOf(new FormData(event.currentTarget), 'login').trim();
    setEmpty(login === '');
    if (login === '') focusFirst(event.currentTarget, ['login']);
    else void call.run(() => publicClient('forgotPassword', { body: { login } }), onSent);
  }

  return (
    <Screen title={t('forgot.title')}>
      <p className="lead">{t('forgot.lead')}</p>
      <form onSubmit={submit} noValidate>
        <Field
          label={t('field.login')}
          name="login"
          error={empty ? t('field.login.empty') : undefined}
          input={INPUT}
        />
        <FailureNotice call={call} />
        <div className="actions">
          <Button type="submit" look="primary" busy={call.busy}>
            {t('forgot.submit')}
          </Button>
          <a className="button quiet" href="/sign-in">
            {t('forgot.back')}
          </a>
        </div>
      </form>
    </Screen>
  );
}

/** The same for every name: whether there is such an account is nobody's business. */
function Sent() {
  const { helpContact } = useConfiguration();
  return (
    <Screen title={t('forgot.sent.title')}>
      <p className="lead">{t('forgot.sent.lead')}</p>
      <p>{t('forgot.sent.none', { helpContact })}</p>
      <a className="button secondary" href="/sign-in">
        {t('forgot.back')}
      </a>
    </Screen>
  );
}

import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { publicClient } from '#api/client.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { PasswordField } from '#kit/password-field.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { passkeysWork } from '#passkey/works.ts';
import { LOGIN_ID, SignInFailure, SUMMARY_ID } from '#sign-in/sign-in-failure.tsx';

const PasskeySignIn = lazy(async () => ({
  default: (await import('#passkey/passkey-sign-in.tsx')).PasskeySignIn,
}));

type Props = {
  readonly returnTo: string | undefined;
  readonly onSubmit: () => void;
  readonly onView: (view: SignInView) => void;
};

export function PasswordForm({ returnTo, onSubmit, onView }: Props) {
  const call = useCall();
  const [missing, setMissing] = useState<readonly string[]>([]);

  function submit(event: FormEvent<HTMLFormElement>): undefined {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const entries = { login: textOf(data, 'login').trim(), password: textOf(data, 'password') };
    const blank = FIELDS.filter((name) => entries[name] === '');
    setMissing(blank);
    if (blank.length > 0) return focusFirst(event.currentTarget, blank);
    onSubmit();
    const body = returnTo === undefined ? entries : { ...entries, returnTo };
    void call.run(() => publicClient('beginSignIn', { body }), onView);
    return undefined;
  }

  const summaryId = codeOf(call.failure) === 'sign_in_failed' ? SUMMARY_ID : undefined;
  return (
    <Screen title={t('sign-in.title')}>
      <SignInFailure call={call} />
      <form onSubmit={submit} noValidate>
        <Field
          label={t('field.login')}
          name="login"
          id={LOGIN_ID}
          summaryId={summaryId}
          error={missing.includes('login') ? t('field.login.empty') : undefined}
          input={{
            type: 'text',
            // The browser may offer a passkey among the names it knows.
            autoComplete: 'username webauthn',
            autoCapitalize: 'none',
            autoCorrect: 'off',
            spellCheck: false,
            maxLength: 254,
          }}
        />
        <PasswordField
          autoComplete="current-password"
          summaryId={summaryId}
          error={missing.includes('password') ? t('field.password.empty') : undefined}
        />
        <Button type="submit" look="primary" busy={call.busy}>
          {t('sign-in.submit')}
        </Button>
      </form>
      <p>
        <a href="/forgot-password">{t('sign-in.forgot')}</a>
      </p>
      {passkeysWork() ? (
        <Suspense fallback={null}>
          <PasskeySignIn returnTo={returnTo} paused={call.busy} onView={onView} />
        </Suspense>
      ) : null}
    </Screen>
  );
}

const FIELDS = ['login', 'password'] as const;

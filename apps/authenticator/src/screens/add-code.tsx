import { t } from '@proofup/ui/authenticator-text.ts';
import { type FormEvent, useState } from 'react';
import { fromBase32 } from '#codes/base32.ts';
import { toBase64 } from '#codes/base64.ts';
import type { NewCodeAccount } from '#codes/code-account.ts';
import { USUAL } from '#codes/code-parameters.ts';
import { parseOtpauth } from '#codes/parse-otpauth.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { Screen } from '#kit/screen.tsx';
import { textOf } from '#kit/text-of.ts';
import { ToScan } from '#screens/to-scan.tsx';

type Props = {
  readonly onScan: () => void;
  readonly onAdded: (account: NewCodeAccount) => void;
  readonly onBack: () => void;
};

/** A whole `otpauth:` address says everything itself; a key alone is what most sites print. */
function readTyped(key: string, issuer: string, account: string): NewCodeAccount | undefined {
  const enrolment = parseOtpauth(key);
  if (enrolment !== undefined) {
    const { secret, ...rest } = enrolment;
    return { ...rest, secret: toBase64(secret) };
  }
  const secret = fromBase32(key);
  return secret && { ...USUAL, issuer, account, secret: toBase64(secret) };
}

export function AddCode({ onScan, onAdded, onBack }: Props) {
  const [wrong, setWrong] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = readTyped(textOf(form, 'key'), textOf(form, 'issuer'), textOf(form, 'account'));
    setWrong(typed === undefined);
    if (typed !== undefined) onAdded(typed);
  }

  return (
    <Screen title={t('add-code.title')}>
      <p>{t('add-code.lead')}</p>
      <ToScan onScan={onScan} />
      <form onSubmit={submit} noValidate>
        <Field
          label={t('add-code.key')}
          hint={t('add-code.key.hint')}
          input={{ name: 'key', autoComplete: 'off', spellCheck: false, maxLength: 1024 }}
        />
        {wrong ? (
          <p className="field-error" role="alert">
            {t('add-code.key.wrong')}
          </p>
        ) : null}
        <Field label={t('codes.name')} input={{ name: 'issuer', maxLength: 64 }} />
        <Field label={t('fact.account')} input={{ name: 'account', maxLength: 64 }} />
        <Button type="submit" look="primary">
          {t('add-code.submit')}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {t('action.cancel')}
        </Button>
      </form>
    </Screen>
  );
}

import { t } from '@proofup/ui/text.ts';
import { type FieldName, LEAST_PASSWORD } from '#bootstrap/entries.ts';
import { Field } from '#kit/field.tsx';
import { PasswordField } from '#kit/password-field.tsx';

const LOGIN = { type: 'text', autoComplete: 'username', autoCapitalize: 'none' } as const;
const NAME = { type: 'text', autoComplete: 'name', maxLength: 64 } as const;
const EMAIL = { type: 'email', autoComplete: 'email', maxLength: 254 } as const;

export function AdministratorFields({ wrong }: { readonly wrong: readonly FieldName[] }) {
  const errorOf = (name: FieldName, text: string) => (wrong.includes(name) ? text : undefined);
  return (
    <>
      <Field
        label={t('field.login')}
        name="login"
        error={errorOf('login', t('field.login.empty'))}
        input={{ ...LOGIN, maxLength: 254, spellCheck: false }}
      />
      <Field
        label={t('field.display-name')}
        name="displayName"
        error={errorOf('displayName', t('field.display-name.empty'))}
        input={NAME}
      />
      <Field
        label={t('field.email')}
        name="email"
        error={errorOf('email', t('field.email.wrong'))}
        input={EMAIL}
      />
      <PasswordField
        autoComplete="new-password"
        hint={t('field.password.new', { least: LEAST_PASSWORD })}
        error={errorOf('password', t('field.password.short', { least: LEAST_PASSWORD }))}
      />
    </>
  );
}

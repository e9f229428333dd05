import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import { Field } from '#kit/field.tsx';

type Props = {
  readonly label?: string;
  readonly name?: string;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly summaryId?: string | undefined;
};

export function PasswordField({
  autoComplete,
  label = t('field.password'),
  name = 'password',
  ...rest
}: Props) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...rest}
      label={label}
      name={name}
      input={{
        type: shown ? 'text' : 'password',
        autoComplete,
        spellCheck: false,
        autoCapitalize: 'none',
      }}
      beside={
        <button
          type="button"
          className="button secondary"
          aria-label={shown ? t('field.password.hide') : t('field.password.show')}
          onClick={() => setShown(!shown)}
        >
          {shown ? t('field.password.hide.short') : t('field.password.show.short')}
        </button>
      }
    />
  );
}

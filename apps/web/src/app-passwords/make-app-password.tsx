import type { Client } from '@proofup/contract/client.ts';
import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { CopyButton } from '#kit/copy-button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { useCall } from '#kit/use-call.ts';

export type Made = Call['createAppPassword']['response'];

type Props = {
  readonly client: Client;
  readonly made: Made | undefined;
  readonly onMade: (made: Made) => void;
  /** The way out, beside what goes on. */
  readonly children: ReactNode;
};

/** A name goes in, a password comes out: here and nowhere else it can be read. */
export function MakeAppPassword({ client, made, onMade, children }: Props) {
  const call = useCall();
  const [empty, setEmpty] = useState(false);
  if (made !== undefined) return <Shown made={made}>{children}</Shown>;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = textOf(new FormData(event.currentTarget), 'name').trim();
    setEmpty(name === '');
    if (name === '') focusFirst(event.currentTarget, ['name']);
    else void call.run(() => client('createAppPassword', { body: { name } }), onMade);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={t('app-passwords.name')}
        name="name"
        hint={t('app-passwords.name.hint')}
        error={empty ? t('app-passwords.name.empty') : undefined}
        input={{ maxLength: 64, autoComplete: 'off' }}
      />
      <FailureNotice call={call} />
      <div className="actions">
        <Button type="submit" look="primary" busy={call.busy}>
          {t('app-passwords.create')}
        </Button>
        {children}
      </div>
    </form>
  );
}

const Shown = ({ made, children }: Pick<Props, 'children'> & { readonly made: Made }) => (
  <>
    <p role="status">{t('app-passwords.made', { name: made.appPassword.name })}</p>
    <p className="sheet">
      <code className="secret">{made.password}</code>
    </p>
    <div className="actions">
      <CopyButton text={made.password} label={t('app-passwords.copy')} />
      {children}
    </div>
  </>
);

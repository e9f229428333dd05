import { t } from '@proofup/ui/later-text.ts';
import { type FormEvent, useState } from 'react';
import { publicClient } from '#api/client.ts';
import { AdministratorFields } from '#bootstrap/administrator-fields.tsx';
import { type Entries, entriesOf, type FieldName, wrongFields } from '#bootstrap/entries.ts';
import { takeToken } from '#bootstrap/token.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { focusFirst } from '#kit/forms.ts';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

export function BootstrapPage() {
  const [token] = useState(takeToken);
  const [made, setMade] = useState<string>();
  return (
    <Page>
      <Card>
        {made === undefined ? (
          <AdministratorForm token={token} onMade={setMade} />
        ) : (
          <Made login={made} />
        )}
      </Card>
    </Page>
  );
}

type FormProps = { readonly token: string; readonly onMade: (login: string) => void };

function AdministratorForm({ token, onMade }: FormProps) {
  const call = useCall();
  const [wrong, setWrong] = useState<readonly FieldName[]>([]);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const entries: Entries = entriesOf(new FormData(event.currentTarget));
    const bad = wrongFields(entries);
    setWrong(bad);
    if (bad.length > 0) {
      focusFirst(event.currentTarget, bad);
      return;
    }
    void call.run(
      () => publicClient('claimBootstrap', { body: { token, ...entries } }),
      ({ login }) => onMade(login),
    );
  }

  return (
    <Screen title={t('bootstrap.title')}>
      <p className="lead">{t('bootstrap.lead')}</p>
      <form onSubmit={submit} noValidate>
        <AdministratorFields wrong={wrong} />
        <FailureNotice call={call} />
        <Button type="submit" look="primary" busy={call.busy}>
          {t('bootstrap.submit')}
        </Button>
      </form>
    </Screen>
  );
}

const Made = ({ login }: { readonly login: string }) => (
  <Screen title={t('bootstrap.done')}>
    <p className="lead">{t('bootstrap.done.lead', { login })}</p>
    <a className="button primary" href="/sign-in">
      {t('bootstrap.done.sign-in')}
    </a>
  </Screen>
);

import { t } from '@proofup/ui/account-text.ts';
import { useState } from 'react';
import type { Stopped } from '#activity/not-me-dialog.tsx';
import { publicClient } from '#api/client.ts';
import { takeToken } from '#bootstrap/token.ts';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import '#styles/security-info.css';

/** Where the link of a notice leads. Nothing happens until the button is pressed: scanners press none. */
export function FreezePage() {
  const [token] = useState(takeToken);
  const [outcome, setOutcome] = useState<Stopped>();
  return (
    <Page>
      <Card>
        {outcome === undefined ? (
          <Question token={token} onStopped={setOutcome} />
        ) : (
          <Done outcome={outcome} />
        )}
      </Card>
    </Page>
  );
}

type QuestionProps = {
  readonly token: string;
  readonly onStopped: (outcome: Stopped) => void;
};

function Question({ token, onStopped }: QuestionProps) {
  const call = useCall();
  const stop = () =>
    void call.run(
      () => publicClient('useFreezeLink', { body: { token } }),
      ({ outcome }) => onStopped(outcome),
    );
  return (
    <Screen title={t('freeze.title')}>
      <p className="lead">{t('freeze.lead')}</p>
      <p>{t('freeze.then')}</p>
      <ul className="plain-list">
        <li>{t('freeze.method')}</li>
        <li>{t('freeze.others')}</li>
        <li>{t('freeze.told')}</li>
      </ul>
      <FailureNotice call={call} />
      <Button look="danger" busy={call.busy} onPress={stop}>
        {t('freeze.go')}
      </Button>
    </Screen>
  );
}

const DONE: Readonly<Record<Stopped, () => string>> = {
  'sessions-ended': () => t('freeze.done.sessions-ended'),
  frozen: () => t('freeze.done.frozen'),
  'only-method': () => t('freeze.done.only-method'),
};

function Done({ outcome }: { readonly outcome: Stopped }) {
  const { helpContact } = useConfiguration();
  return (
    <Screen title={t('freeze.done')}>
      <p className="lead">{DONE[outcome]()}</p>
      <p>{t('freeze.next', { helpContact })}</p>
      <p>{t('stopped.password')}</p>
    </Screen>
  );
}

import type { Client } from '@proofup/contract/client.ts';
import type { ActivityLineView, Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/account-text.ts';
import { useState } from 'react';
import { ActivityLine } from '#activity/activity-line.tsx';
import { NotMeDialog, type Stopped } from '#activity/not-me-dialog.tsx';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { AccountBack } from '#security-info/account-links.tsx';

type Page = Call['getActivity']['response'];

const STOPPED: Readonly<Record<Stopped, (helpContact: string) => string>> = {
  'sessions-ended': () => t('stopped.sessions-ended'),
  frozen: () => t('stopped.frozen'),
  'only-method': (helpContact) => t('stopped.only-method', { helpContact }),
};

export function ActivityScreen({ client }: { readonly client: Client }) {
  const { helpContact } = useConfiguration();
  const { pages, call, loadNewest, loadOlder } = usePages(client);
  const [asked, setAsked] = useState<ActivityLineView>();
  const [said, setSaid] = useState({ text: '' });
  const lines = pages?.lines ?? [];

  function onStopped(outcome: Stopped): void {
    setAsked(undefined);
    setSaid({ text: `${STOPPED[outcome](helpContact)} ${t('stopped.password')}` });
    loadNewest();
  }

  return (
    <Screen title={t('activity.title')}>
      <p className="lead">{t('activity.lead')}</p>
      <Said said={said} />
      {pages !== undefined && lines.length === 0 ? <p>{t('activity.none')}</p> : null}
      <ul className="rows panel">
        {lines.map((line) => (
          <ActivityLine key={line.id} line={line} onNotMe={setAsked} />
        ))}
      </ul>
      {pages === undefined && call.failure === undefined ? <Loading /> : null}
      <FailureNotice call={call} />
      {pages?.next === undefined ? null : (
        <Button busy={call.busy} onPress={loadOlder}>
          {t('activity.older')}
        </Button>
      )}
      <AccountBack />
      {asked === undefined ? null : (
        <NotMeDialog {...{ client, onStopped }} line={asked} onClose={() => setAsked(undefined)} />
      )}
    </Screen>
  );
}

function usePages(client: Client) {
  const [pages, setPages] = useState<Page>();
  const call = useCall();
  const loadNewest = () => void call.run(() => client('getActivity', { query: {} }), setPages);
  const loadOlder = () =>
    void call.run(
      () => client('getActivity', { query: { before: pages?.next } }),
      (older) => setPages({ ...older, lines: [...(pages?.lines ?? []), ...older.lines] }),
    );
  useOnce(loadNewest);
  return { pages, call, loadNewest, loadOlder };
}

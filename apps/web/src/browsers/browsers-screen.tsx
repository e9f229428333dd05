import type { Client } from '@proofup/contract/client.ts';
import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/account-text.ts';
import { useState } from 'react';
import { BrowserRow } from '#browsers/browser-row.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { AccountBack } from '#security-info/account-links.tsx';

type Sessions = Call['getSessions']['response'];

export function BrowsersScreen({ client }: { readonly client: Client }) {
  const [all, setAll] = useState<Sessions>();
  const [said, setSaid] = useState({ text: '' });
  const call = useCall();
  useOnce(() => void call.run(() => client('getSessions', {}), setAll));

  const after = (text: string) => (left: Sessions) => {
    setAll(left);
    setSaid({ text });
  };
  const end = (sessionId: string) =>
    void call.run(
      () => client('endOneSession', { params: { sessionId } }),
      after(t('browsers.ended')),
    );
  const endOthers = () =>
    void call.run(() => client('endOtherSessions', {}), after(t('browsers.ended-others')));

  return (
    <Screen title={t('browsers.title')}>
      <p className="lead">{t('browsers.lead')}</p>
      <Said said={said} />
      {all === undefined && call.failure === undefined ? <Loading /> : null}
      {all === undefined ? null : (
        <ul className="rows panel">
          {all.sessions.map((one) => (
            <BrowserRow key={one.id} session={one} busy={call.busy} onEnd={end} />
          ))}
        </ul>
      )}
      <FailureNotice call={call} />
      {all === undefined ? null : (
        <Others count={all.sessions.length - 1} {...{ call, endOthers }} />
      )}
      <AccountBack />
    </Screen>
  );
}

type OthersProps = {
  readonly count: number;
  readonly call: { readonly busy: boolean };
  readonly endOthers: () => void;
};

const Others = ({ count, call, endOthers }: OthersProps) =>
  count === 0 ? (
    <p>{t('browsers.only')}</p>
  ) : (
    <Button look="danger" busy={call.busy} onPress={endOthers}>
      {t('browsers.end-others')}
    </Button>
  );

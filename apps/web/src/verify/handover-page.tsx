import { t } from '@proofup/ui/later-text.ts';
import { useState } from 'react';
import { publicClient } from '#api/client.ts';
import { Loading } from '#kit/loading.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { rememberSignIn, takeUpSignIn } from '#sign-in/remembered-sign-in.ts';
import { useSignIn } from '#sign-in/sign-in-page.tsx';
import { AskedPage, type Words } from '#verify/asked-page.tsx';

const WORDS: Words = {
  asker: (name) => t('handover.asker', { name }),
  wait: (duration) => t('handover.wait', { duration }),
  cancel: () => t('handover.cancel'),
  back: () => t('handover.back'),
  noMethod: () => t('handover.lead'),
};

/** Of a sign-in, which is a UUID; tokens are longer. */
const ID_LENGTH = 36;

/** What a link brought, out of the address at once; the id of a sign-in is none of it. */
function takeToken(): string | undefined {
  const token = location.hash.slice(1);
  if (token.length <= ID_LENGTH) {
    takeUpSignIn();
    return undefined;
  }
  history.replaceState(null, '', location.pathname);
  return token;
}

/** A program has seen the first factor, and has handed the person over for the second. */
export function HandoverPage() {
  const [token] = useState(takeToken);
  const [isOpened, setOpened] = useState(token === undefined);
  return isOpened ? <Opened /> : <Opening token={token ?? ''} onOpened={() => setOpened(true)} />;
}

type OpeningProps = { readonly token: string; readonly onOpened: () => void };

function Opening({ token, onOpened }: OpeningProps) {
  const call = useCall();
  const isRefused = codeOf(call.failure) === 'handover_refused';
  useOnce(
    () =>
      void call.run(
        () => publicClient('openHandover', { body: { token } }),
        ({ id }) => {
          rememberSignIn(id);
          onOpened();
        },
      ),
  );
  return (
    <Page>
      <Card>
        {isRefused ? <Nothing /> : null}
        {call.failure === undefined ? <Loading /> : null}
        {isRefused ? null : <FailureNotice call={call} />}
      </Card>
    </Page>
  );
}

function Opened() {
  const { view, resuming, setView } = useSignIn();
  return <AskedPage {...{ view, resuming, setView }} words={WORDS} nothing={<Nothing />} />;
}

const Nothing = () => (
  <Screen title={t('handover.nothing.title')}>
    <p className="lead">{t('handover.nothing.lead')}</p>
  </Screen>
);

import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';
import { Suspense, useState } from 'react';
import { clientWith } from '#api/client.ts';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { durationText } from '#kit/duration.ts';
import { Loading } from '#kit/loading.tsx';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { useSecondsLeft } from '#kit/use-seconds-left.ts';
import { leaveFor } from '#router.ts';
import { rememberSignIn, takeUpSignIn } from '#sign-in/remembered-sign-in.ts';
import { Started, useSignIn } from '#sign-in/sign-in-page.tsx';
import '#styles/verify.css';

/** Where the answer to whoever asked is posted from, whatever it is. */
const ANSWER = '/entra/answer';

/** Somebody else has seen the first factor and waits for the second. */
export function VerifyPage() {
  useState(takeUpSignIn);
  const { view, resuming, setView } = useSignIn();
  return (
    <Page>
      <Card>
        {view?.relyingParty === undefined ? null : (
          <Asker name={view.relyingParty} until={view.expiresAt} />
        )}
        {resuming ? <Loading /> : null}
        {!resuming && view === undefined ? <Nothing /> : null}
        <Suspense fallback={<Loading />}>
          {view === undefined ? null : <Asked view={view} onView={setView} />}
        </Suspense>
      </Card>
    </Page>
  );
}

function Asker({ name, until }: { readonly name: string; readonly until: string }) {
  const seconds = useSecondsLeft(until);
  return (
    <div className="asker">
      <p>{t('verify.asker', { name })}</p>
      {seconds === 0 ? null : (
        <p className="fine-print">{t('verify.wait', { duration: durationText(seconds) })}</p>
      )}
    </div>
  );
}

type AskedProps = {
  readonly view: SignInView;
  readonly onView: (view: SignInView) => void;
};

function Asked({ view, onView }: AskedProps) {
  const goBack = () => void giveUp(view);
  if (view.state === 'needs-help') return <NoMethod onBack={goBack} />;
  return <Started {...{ view, onView }} onStartAgain={goBack} leaveLabel={t('verify.cancel')} />;
}

/** Told before the browser leaves, so that the answer says so; one that is over needs no telling. */
async function giveUp({ id, csrfToken, returnTo }: SignInView): Promise<void> {
  rememberSignIn(undefined);
  await clientWith(csrfToken)('cancelSignIn', { params: { signInId: id } });
  leaveFor(returnTo);
}

function NoMethod({ onBack }: { readonly onBack: () => void }) {
  const { helpContact } = useConfiguration();
  return (
    <Screen title={t('verify.no-method.title')}>
      <p className="lead">{t('verify.no-method.lead')}</p>
      <p className="help-contact">{helpContact}</p>
      <Button look="primary" onPress={onBack}>
        {t('verify.back')}
      </Button>
    </Screen>
  );
}

function Nothing() {
  return (
    <Screen title={t('verify.nothing.title')}>
      <p className="lead">{t('verify.nothing.lead')}</p>
      <Button look="primary" onPress={() => leaveFor(ANSWER)}>
        {t('verify.back')}
      </Button>
    </Screen>
  );
}

import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';
import { type ReactNode, Suspense } from 'react';
import { clientWith } from '#api/client.ts';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { durationText } from '#kit/duration.ts';
import { Loading } from '#kit/loading.tsx';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { useSecondsLeft } from '#kit/use-seconds-left.ts';
import { leaveFor } from '#router.ts';
import { rememberSignIn } from '#sign-in/remembered-sign-in.ts';
import { Started, type useSignIn } from '#sign-in/sign-in-page.tsx';
import '#styles/verify.css';

/** What the page says of whoever asks. */
export type Words = {
  readonly asker: (name: string) => string;
  readonly wait: (duration: string) => string;
  readonly cancel: () => string;
  readonly back: () => string;
  /** To somebody who has no method that would do. */
  readonly noMethod: () => string;
};

type Props = Pick<ReturnType<typeof useSignIn>, 'view' | 'resuming' | 'setView'> & {
  readonly words: Words;
  /** Where there is no sign-in to go on with. */
  readonly nothing: ReactNode;
};

/** Somebody else has seen the first factor and waits for the second. */
export const AskedPage = ({ view, resuming, setView, words, nothing }: Props) => (
  <Page>
    <Card>
      {view?.relyingParty === undefined ? null : (
        <Asker name={view.relyingParty} until={view.expiresAt} words={words} />
      )}
      {resuming ? <Loading /> : null}
      {!resuming && view === undefined ? nothing : null}
      <Suspense fallback={<Loading />}>
        {view === undefined ? null : <Asked view={view} onView={setView} words={words} />}
      </Suspense>
    </Card>
  </Page>
);

type AskerProps = { readonly name: string; readonly until: string; readonly words: Words };

function Asker({ name, until, words }: AskerProps) {
  const seconds = useSecondsLeft(until);
  return (
    <div className="asker">
      <p>{words.asker(name)}</p>
      {seconds === 0 ? null : <p className="fine-print">{words.wait(durationText(seconds))}</p>}
    </div>
  );
}

type AskedProps = {
  readonly view: SignInView;
  readonly onView: (view: SignInView) => void;
  readonly words: Words;
};

function Asked({ view, onView, words }: AskedProps) {
  const goBack = () => void giveUp(view);
  if (view.state === 'needs-help') return <NoMethod words={words} onBack={goBack} />;
  return <Started {...{ view, onView }} onStartAgain={goBack} leaveLabel={words.cancel()} />;
}

/** Told before the browser leaves, so that the answer says so; one that is over needs no telling. */
async function giveUp({ id, csrfToken, returnTo }: SignInView): Promise<void> {
  rememberSignIn(undefined);
  await clientWith(csrfToken)('cancelSignIn', { params: { signInId: id } });
  leaveFor(returnTo);
}

function NoMethod({ words, onBack }: { readonly words: Words; readonly onBack: () => void }) {
  const { helpContact } = useConfiguration();
  return (
    <Screen title={t('verify.no-method.title')}>
      <p className="lead">{words.noMethod()}</p>
      <p className="help-contact">{helpContact}</p>
      <Button look="primary" onPress={onBack}>
        {words.back()}
      </Button>
    </Screen>
  );
}

import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { lazy, Suspense, useState } from 'react';
import { clientWith, publicClient } from '#api/client.ts';
import { Button } from '#kit/button.tsx';
import { Loading } from '#kit/loading.tsx';
import { Card, Page } from '#kit/page.tsx';
import { useOnce } from '#kit/use-once.ts';
import { leaveFor, useSearch } from '#router.ts';
import { PasswordForm } from '#sign-in/password-form.tsx';
import { rememberedSignIn, rememberSignIn } from '#sign-in/remembered-sign-in.ts';

const loadSecondStep = () => import('#sign-in/second-step.tsx');

const SecondStep = lazy(async () => ({ default: (await loadSecondStep()).SecondStep }));

const Tasks = lazy(async () => ({ default: (await import('#tasks/tasks.tsx')).Tasks }));

const SetUp = lazy(async () => ({ default: (await import('#set-up/set-up.tsx')).SetUp }));

export function SignInPage() {
  const returnTo = useSearch().get('return-to') ?? undefined;
  const { view, resuming, setView, startAgain } = useSignIn();
  return (
    <Page>
      <Card>
        {resuming ? <Loading /> : null}
        {!resuming && view === undefined ? (
          <PasswordForm
            returnTo={returnTo}
            // It arrives while the password is checked, and nobody waits for it.
            onSubmit={() => void loadSecondStep()}
            onView={setView}
          />
        ) : null}
        <Suspense fallback={<Loading />}>
          {view === undefined ? null : (
            <Started view={view} onView={setView} onStartAgain={startAgain} />
          )}
        </Suspense>
      </Card>
    </Page>
  );
}

type StartedProps = {
  readonly view: SignInView;
  readonly onView: (view: SignInView) => void;
  readonly onStartAgain: () => void;
};

function Started(props: StartedProps) {
  const { view, onStartAgain } = props;
  if (view.state === 'completed') return <Loading />;
  if (view.state === 'set-up') return <SetUp {...props} />;
  const leave = (
    <div className="leave">
      <Button look="quiet" onPress={onStartAgain}>
        {t('sign-in.other-person')}
      </Button>
    </div>
  );
  if (view.state === 'tasks') return <Tasks {...props} leave={leave} />;
  return <SecondStep {...props} leave={leave} />;
}

/** The server's view is all the state there is; a reload asks for it again. */
function useSignIn() {
  const [view, show] = useState<SignInView>();
  const [resuming, setResuming] = useState(() => rememberedSignIn() !== undefined);

  function setView(next: SignInView): void {
    const over = next.state === 'completed' || next.state === 'ended';
    rememberSignIn(over ? undefined : next.id);
    show(next);
    if (next.state === 'completed') leaveFor(next.returnTo);
  }

  function startAgain(): void {
    rememberSignIn(undefined);
    show(undefined);
    if (view === undefined || view.state === 'ended') return;
    // Nobody waits for it: without this it would end by its own clock.
    void clientWith(view.csrfToken)('cancelSignIn', { params: { signInId: view.id } });
  }

  async function resume(signInId: string): Promise<void> {
    const result = await publicClient('getSignIn', { params: { signInId } });
    setResuming(false);
    // One that is over is no news to somebody who comes to begin.
    if (result.kind === 'ok' && result.value.state !== 'ended') setView(result.value);
    else rememberSignIn(undefined);
  }

  useOnce(() => {
    const signInId = rememberedSignIn();
    if (signInId !== undefined) void resume(signInId);
  });

  return { view, resuming, setView, startAgain };
}

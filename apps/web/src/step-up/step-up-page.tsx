import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/apps-text.ts';
import { Suspense, useState } from 'react';
import { clientWith } from '#api/client.ts';
import { Loading } from '#kit/loading.tsx';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { leaveFor } from '#router.ts';
import { rememberSignIn, takeUpSignIn } from '#sign-in/remembered-sign-in.ts';
import { Started, useSignIn } from '#sign-in/sign-in-page.tsx';
import '#styles/verify.css';

/** Somebody who is signed in, on the way to an application that asks for more. */
export function StepUpPage() {
  useState(takeUpSignIn);
  const { view, resuming, setView } = useSignIn();
  return (
    <Page>
      <Card>
        {resuming ? <Loading /> : null}
        {!resuming && view === undefined ? <Nothing /> : null}
        <Suspense fallback={<Loading />}>
          {view === undefined ? null : (
            <>
              <div className="asker">
                <p>{t('on-the-way.lead')}</p>
              </div>
              <Started
                {...{ view, onView: setView }}
                onStartAgain={() => void goBack(view)}
                leaveLabel={t('on-the-way.back')}
              />
            </>
          )}
        </Suspense>
      </Card>
    </Page>
  );
}

async function goBack({ id, csrfToken, returnTo }: SignInView): Promise<void> {
  rememberSignIn(undefined);
  await clientWith(csrfToken)('cancelSignIn', { params: { signInId: id } });
  leaveFor(`${returnTo}/cancel`);
}

const Nothing = () => (
  <Screen title={t('on-the-way.nothing.title')}>
    <p className="lead">{t('on-the-way.nothing.lead')}</p>
  </Screen>
);

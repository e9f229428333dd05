import { t } from '@proofup/ui/later-text.ts';
import { useState } from 'react';
import { Button } from '#kit/button.tsx';
import { Screen } from '#kit/screen.tsx';
import { leaveFor } from '#router.ts';
import { takeUpSignIn } from '#sign-in/remembered-sign-in.ts';
import { useSignIn } from '#sign-in/sign-in-page.tsx';
import { AskedPage, type Words } from '#verify/asked-page.tsx';

/** Where the answer to whoever asked is posted from, whatever it is. */
const ANSWER = '/entra/answer';

const WORDS: Words = {
  asker: (name) => t('verify.asker', { name }),
  wait: (duration) => t('verify.wait', { duration }),
  cancel: () => t('verify.cancel'),
  back: () => t('verify.back'),
  noMethod: () => t('verify.no-method.lead'),
};

/** Microsoft has seen the first factor and waits for the second. */
export function VerifyPage() {
  useState(takeUpSignIn);
  const { view, resuming, setView } = useSignIn();
  return <AskedPage {...{ view, resuming, setView }} words={WORDS} nothing={<Nothing />} />;
}

const Nothing = () => (
  <Screen title={t('verify.nothing.title')}>
    <p className="lead">{t('verify.nothing.lead')}</p>
    <Button look="primary" onPress={() => leaveFor(ANSWER)}>
      {t('verify.back')}
    </Button>
  </Screen>
);

import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { useState } from 'react';
import { clientWith } from '#api/client.ts';
import { Button } from '#kit/button.tsx';
import { Modal } from '#kit/modal.tsx';
import { SecondStep } from '#sign-in/second-step.tsx';
import { Tasks } from '#tasks/tasks.tsx';

type Props = { readonly first: SignInView; readonly end: (proven: boolean) => void };

export function StepUpDialog({ first, end }: Props) {
  const [view, setView] = useState(first);

  function onView(next: SignInView): void {
    if (next.state === 'completed') end(true);
    else setView(next);
  }

  function giveUp(): void {
    end(false);
    // Nobody waits for it: without this it would end by its own clock.
    void clientWith(view.csrfToken)('cancelSignIn', { params: { signInId: view.id } });
  }

  const leave = (
    <div className="leave">
      <Button onPress={giveUp}>{t('action.cancel')}</Button>
    </div>
  );
  return (
    <Modal label={t('step-up.title')} onClose={giveUp}>
      <p className="dialog-reason">
        <strong>{t('step-up.title')}</strong> {t('step-up.lead')}{' '}
        {view.options.some(({ type }) => type === 'passkey') ? t('step-up.passkey') : null}
      </p>
      {view.state === 'tasks' ? (
        <Tasks {...{ view, onView, leave }} />
      ) : (
        <SecondStep {...{ view, onView, leave }} onStartAgain={giveUp} />
      )}
    </Modal>
  );
}

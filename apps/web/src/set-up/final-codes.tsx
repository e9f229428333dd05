import type { Client } from '@proofup/contract/client.ts';
import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { useCall } from '#kit/use-call.ts';
import { RecoveryCodes } from '#recovery-codes/recovery-codes.tsx';

type Props = {
  readonly client: Client;
  readonly view: SignInView;
  readonly onView: (view: SignInView) => void;
  /** What comes after them, where anything does. */
  readonly onApps: (() => void) | undefined;
};

export function FinalCodes({ client, view, onView, onApps }: Props) {
  const call = useCall();
  const made = view.setUp?.recoveryCodes === true;
  const end = () =>
    void call.run(() => client('finishSetUp', { params: { signInId: view.id } }), onView);
  const finish = onApps ?? end;
  return (
    <>
      <RecoveryCodes
        client={client}
        title={t('set-up.step4')}
        step={4}
        replaces={made}
        finishLabel={onApps ? t('action.next') : t('action.finish')}
        onFinish={finish}
      >
        {made ? (
          <Button look="quiet" busy={call.busy} onPress={finish}>
            {onApps ? t('set-up.codes-saved.next') : t('set-up.codes-saved')}
          </Button>
        ) : null}
      </RecoveryCodes>
      <FailureNotice call={call} signInId={view.id} />
    </>
  );
}

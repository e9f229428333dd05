import { t } from '@proofup/ui/text.ts';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Screen } from '#kit/screen.tsx';
import type { CallState } from '#kit/use-call.ts';

type Props = {
  readonly call: CallState;
  readonly onStart: () => void;
  readonly onLeave: () => void;
};

export function Invitation({ call, onStart, onLeave }: Props) {
  const { organisation } = useConfiguration();
  return (
    <Screen title={t('set-up.invitation.title')}>
      <p className="lead">{t('set-up.invitation.lead', { organisation })}</p>
      <p>{t('set-up.invitation.why')}</p>
      <p>{t('set-up.invitation.need')}</p>
      <FailureNotice call={call} />
      <Button look="primary" busy={call.busy} onPress={onStart}>
        {t('set-up.start')}
      </Button>
      <Button look="quiet" onPress={onLeave}>
        {t('sign-in.other-person')}
      </Button>
    </Screen>
  );
}

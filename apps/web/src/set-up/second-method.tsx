import { t } from '@proofup/ui/text.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Screen } from '#kit/screen.tsx';
import type { CallState } from '#kit/use-call.ts';

type Props = {
  readonly call: CallState;
  readonly afterApp: boolean;
  readonly onAdd: () => void;
  readonly onSkip: () => void;
};

export function SecondMethod({ call, afterApp, onAdd, onSkip }: Props) {
  return (
    <Screen title={afterApp ? t('set-up.step3.app') : t('set-up.step3.phone')} step={3}>
      <p className="notice good" role="status">
        {t('set-up.first-works')}
      </p>
      <p className="lead">{t('set-up.step3.lead')}</p>
      <FailureNotice call={call} />
      <div className="actions">
        <Button look="primary" busy={call.busy} onPress={onAdd}>
          {t('set-up.step3.add')}
        </Button>
        <Button look="quiet" onPress={onSkip}>
          {t('set-up.step3.skip')}
        </Button>
      </div>
    </Screen>
  );
}

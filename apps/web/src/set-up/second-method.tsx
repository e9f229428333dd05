import { t } from '@proofup/ui/text.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Screen } from '#kit/screen.tsx';
import type { CallState } from '#kit/use-call.ts';
import type { Contact } from '#set-up/places.ts';

type Props = {
  readonly call: CallState;
  readonly after: Contact | undefined;
  readonly onAdd: () => void;
  readonly onSkip: () => void;
};

const titleAfter = (contact: Contact | undefined): string => {
  if (contact === 'passkey') return t('set-up.step3.passkey');
  return contact === 'app' || contact === 'device'
    ? t('set-up.step3.app')
    : t('set-up.step3.phone');
};

export function SecondMethod({ call, after, onAdd, onSkip }: Props) {
  return (
    <Screen title={titleAfter(after)} step={3}>
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

import type { Client } from '@proofup/contract/client.ts';
import type { ActivityLineView, Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/account-text.ts';
import { sentenceOf } from '#activity/sentence.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

export type Stopped = Call['disownActivity']['response']['outcome'];

type Props = {
  readonly client: Client;
  readonly line: ActivityLineView;
  readonly onStopped: (outcome: Stopped) => void;
  readonly onClose: () => void;
};

/** Says what will happen before it does. */
export function NotMeDialog({ client, line, onStopped, onClose }: Props) {
  const call = useCall();
  const stop = () =>
    void call.run(
      () => client('disownActivity', { params: { lineId: line.id } }),
      ({ outcome }) => onStopped(outcome),
    );
  return (
    <Modal label={t('not-me.title')} onClose={onClose}>
      <Screen title={t('not-me.title')}>
        <p className="row-value">{sentenceOf(line)}</p>
        <p>{t('not-me.then')}</p>
        <ul className="plain-list">
          <li>{t('not-me.others')}</li>
          {line.reaction === 'freeze-method' ? <li>{t('not-me.freeze')}</li> : null}
          <li>{t('not-me.told')}</li>
        </ul>
        <FailureNotice call={call} />
        <div className="actions">
          <Button look="danger" busy={call.busy} onPress={stop}>
            {t('not-me.go')}
          </Button>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
        </div>
      </Screen>
    </Modal>
  );
}

import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Button } from '#kit/button.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: AdminClient;
  readonly chosen: Omit<Call['sendReminders']['body'], 'reason' | 'after'>;
  readonly onClose: (sent: boolean) => void;
};

type Counts = { readonly sent: number; readonly skipped: number };

/** What will be sent, why, and then how many it were. */
export function RemindDialog({ client, chosen, onClose }: Props) {
  const [counts, setCounts] = useState<Counts>();
  const call = useCall();
  const send = async (reason: string) => {
    let [sent, skipped] = [0, 0];
    let after: string | undefined;
    do {
      const body = { ...chosen, reason, ...(after === undefined ? {} : { after }) };
      const done = await client('sendReminders', { body });
      if (done.kind !== 'ok') return done;
      sent += done.value.sent;
      skipped += done.value.skipped;
      after = done.value.next;
    } while (after !== undefined);
    return { kind: 'ok', value: { sent, skipped } } as const;
  };
  return (
    <Modal label={t('roll-out.remind')} onClose={() => onClose(counts !== undefined)}>
      <Screen title={t('roll-out.remind')}>
        {counts === undefined ? (
          <>
            <p>{t('roll-out.remind.text')}</p>
            <ReasonForm
              call={call}
              label={t('roll-out.remind.send')}
              onCancel={() => onClose(false)}
              onSubmit={(_, reason) => void call.run(() => send(reason), setCounts)}
            />
          </>
        ) : (
          <>
            <p role="status">{t('roll-out.remind.sent', counts)}</p>
            <div className="actions">
              <Button look="primary" onPress={() => onClose(true)}>
                {t('help.close')}
              </Button>
            </div>
          </>
        )}
      </Screen>
    </Modal>
  );
}

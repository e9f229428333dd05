import type { Client } from '@proofup/contract/client.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { useState } from 'react';
import { type Made, MakeAppPassword } from '#app-passwords/make-app-password.tsx';
import { Button } from '#kit/button.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';

type Props = {
  readonly client: Client;
  /** With what was made, if anything was. */
  readonly onClose: (made: Made | undefined) => void;
};

export function CreateAppPassword({ client, onClose }: Props) {
  const [made, setMade] = useState<Made>();
  const title = t('app-passwords.create.title');
  return (
    <Modal label={title} onClose={() => onClose(made)}>
      <Screen title={title}>
        <MakeAppPassword {...{ client, made }} onMade={setMade}>
          <Button onPress={() => onClose(made)}>
            {made === undefined ? t('action.cancel') : t('app-passwords.close')}
          </Button>
        </MakeAppPassword>
      </Screen>
    </Modal>
  );
}

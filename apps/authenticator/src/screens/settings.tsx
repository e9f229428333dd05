import { t } from '@proofup/ui/authenticator-text.ts';
import type { Codes } from '#codes/use-codes.ts';
import { Button } from '#kit/button.tsx';
import { Screen } from '#kit/screen.tsx';
import type { Locking } from '#lock/use-lock.ts';
import { BringCodes } from '#screens/bring-codes.tsx';
import { LockSettings } from '#screens/lock-settings.tsx';
import { SaveCodes } from '#screens/save-codes.tsx';

type Props = {
  readonly codes: Codes;
  readonly locking: Locking;
  readonly onBack: () => void;
};

export const Settings = ({ codes, locking, onBack }: Props) => (
  <Screen title={t('settings.title')}>
    <LockSettings {...locking} />
    <SaveCodes {...codes} />
    <BringCodes {...codes} />
    <Button look="quiet" onPress={onBack}>
      {t('action.back')}
    </Button>
  </Screen>
);

import { t } from '@proofup/ui/account-text.ts';
import type { Stopped } from '#activity/not-me-dialog.tsx';

const TEXTS: Readonly<Record<Stopped, (helpContact: string) => string>> = {
  'sessions-ended': () => t('stopped.sessions-ended'),
  frozen: () => t('stopped.frozen'),
  'only-method': (helpContact) => t('stopped.only-method', { helpContact }),
};

export const stoppedText = (outcome: Stopped, helpContact: string): string =>
  TEXTS[outcome](helpContact);

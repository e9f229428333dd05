import type { ApplicationView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';

export const STRENGTH_WORDS: Readonly<Record<ApplicationView['strength'], () => string>> = {
  'two-step': () => t('apps.strength.two-step'),
  'one-step': () => t('apps.strength.one-step'),
  'phishing-resistant': () => t('apps.strength.phishing-resistant'),
};

import type { CaseView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';

export const OUTCOMES = {
  solved: () => t('cases.outcome.solved'),
  attack: () => t('cases.outcome.attack'),
  'false-alarm': () => t('cases.outcome.false-alarm'),
  'not-reached': () => t('cases.outcome.not-reached'),
} as const;

export const KIND_WORDS: Readonly<Record<CaseView['kind'], () => string>> = {
  'not-me': () => t('cases.kind.not-me'),
  frozen: () => t('cases.kind.frozen'),
  fraud: () => t('cases.kind.fraud'),
  help: () => t('cases.kind.help'),
};

import type { ListedUserView, RecordView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';

export const ROLE_WORDS: Readonly<Record<ListedUserView['role'], () => string>> = {
  user: () => t('role.user'),
  'help-desk': () => t('role.help-desk'),
  auditor: () => t('role.auditor'),
  administrator: () => t('role.administrator'),
  owner: () => t('role.owner'),
};

export const STATE_WORDS: Readonly<Record<ListedUserView['state'], () => string>> = {
  disabled: () => t('state.disabled'),
  enabled: () => t('state.enabled'),
  enforced: () => t('state.enforced'),
};

export const OUTCOME_WORDS: Readonly<Record<RecordView['outcome'], () => string>> = {
  success: () => t('reports.outcome.success'),
  failure: () => t('reports.outcome.failure'),
  info: () => t('reports.outcome.info'),
};

/** What a select offers: a value, and its word. */
export type Choices = readonly (readonly [value: string, word: string])[];

export const choicesOf = (words: Readonly<Record<string, () => string>>): Choices =>
  Object.entries(words).map(([value, word]) => [value, word()]);

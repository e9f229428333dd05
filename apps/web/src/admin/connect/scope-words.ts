import type { ApiKeyView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';

export type Scope = ApiKeyView['scopes'][number];

export const SCOPE_WORDS: Readonly<Record<Scope, () => string>> = {
  'users.read': () => t('scope.users.read'),
  'users.import': () => t('scope.users.import'),
  'users.write': () => t('scope.users.write'),
  'users.recover': () => t('scope.users.recover'),
  'groups.write': () => t('scope.groups.write'),
  'tokens.write': () => t('scope.tokens.write'),
  'voice.write': () => t('scope.voice.write'),
  'brand.write': () => t('scope.brand.write'),
  'settings.read': () => t('scope.settings.read'),
  'cases.read': () => t('scope.cases.read'),
  'cases.write': () => t('scope.cases.write'),
  'reports.read': () => t('scope.reports.read'),
  'relying-parties.read': () => t('scope.relying-parties.read'),
  'app-passwords.verify': () => t('scope.app-passwords.verify'),
  verification: () => t('scope.verification'),
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
export const SCOPES = Object.keys(SCOPE_WORDS) as readonly Scope[];

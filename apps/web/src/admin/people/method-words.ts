import type { MethodView, OptionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';

/** What the kinds of methods are called in a list of all of them. */
export const METHOD_WORDS: Readonly<Record<MethodView['kind'], () => string>> = {
  passkey: () => t('user.method.passkey'),
  device: () => t('user.method.device'),
  totp: () => t('user.method.totp'),
  'hardware-token': () => t('people.type.hardware-token'),
  phone: () => t('people.type.phone'),
  'saved-recovery-codes': () => t('people.type.saved-recovery-code'),
  'temporary-access-pass': () => t('user.method.temporary-access-pass'),
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
export const METHOD_KINDS = Object.keys(METHOD_WORDS) as readonly MethodView['kind'][];

/** What is asked first, in a word. */
export const TYPE_WORDS: Readonly<Record<OptionView['type'], () => string>> = {
  passkey: () => t('user.method.passkey'),
  push: () => t('people.type.push'),
  totp: () => t('people.type.totp'),
  'hardware-token': () => t('people.type.hardware-token'),
  text: () => t('people.type.text'),
  call: () => t('people.type.call'),
  'spoken-code': () => t('people.type.spoken-code'),
  'saved-recovery-code': () => t('people.type.saved-recovery-code'),
  'temporary-access-pass': () => t('user.method.temporary-access-pass'),
};

import type { ChallengeView, OptionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { phoneText } from '#challenge/option-label.ts';

type CodeType = Exclude<OptionView['type'], 'call' | 'push'>;

export type CodeWords = {
  readonly title: string;
  readonly lead: string;
  readonly label: string;
  /** Digits only: a phone shows its number pad. */
  readonly numeric: boolean;
  /** Nothing is sent for these: the same screen is simply shown again. */
  readonly again: string;
};

type Words = (challenge: ChallengeView, number: string) => CodeWords;

const WORDS: Readonly<Record<CodeType, Words>> = {
  text: (_, number) => ({
    title: t('code.text.title'),
    lead: t('code.text.lead', { number }),
    label: t('code.label'),
    numeric: true,
    again: t('code.text.again'),
  }),
  'spoken-code': (_, number) => ({
    title: t('code.spoken.title'),
    lead: t('code.spoken.lead', { number }),
    label: t('code.label'),
    numeric: true,
    again: t('call.again'),
  }),
  passkey: () => ({
    title: t('passkey.title'),
    lead: t('passkey.lead'),
    label: '',
    numeric: false,
    again: t('passkey.use'),
  }),
  totp: () => ({
    title: t('code.totp.title'),
    lead: t('code.totp.lead'),
    label: t('code.label'),
    numeric: true,
    again: t('action.start-again'),
  }),
  'hardware-token': () => ({
    title: t('code.hardware-token.title'),
    lead: t('code.hardware-token.lead'),
    label: t('code.label'),
    numeric: true,
    again: t('action.start-again'),
  }),
  'saved-recovery-code': ({ codeNumber = 1 }) => ({
    title: t('code.recovery.title'),
    lead: t('code.recovery.lead', { codeNumber }),
    label: t('code.recovery.label', { codeNumber }),
    numeric: false,
    again: t('action.start-again'),
  }),
  'temporary-access-pass': () => ({
    title: t('code.pass.title'),
    lead: t('code.pass.lead'),
    label: t('code.pass.label'),
    numeric: false,
    again: t('action.start-again'),
  }),
};

export function codeWords(challenge: ChallengeView, among: readonly OptionView[]): CodeWords {
  const { option } = challenge;
  const type = option.type === 'call' || option.type === 'push' ? 'spoken-code' : option.type;
  return WORDS[type](challenge, phoneText(option, among));
}

/** People paste codes with the spaces and hyphens that a message or a list shows them with. */
export const tidyCode = (typed: string): string => typed.replaceAll(/[\s\-–]/g, '');

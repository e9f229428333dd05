import type { VoiceMessageName } from '@proofup/contract/voice-messages.ts';
import { t } from '@proofup/ui/admin-text.ts';

/** When each is said; the names of 2016 where there is one. */
export const MESSAGE_WORDS: Readonly<Record<VoiceMessageName, () => string>> = {
  'approve.greeting': () => t('voice.message.approve.greeting'),
  'approve.how': () => t('voice.message.approve.how'),
  'approve.not-you': () => t('voice.message.approve.not-you'),
  'approve.report': () => t('voice.message.approve.report'),
  'approve.again': () => t('voice.message.approve.again'),
  'approve.approved': () => t('voice.message.approve.approved'),
  'report.how': () => t('voice.message.report.how'),
  'report.confirm': () => t('voice.message.report.confirm'),
  'report.done': () => t('voice.message.report.done'),
  'code.greeting': () => t('voice.message.code.greeting'),
  'code.again': () => t('voice.message.code.again'),
  'code.keep': () => t('voice.message.code.keep'),
  'caller.greeting': () => t('voice.message.caller.greeting'),
  'caller.again': () => t('voice.message.caller.again'),
  'caller.keep': () => t('voice.message.caller.keep'),
  'code.repeat': () => t('voice.message.code.repeat'),
  'call.over': () => t('voice.message.call.over'),
  'call.goodbye': () => t('voice.message.call.goodbye'),
};

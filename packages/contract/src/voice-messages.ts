/** What an automated call says, by when it says it: each can have words or a recording of one's own. */
export const VOICE_MESSAGES = [
  'approve.greeting',
  'approve.how',
  'approve.not-you',
  'approve.report',
  'approve.again',
  'approve.approved',
  'report.how',
  'report.confirm',
  'report.done',
  'code.greeting',
  'code.again',
  'code.keep',
  'caller.greeting',
  'caller.again',
  'caller.keep',
  'code.repeat',
  'call.over',
  'call.goodbye',
] as const;

export type VoiceMessageName = (typeof VOICE_MESSAGES)[number];

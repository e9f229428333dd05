import type { VoiceMessageName } from '#delivery/ports.ts';

/** Every sentence an automated call can say. `{organisation}` is the only blank. */
const SPOKEN_TEXTS: Readonly<Record<VoiceMessageName, string>> = {
  'approve.greeting': 'Hello. This is {organisation}, checking that it is you who is signing in.',
  'approve.how': 'If you are signing in right now, press the pound key to approve.',
  'approve.not-you': 'If you are not, simply hang up. Nobody will be let in.',
  'approve.report': 'To report that somebody else is trying to get in, press zero.',
  'approve.again': 'We did not hear the pound key.',
  'approve.approved': 'Thank you. Your sign-in is approved. Goodbye.',
  'report.how': 'To report somebody else signing in as you, press the pound key now.',
  'report.confirm':
    'Your report will stop this sign-in and alert your administrators. To confirm, press one.',
  'report.done':
    'Thank you for your report. The sign-in was stopped, and your administrators were alerted. Goodbye.',
  'code.greeting': 'Hello. This is {organisation}. Your verification code is:',
  'code.again': 'Once more, your verification code is:',
  'code.keep': 'Never tell this code to anyone who asks for it.',
  'code.repeat': 'To hear the code again, press any key.',
  'caller.greeting':
    'Hello. This is the help desk of {organisation}, for whoever is talking to it now. Your number is:',
  'caller.again': 'Once more, your number is:',
  'caller.keep': 'Read it out only if it was you who called the help desk. Otherwise, hang up.',
  'call.over': 'This request is over, and nothing was approved by this call. Goodbye.',
  'call.goodbye': 'Goodbye.',
};

export type SpokenTextId = VoiceMessageName;

export const spokenText = (id: SpokenTextId, organisation = '', words = SPOKEN_TEXTS[id]): string =>
  words.replaceAll('{organisation}', () => organisation);

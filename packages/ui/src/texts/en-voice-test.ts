/** What the test of texts and calls says (see en-admin.ts). */
export const EN_VOICE_TEST = {
  'voice.test': 'Try it',
  'voice.test.text-about':
    'A text or a call to a phone of your own. It counts like every other, costs what every other costs, and stands in the audit log.',
  'voice.test.no-phone': 'You have no phone set up: add one to your own security info first',
  'voice.test.way': 'To which phone',
  'voice.test.call': 'Call {number}',
  'voice.test.text': 'Text {number}',
  'voice.test.message': 'What a call says',
  'voice.test.send': 'Send it to me',
  'voice.test.sent': 'It is on its way.',
} as const satisfies Readonly<Record<string, string>>;

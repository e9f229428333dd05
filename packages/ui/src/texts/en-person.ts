/** What the list of people and the page of one person say besides (see en-admin.ts). */
export const EN_PERSON = {
  'person.last': 'Last sign-in {day}',
  'person.last.none': 'No sign-in in the last 90 days',
  'person.last.name': 'Last sign-in',
  'person.last.filter': 'Signed in',
  'person.last.in': 'In the last {n} days',
  'person.last.not': 'Not in the last {n} days',
  'person.best': 'Best method',
  'person.devices': 'Devices',
  'person.devices.lead': 'Phones with the authenticator.',
  'person.devices.none': 'No phone has the authenticator for this account.',
  'person.device.stale': 'Notifications do not reach it: the app has to be opened.',
  'person.passkey.synced': 'Copied to other devices',
  'person.passkey.here': 'On one device',
  'person.phone.extension': 'With an extension',
  'person.phone.correct': 'Correct',
  'person.language': 'Language of calls',
  'person.language.set': 'Change language',
  'person.language.text':
    'Calls to this person are spoken in it where you have words or recordings in it. They can choose it themselves, too.',
  'person.language.hint': 'For example fr or de-DE. Empty: as usual for calls.',
  'voice.shown': 'Messages in',
  'voice.shown.usual': '{language}, the language of calls',
  'voice.shown.add': 'Another language',
  'voice.shown.go': 'Show',
  'voice.shown.hint':
    'Whoever has this language hears what is set here. What is not set here is said in the language of calls.',
} as const satisfies Readonly<Record<string, string>>;

/** Sentences of the sign-in and security info pages about the authenticator on a phone. */
export const EN_DEVICE = {
  'push.title': 'Approve on your phone',
  'push.lead': 'We asked {device}. Open the authenticator there and type this number:',
  'push.a-phone': 'your phone',
  'push.number': 'Number to type on your phone',
  'push.not-you':
    'You did not start this? Then do not type the number anywhere: press “It’s not me” on the phone.',
  'push.again': 'Ask my phone again',
  'push.ended': 'Nothing was approved',
  'push.wrong-number': 'Another number was typed on the phone',
  'push.wrong-number.next':
    'That ended the request, to keep you safe. Ask again and type the number shown here.',
  'push.declined': 'The request was denied on the phone',
  'push.declined.next': 'If that was you, there is nothing to do. This sign-in is over.',
  'push.expired': 'Nobody answered in time',
  'push.expired.next':
    'A request waits for one minute. Open the authenticator first, then ask again.',

  'device.title': 'Set up the authenticator',
  'device.what':
    'An app of ours for your phone. When you sign in, it asks you; you type the number that the sign-in page shows.',
  'device.install':
    'On an iPhone or iPad, first open {url} in Safari, choose Share, then “Add to Home Screen”, and go on in the app from there.',
  'device.scan.title': 'Connect your phone',
  'device.scan.lead':
    'Point the camera of your phone at this picture, or press “Add account” in the app and point it from there.',
  'device.scan.alt': 'QR code to scan with your phone',
  'device.by-hand': "Can't scan it?",
  'device.by-hand.lead':
    'Open the address on your phone, press “Add account” there, and type this:',
  'device.by-hand.url': 'Address',
  'device.by-hand.code': 'Code',
  'device.by-hand.life': 'The code works once, for ten minutes.',
  'device.waiting': 'Waiting for your phone…',
  'device.answered': 'Is this your phone?',
  'device.answered.lead':
    'It answered to the code just now. It counts only when you say that it is yours.',
  'device.answered.name': 'Phone',
  'device.answered.browser': 'Browser',
  'device.answered.place': 'From',
  'device.mine': 'Yes, it’s mine: test it',
  'device.not-mine': 'No, start again',
  'device.over': 'This code has had its time',
  'device.over.next': 'Start again to get a new one.',
  'device.saved': 'Your phone is set up: it can approve your sign-ins.',

  'method.device': 'Authenticator on a phone',
  'method.device.another': 'Authenticator on another phone',
  'method.device.what': 'Type the number that the sign-in page shows. No store, no account.',
  'method.device.stale': 'Notifications do not reach it any more. Open the app on it.',
  'delete.device': 'Delete this phone?',
  'delete.device.text':
    'It can approve nothing from then on, also if the app stays on it. Deleting the app from the phone does not do this.',
} as const satisfies Readonly<Record<string, string>>;

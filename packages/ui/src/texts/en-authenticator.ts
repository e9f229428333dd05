/** Every sentence of the authenticator on the phone. */
export const EN_AUTHENTICATOR = {
  'action.back': 'Back',
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.save': 'Save',

  'home.title': 'Authenticator',
  'home.empty':
    'There is no account on this phone yet. Open your security info page on a computer and press Configure.',
  'home.add': 'Add account',

  'activate.title': 'Add account',
  'activate.scanned': 'This phone makes a key that never leaves it, and tells your organisation.',
  'activate.typed': 'Type the code that your security info page shows on the other screen.',
  'activate.code': 'Code',
  'activate.code.hint': 'Eight letters and digits.',
  'activate.name': 'Name of this phone',
  'activate.name.hint': 'So that you know it again on your security info page.',
  'activate.submit': 'Add this phone',
  'activate.done': 'Done here. Now go back to the other screen and say that this is your phone.',

  'request.sign-in': 'Are you trying to sign in?',
  'request.step-up': 'Are you changing your account?',
  'request.test': 'Try it out',
  'request.number': 'Number on the other screen',
  'request.number.hint': 'Type the number that the page you are signing in to shows.',
  'request.number.missing': 'Type all {digits} digits of the number.',
  'request.approve': 'Approve',
  'request.not-me': 'It’s not me',
  'request.left': '{seconds} seconds left',
  'request.approved': 'Approved. Go on on the other screen.',
  'request.denied': 'Denied. That sign-in is over.',
  'request.reported': 'Denied and reported. Your organisation has been told.',
  'request.wrong-number':
    'That was not the number. The request is over; ask for a new one on the other screen.',
  'request.over.title': 'This request is over',
  'request.over': 'The request is over. Ask for a new one on the other screen, if it was you.',

  'fact.who': 'Who asks',
  'fact.account': 'Account',
  'fact.place': 'From',
  'fact.browser': 'Browser',
  'fact.time': 'Time',

  'not-me.title': 'It’s not you?',
  'not-me.lead': 'Then somebody else typed your password. Nobody gets in without the number.',
  'not-me.report': 'Cancel and Report Fraud',
  'not-me.report.what':
    'Your organisation is told, this phone approves nothing until you signed in another way, and you will choose a new password.',
  'not-me.deny': 'Only deny',

  'device.asking': 'Asking your organisation…',
  'device.waiting': 'Waiting: say on your security info page that this is your phone.',
  'device.active': 'Ready: requests appear here.',
  'device.off': 'Switched off. Sign in another way to switch it on again.',
  'device.unknown': 'Your organisation does not know this phone any more. Remove the account here.',
  'device.unreachable': 'No connection. It tries again by itself.',
  'device.last-used': 'Last used {date}',
  'device.remove': 'Remove from this device',
  'device.remove.what':
    'This phone can then approve nothing for this account. Your organisation is told.',
  'device.remove.yes': 'Remove it',
  'device.removed': 'Removed.',

  'home.add-code': 'Add codes of another site',
  'codes.title': 'Codes',
  'codes.search': 'Search',
  'codes.left': 'New code in {seconds} seconds',
  'codes.rename': 'Rename',
  'codes.up': 'Move up',
  'codes.delete': 'Delete',
  'codes.delete.what':
    'You then have no codes for this account. Switch the second step off at the site first, or you may be locked out.',
  'codes.delete.yes': 'Delete it',
  'codes.name': 'Name',

  'add-code.title': 'Add codes of another site',
  'add-code.lead':
    'The site shows a key when you set up an app for codes. The codes then work without a signal.',
  'add-code.key': 'Key',
  'add-code.key.hint': 'Letters and digits, or a whole address that begins with otpauth.',
  'add-code.key.wrong': 'This is not such a key. Copy it from the site again.',
  'add-code.submit': 'Add',
  'add-code.done': 'Added. Type its code at the site to finish there.',

  'move.title': 'Move to a new phone',
  'move.lead': 'The new phone takes over this account. This phone can then approve nothing for it.',
  'move.begin': 'Show the picture',
  'move.scan':
    'Point the camera of the new phone at this picture, or open the address on it. It works once, for ten minutes.',
  'move.alt': 'QR code to scan with the new phone',
  'move.waiting': 'Waiting for the new phone…',
  'move.yours': 'Is “{name}” your new phone?',
  'move.confirm': 'Yes, move to it',

  'notifications.turn-on': 'Turn on notifications',
  'notifications.on': 'Notifications are on.',
  'notifications.stale': 'Notifications stopped reaching this phone. Turn them on again.',
  'notifications.refused':
    'This browser does not allow notifications. Requests appear here whenever the app is open.',

  'install.title': 'Keep it on your home screen',
  'install.ios':
    'In Safari, press Share, then “Add to Home Screen”. Open it from there and add your account in it: it keeps its own accounts.',
  'install.android': 'In the menu of your browser, choose “Install app” or “Add to home screen”.',
  'install.other': 'Your browser offers to install it in its menu or in the address bar.',

  'problem.unreachable': 'There is no connection.',
  'problem.unreachable.next': 'Check your network and try again.',
} as const satisfies Readonly<Record<string, string>>;

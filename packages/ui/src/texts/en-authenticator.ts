/** Every sentence of the authenticator on the phone. */
export const EN_AUTHENTICATOR = {
  'action.back': 'Back',
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.save': 'Save',

  'home.title': 'Authenticator',
  'home.empty':
    'There is no account on this phone yet. Open your security info page on a computer and press Add beside “Authenticator on a phone”, then Configure.',
  'home.add': 'Add account',
  'home.install-first':
    'On an iPhone or iPad, put this page on your home screen first and add your account there. What you add in Safari stays in Safari.',

  'activate.title': 'Add account',
  'activate.scanned': 'This phone makes a key that never leaves it, and tells your organisation.',
  'activate.typed':
    'Your security info page shows a picture and a code. An old phone that moves shows a picture and an address.',
  'activate.code': 'Code',
  'activate.code.hint': 'Eight letters and digits, or the whole address.',
  'activate.code.missing': 'Type the code that the other screen shows.',
  'activate.name': 'Name of this phone',
  'activate.name.hint': 'So that you know it again on your security info page.',
  'activate.submit': 'Add this phone',

  'request.sign-in': 'Are you trying to sign in?',
  'request.step-up': 'Are you changing your account?',
  'request.test': 'Try it out',
  'request.number': 'Number on the other screen',
  'request.number.hint': 'Type the number that the page you are signing in to shows.',
  'request.number.missing': 'Type all {digits} digits of the number.',
  'request.approve': 'Approve',
  'request.not-me': 'It’s not me',
  'request.left': '{seconds} seconds left',
  'request.approved': 'Approved. Continue on the other screen.',
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

  'caller.title': 'The help desk asks: read out this number',
  'caller.text':
    'Only if it was you who called them. It approves nothing and signs nobody in. If you are not on the phone with your help desk, do nothing with it, and tell them.',

  'not-me.title': 'It’s not you?',
  'not-me.lead': 'Then somebody else typed your password. Nobody gets in without the number.',
  'not-me.report': 'Cancel and Report Fraud',
  'not-me.report.what':
    'Your organisation is told, this phone approves nothing until you signed in another way, and you will choose a new password.',
  'not-me.deny': 'Only deny',

  'device.asking': 'Asking your organisation…',
  'device.waiting': 'Done here. Now go back to the other screen and say that this is your phone.',
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
  'codes.down': 'Move down',
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
  'move.done':
    'Moved. The new phone has taken over, and this one approves nothing for the account any more.',
  'move.waiting': 'Waiting for the new phone…',
  'move.yours': 'Is “{name}” your new phone?',
  'move.confirm': 'Yes, move to it',

  'notifications.turn-on': 'Turn on notifications',
  'notifications.on': 'Notifications are on.',
  'notifications.stale': 'Notifications stopped reaching this phone. Turn them on again.',
  'notifications.refused':
    'This browser does not allow notifications. Requests appear here whenever the app is open.',

  'scan.title': 'Scan the picture',
  'scan.or': 'or type it',
  'scan.type': 'Type it instead',
  'scan.choose': 'Choose a picture of it',
  'scan.starting': 'Starting the camera. If your phone asks, let this page use it.',
  'scan.seeing': 'Hold the phone so that the whole picture can be seen.',
  'scan.refused':
    'This page may not use the camera. Allow it in the settings of your browser, or type what stands under the picture.',
  'scan.none': 'There is no camera here. Type what stands under the picture.',
  'scan.no-code': 'There is no such picture in it. Try another one, or type it.',
  'scan.unknown':
    'That is not one of the pictures that this app reads: one of a security info page, of an old phone, or of a site that sets up codes.',
  'scan.elsewhere': 'That picture is for another organisation. Open the authenticator of {host}.',

  'settings.title': 'Settings',

  'lock.title': 'Lock',
  'lock.lead':
    'Ask for your fingerprint, face or PIN whenever the app starts, and after it was left alone for a while.',
  'lock.turn-on': 'Turn on the lock',
  'lock.turn-off': 'Turn off the lock',
  'lock.impossible': 'This browser has no fingerprint, face or PIN that a page can ask for.',
  'lock.on.wraps':
    'On. Your codes open with your passkey alone. Keep a saved file of them in case it gets lost.',
  'lock.on.door':
    'On. It covers the screen. This phone cannot seal your codes with it, so it stops people and not programs.',
  'lock.refused': 'That did not work. Try again.',
  'lock.passkey-name': 'Lock of the authenticator',
  'lock.locked': 'Locked',
  'lock.locked.what': 'Show that it is you to see codes and requests.',
  'lock.unlock': 'Unlock',
  'lock.lost': 'I have lost my passkey',
  'lock.lost.what':
    'Nothing can open what is locked. You can erase everything in this app and start again.',
  'lock.lost.after':
    'Then delete this phone on your security info page and add it again, and bring back your codes from a file that you saved.',
  'lock.erase': 'Erase everything in this app',

  'export.title': 'Save your codes',
  'export.lead':
    'In a file that only its passphrase opens, for another phone or as a copy. It has the codes of other sites. What approves sign-ins stays on this phone: move it instead.',
  'export.passphrase': 'Passphrase',
  'export.passphrase.hint':
    'At least {letters} characters. Nobody can open the file without it, so keep it somewhere else.',
  'export.again': 'Passphrase again',
  'export.too-short': 'Type at least {letters} characters.',
  'export.not-the-same': 'The two passphrases are not the same.',
  'export.submit': 'Save the file',
  'export.done': 'Saved. Look among your downloads.',

  'import.title': 'Bring codes from a file',
  'import.lead': 'Codes that are here already stay as they are.',
  'import.file': 'File',
  'import.submit': 'Bring them',
  'import.no-file': 'Choose the file first.',
  'import.no-export': 'This is not a file that this app saved.',
  'import.newer': 'A newer version of this app saved this file. Open the app anew, then try again.',
  'import.damaged': 'The file is damaged. Take another copy of it.',
  'import.wrong-passphrase': 'That is not its passphrase.',
  'import.done': 'Added: {added}. Here already: {known}.',

  'install.title': 'Keep it on your home screen',
  'install.why': 'Then it opens like any other app, without a signal too, and can notify you.',
  'install.done': 'You have done this: the app runs from your home screen.',
  'install.now': 'Install it now',
  'install.ios': 'iPhone and iPad',
  'install.ios.1': 'Open this page in Safari.',
  'install.ios.2': 'Press Share, the square with an arrow that points up.',
  'install.ios.3': 'Scroll down and press “Add to Home Screen”, then “Add”.',
  'install.ios.4':
    'Open the app from your home screen and add your account there: it keeps its own accounts.',
  'install.android': 'Android',
  'install.android.1': 'Open the menu of your browser: the three dots or lines in a corner.',
  'install.android.2': 'Press “Install app”, “Add page to” or “Add to home screen”.',
  'install.android.3': 'Confirm. Your accounts in this browser are in the app, too.',
  'install.computer': 'Computer',
  'install.computer.1':
    'Chrome and Edge: press the small screen with an arrow in the address bar, then “Install”.',
  'install.computer.2': 'Safari on a Mac: in the menu File choose “Add to Dock”.',

  'problem.unreachable': 'There is no connection.',
  'problem.unreachable.next': 'Check your network and try again.',
} as const satisfies Readonly<Record<string, string>>;

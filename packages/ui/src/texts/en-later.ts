/** Sentences that several pages say which load later: the sign-in page does not carry them. */
export const EN_LATER = {
  'account.admin': 'Administration',

  'password.title': 'Password',
  'password.what': 'The first thing that you are asked for when you sign in.',
  'password.change.title': 'Change your password',
  'password.change.lead':
    'Every other browser that is signed in to your account is signed out by it.',
  'password.current': 'Current password',
  'password.current.empty': 'Type the password you have now.',
  'password.next': 'New password',
  'password.next.hint':
    'At least 8 characters, or 15 if your account has no second step. Any will do: a few words that only you would put together are easy to remember.',
  'password.next.short': 'The new password needs at least 8 characters.',
  'password.changed': 'Your password is changed.',

  'forgot.title': 'Forgotten your password?',
  'forgot.lead': 'Type your user name. We send a link to the e-mail address that we have of you.',
  'forgot.submit': 'Send me a link',
  'forgot.sent.title': 'Look into your mail',
  'forgot.sent.lead':
    'If there is such an account and it has an e-mail address, a link is on its way to it. It works once, for 30 minutes.',
  'forgot.sent.none': 'No mail after a few minutes? {helpContact}',
  'forgot.back': 'Back to sign in',

  'reset.title': 'Choose a new password',
  'reset.lead': 'It takes the place of the one you had, and signs you out of every browser.',
  'reset.submit': 'Set new password',
  'reset.done.title': 'Your password is changed',
  'reset.done.lead':
    'You are not signed in by it. Sign in with the new password, and with your second step as always.',
  'reset.broken.title': 'This link is not complete',
  'reset.broken.lead': 'Open it from the mail again, or ask for a new one.',
  'reset.again': 'Ask for a new link',

  'task.password.title': 'Choose a password of your own',
  'task.password.lead':
    'The password you have was chosen by somebody else. From now on only you shall know it.',
  'task.codes.title': 'You have used your last recovery code',
  'task.finish.title': 'That was all',

  'nudge.campaign.title': 'Protect your account better',
  'nudge.campaign.lead':
    '{organisation} asks you to set up a safer way to sign in. It takes about a minute.',
  'nudge.sunset.title': 'Your way to sign in will end',
  'nudge.sunset.lead':
    'From {day} on, {organisation} no longer takes the way you sign in with now. Set up one that stays, so that nothing stops you on that day.',
  'nudge.grace.title': 'Set up a second step',
  'nudge.grace.lead':
    '{organisation} protects your account with a second step: beside your password you will use something that only you have. It takes about two minutes.',
  'nudge.choose': 'What would you like to set up?',
  'nudge.not-here':
    'This browser cannot make passkeys. Sign in on a phone or computer of your own to set one up.',
  'nudge.now': 'Set it up now',
  'nudge.later': 'Not now',
  'nudge.later.until': 'Later, until {day}',
  'nudge.wait.any': 'It can wait: we ask again another day.',
  'nudge.wait.some': 'You can put it off {n} more times.',
  'nudge.wait.one': 'You can put it off once more. After that it has to be done.',
  'nudge.wait.none': 'You have put it off as often as you may. Please set it up now to go on.',
  'nudge.wait.sunset': 'Until {day} you can still go on as before.',
  'nudge.wait.grace': 'You can put it off until {day}. After that it has to be done.',

  'app-passwords.title': 'App passwords',
  'app-passwords.lead':
    'For apps and devices that cannot ask for a second step, such as older mail programs. Create one for each device.',
  'app-passwords.not-allowed':
    'Your organisation no longer allows app passwords. These no longer work.',
  'app-passwords.create': 'Create',
  'app-passwords.create.title': 'Create an app password',
  'app-passwords.name': 'Name',
  'app-passwords.name.hint': 'The device or app that will use it, for example “Laptop”.',
  'app-passwords.name.empty': 'Type a name.',
  'app-passwords.made': 'Type it into {name} in place of your password. It is not shown again.',
  'app-passwords.copy': 'Copy to clipboard',
  'app-passwords.close': 'Close',
  'app-passwords.created': '{name}: app password created.',
  'app-passwords.delete': 'Delete this app password?',
  'app-passwords.delete.text': 'Whatever uses it can no longer sign in.',

  'verify.asker': 'Microsoft 365 ({name}) asks Proofup to verify you.',
  'verify.wait': 'Microsoft waits {duration} more. Missed it? You can start again there.',
  'verify.cancel': 'Cancel and go back to Microsoft',
  'verify.back': 'Back to Microsoft',
  'verify.no-method.title': 'You cannot be verified here yet',
  'verify.no-method.lead':
    'None of the ways that Microsoft takes is set up for you: a text message, a call, an app or a passkey.',
  'handover.asker': 'You are asked to verify yourself: {name}.',
  'handover.wait': 'There are {duration} left.',
  'handover.cancel': 'Cancel and go back',
  'handover.back': 'Go back',
  'handover.lead':
    'This service does not know a method of yours that works here. Set one up in your security info, or ask your help desk.',
  'handover.nothing.title': 'There is nothing to verify',
  'handover.nothing.lead':
    'This link was opened before, has had its time, or belongs to another browser. Go back to where you came from, and begin there again.',
  'verify.nothing.title': 'There is nothing to verify',
  'verify.nothing.lead': 'Microsoft has its answer, or has stopped waiting for it.',
  'binding.call-instead': 'Call me instead',
  'binding.text-instead': 'Send me a text message instead',
  'binding.other-number': 'Wrong number? Go back and change it',
  'recovery.title': 'Recovery codes',
  'recovery.lead':
    'These 10 codes let you sign in when your phone is lost. Each works once, together with your password.',
  'recovery.ready': 'We show them once. Be ready to print them, save them or write them down.',
  'recovery.replaces': 'You have codes already. They stop working when you make new ones.',
  'recovery.make': 'Show my codes',
  'recovery.make-new': 'Make new codes',
  'recovery.once':
    'Keep them where only you find them, not on your phone. They are not shown again.',
  'recovery.copy': 'Copy',
  'recovery.download': 'Download',
  'recovery.print': 'Print',
  'recovery.file': 'proofup-recovery-codes.txt',
  'recovery.saved': 'I have saved these codes',
  'recovery.saved.missing': 'Save the codes first, then tick the box.',
  'recovery.sheet.label': 'Your recovery codes',
  'recovery.sheet.title': 'Recovery codes for your account at {organisation}',
  'recovery.sheet.account': 'Account',
  'recovery.sheet.date': 'Made on',
  'recovery.sheet.how':
    'To sign in without your phone, type your password, choose “Use a code from my printed list” and type the code with the number that is asked for. Each code works once.',
  'security-info.title': 'Additional security verification',
  'security-info.lead':
    'When you sign in with your password, you also show that you have one of these.',
  'security-info.saved': '{what}: saved. It works from now on.',
  'security-info.saved.app': 'Authenticator app: added. It works from now on.',
  'security-info.saved.passkey': 'Passkey: added. It works from now on.',
  'security-info.saved.codes': 'Your new recovery codes work from now on.',
  'bootstrap.title': 'Create the first administrator',
  'bootstrap.lead': 'This link works once. The account you create here looks after all others.',
  'bootstrap.submit': 'Create administrator',
  'bootstrap.done': 'The administrator is created',
  'bootstrap.done.lead':
    'Now sign in as {login}. You will be asked to set up a second step, like everybody.',
  'bootstrap.done.sign-in': 'Go to sign in',
} as const satisfies Readonly<Record<string, string>>;

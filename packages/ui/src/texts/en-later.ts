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
} as const satisfies Readonly<Record<string, string>>;

/** Sentences of what is loaded later: the sign-in page does not carry them. */
export const EN_LATER = {
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

  'advice.few-codes': 'You have few recovery codes left',
  'advice.few-codes.text': '{n} of your 10 codes can still be used. Make new ones in good time.',
} as const satisfies Readonly<Record<string, string>>;

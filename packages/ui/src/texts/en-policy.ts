/** What the pages about policy say (see en-admin.ts). */
export const EN_POLICY = {
  'admin.nav.policy': 'Policy',
  'policy.title': 'Policy',
  'policy.lead': 'One question after another. Before you save, you see whom your answer touches.',
  'policy.back': 'All questions',
  'policy.gone': 'There is no such question',
  'policy.settings': 'As the settings file says',
  'policy.changed': 'Changed {when} by {who}: {reason}',
  'policy.preview': 'Show whom it touches',
  'policy.preview.title': 'If this applied tomorrow',
  'policy.preview.touched': 'It touches {n} people.',
  'policy.preview.touched.one': 'It touches 1 person.',
  'policy.preview.first': 'For example: {names}',
  'policy.preview.more':
    'There are more people than could be counted in a few seconds: these numbers are what there is at least.',
  'policy.preview.safe': 'Everybody who has a method set up still has one that does.',
  'policy.preview.locked':
    '{n} people have no method left that does. At their next sign-in they prove one that they have, and must set up another.',
  'policy.preview.locked.one':
    '1 person has no method left that does. At their next sign-in they prove one that they have, and must set up another.',
  'policy.locked.show': 'Show them',
  'policy.locked.list': 'Who would be locked out',
  'policy.save': 'Save this answer',
  'policy.saved': 'Saved. It holds from the next sign-in on.',
  'policy.on': 'On',
  'policy.off': 'Off',
  'policy.days': '{n} days',
  'policy.more-groups': 'and {n} groups of their own',

  'policy.methods': 'Which methods may people use?',
  'policy.methods.text':
    'For the second step. Recovery codes and passes of the help desk always work, as they are for getting back in.',
  'policy.methods.everybody': 'Everybody',
  'policy.methods.group': 'Methods of this group',
  'policy.method.passkey': 'Passkey: a fingerprint, face or key. The safest one.',
  'policy.method.push': 'Our authenticator: a number typed on the phone',
  'policy.method.totp': 'Codes of an authenticator app',
  'policy.method.text': 'Text messages. They cost money, and can be stolen.',
  'policy.method.call': 'Phone calls. They cost money, and can be diverted.',
  'policy.groups.add': 'Add an exception for a group',
  'policy.groups.group': 'Group',
  'policy.groups.nobody': 'No group',
  'policy.groups.hint': 'Whoever is in this group has this in place of what everybody has.',

  'policy.countries': 'Which countries may texts and calls go to?',
  'policy.countries.text':
    'Two letters each, such as US or DE, with a comma between. Nothing is sent to a country that is not here: this keeps the bill from being run up from abroad.',
  'policy.countries.texts': 'Texts',
  'policy.countries.calls': 'Calls',
  'policy.countries.none': 'None',

  'policy.strength': 'How safe must a sign-in be?',
  'policy.strength.text':
    'A minimum for each role, and for groups. Of two that apply to somebody the stronger one counts.',
  'policy.strength.user': 'People without a role',
  'policy.strength.one-step': 'As set for each account',
  'policy.strength.two-step': 'Two steps, whatever the account says',
  'policy.strength.phishing-resistant': 'Only a passkey: it cannot be tricked out of anybody',
  'policy.strength.none': 'As set for each account',

  'policy.order': 'What is asked first?',
  'policy.order.text':
    'People choose what is asked first. You can have the safest method that a person has asked first instead; the others stay selectable.',
  'policy.order.safest': 'The safest method a person has',
  'policy.order.chosen': 'What each person chose',
  'policy.order.system': 'Always ask for the safest method first',

  'policy.remembered': 'May browsers be remembered?',
  'policy.remembered.text':
    'Whoever ticks “Don’t ask again” is asked for the password alone in that browser for some days. Never for people who look after others.',
  'policy.remembered.allowed': 'People may have a browser remembered',
  'policy.remembered.days': 'Days, 1 to 60',

  'policy.app-passwords': 'May people make app passwords?',
  'policy.app-passwords.text':
    'For old mail programs that cannot ask for a second step. Each is one more password that could be stolen. Switched off, those that exist stop working.',
  'policy.app-passwords.allowed': 'People may make app passwords',

  'policy.networks': 'Is any network trusted?',
  'policy.networks.text':
    'Whoever signs in from a trusted network is asked for the password alone. Every such sign-in stands in the reports. People who look after others are always asked.',
  'policy.networks.skip': 'Leave out the second step in these networks',
  'policy.networks.ranges': 'Networks',
  'policy.networks.ranges.hint': 'One a line, at most 50, such as 203.0.113.0/24 or 203.0.113.7.',
  'policy.networks.count': '{n} networks, the second step is left out there',

  'policy.spending': 'How much may texts and calls cost in a day?',
  'policy.spending.text':
    'When the day has cost that much, no more texts and calls go out until midnight (UTC). Every other method goes on working.',
  'policy.spending.per-day': 'At most in a day, in {currency}',
  'policy.spending.per-day.hint': '0: no limit.',
  'policy.spending.prices': 'Prices that the limit and the message report count by',
  'policy.spending.elsewhere': 'Everywhere else',
  'policy.spending.unknown':
    'Prices are set by whoever runs the server (“costs” in its configuration). Where none is set, a message counts as {one}.',
  'policy.spending.no-prices':
    'No prices are set yet, so every message counts as 1: a limit of 500 allows 500 messages. Whoever runs the server sets them under “costs” in its configuration.',
  'policy.spending.none': 'No limit',
  'policy.spending.summary': '{money} at most',

  'policy.sessions': 'How long does a sign-in last?',
  'policy.sessions.text':
    'Everybody signs in again after so many minutes without doing anything, and after so many minutes in all. Shorter is safer, longer is less work.',
  'policy.sessions.user-idle': 'People: minutes without use, 1 to 60',
  'policy.sessions.user-overall': 'People: minutes in all, 1 to 1440',
  'policy.sessions.staff-idle': 'People who look after others: minutes without use, 1 to 60',
  'policy.sessions.staff-overall': 'People who look after others: minutes in all, 1 to 720',
  'policy.sessions.summary': 'People: {idle} minutes without use, {overall} minutes in all',
} as const satisfies Readonly<Record<string, string>>;

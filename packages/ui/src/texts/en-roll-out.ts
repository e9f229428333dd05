/** What the pages about the roll-out say, and the questions of the policy that belong to it. */
export const EN_ROLL_OUT = {
  'policy.sunset': 'When do methods end?',
  'policy.sunset.text':
    'From a day on, some methods are no longer taken. People who have nothing else are told when they sign in from 30 days before, and by mail 30 days, 7 days and 1 day before. Put in the day and press the button below: it says who would then have nothing left.',
  'policy.sunset.from': 'No longer taken from',
  'policy.sunset.from.hint': 'From midnight (UTC) at the beginning of this day.',
  'policy.sunset.methods': 'Methods that end. A rule without any is dropped.',
  'policy.sunset.groups': 'Only for people in these groups; none: for everybody',
  'policy.sunset.add': 'Add a day',
  'policy.sunset.none': 'No method ends',
  'policy.sunset.summary': '{day}: {names}',
  'policy.sunset.summary.groups': '{day}: {names}, for {n} groups',

  'policy.campaign': 'Are people asked to set up something safer?',
  'policy.campaign.text':
    'Whoever lacks the method below is asked to set it up, after a complete sign-in. Whoever has something as safe or safer is left in peace.',
  'policy.campaign.on': 'Ask people',
  'policy.campaign.target': 'What they are asked to set up',
  'policy.campaign.snooze': 'Days until they are asked again, 0 to 14',
  'policy.campaign.limited': 'After some times it cannot be put off',
  'policy.campaign.skips': 'How often it can be put off, 0 to 10',
  'policy.campaign.skips.hint': '0: it has to be done at the next sign-in.',
  'policy.campaign.include': 'Only people in these groups; none: everybody',
  'policy.campaign.exclude': 'Never people in these groups',
  'policy.campaign.summary': '{method}, can be put off {n} times',
  'policy.campaign.summary.any': '{method}, can be put off as often as people like',

  'policy.grace': 'May the first set-up wait?',
  'policy.grace.text':
    'Whoever is newly asked for two steps can put the set-up off for some days, and signs in with the password alone until then. It is never given to whoever was asked before, or looks after others.',
  'policy.grace.days': 'Days, 0 to 60',
  'policy.grace.days.hint': '0: it has to be done at the next sign-in.',
  'policy.grace.none': 'No, at the next sign-in',

  'policy.reminders': 'Are people reminded by mail?',
  'policy.reminders.text':
    'A mail that says what to do and where, without a link to press. Nobody gets more than one a day.',
  'policy.reminders.on': 'Remind people by themselves',
  'policy.reminders.to': 'Whom',
  'policy.reminders.to.none': 'People who have set up nothing',
  'policy.reminders.to.weak': 'People who have nothing safer than a phone number, too',
  'policy.reminders.every': 'Every so many days, 1 to 90',
  'policy.reminders.most': 'At most so many times, 1 to 20',
  'policy.reminders.summary': 'Every {days} days, at most {n} times',
} as const satisfies Readonly<Record<string, string>>;

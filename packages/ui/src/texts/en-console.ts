/** What the overview, the alerts and the reports of the console say (see en-admin.ts). */
export const EN_CONSOLE = {
  'admin.nav.menu': 'Menu',

  'admin.group.people': 'People',
  'admin.group.help': 'Help',
  'admin.group.policy': 'Policy',
  'admin.group.reports': 'Reports',
  'admin.group.connect': 'Connect',
  'admin.group.settings': 'Settings',

  'admin.what.users': 'Find somebody, see their methods, and help them.',
  'admin.what.groups': 'Who belongs together, and who looks after whom.',
  'admin.what.import': 'People, states and hardware tokens from a CSV file.',
  'admin.what.tokens': 'Give them out, activate them, take them back.',
  'admin.what.cases': 'Reports of fraud, “this wasn’t me”, and people who ask for help.',
  'admin.what.approvals': 'What takes two persons, and waits for the second.',
  'admin.what.several': 'The same help for up to 100 people.',
  'admin.what.policy': 'What is asked of whom, with a preview before it counts.',
  'admin.what.reports': 'Sign-ins with their reason, methods, fraud, blocks and more.',
  'admin.what.attempt': 'The whole story of one attempt, by its Correlation ID.',
  'admin.what.apps': 'Applications whose people sign in here.',
  'admin.what.entra': 'Tenants that ask here for the second step.',
  'admin.what.keys': 'Keys for programs, and the reference of the API.',
  'admin.what.voice': 'Words, recordings and the number of automated calls.',

  'overview.title': 'Overview',
  'overview.waiting': 'What waits',
  'overview.nothing': 'No case and no approval waits.',
  'overview.cases.open': 'Cases that nobody has taken: {n}',
  'overview.cases.taken': 'Cases that are being worked on: {n}',
  'overview.approvals': 'Approvals that you can decide: {n}',
} as const satisfies Readonly<Record<string, string>>;

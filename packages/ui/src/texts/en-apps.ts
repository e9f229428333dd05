/** What only the portal, and pages on the way to an application, say. */
export const EN_APPS = {
  'my-apps.title': 'My Apps',
  'my-apps.search': 'Search apps',
  'my-apps.recent': 'Recent',
  'my-apps.all': 'All apps',
  'my-apps.none': 'No application is connected yet.',
  'my-apps.none-found': 'No app is called like that.',
  'my-apps.profile': 'profile',
  'my-apps.profile.of': 'profile of {name}',
  'my-apps.verification': 'Additional security verification',

  'on-the-way.lead': 'The application that you are going to asks for a proof that it is you.',
  'on-the-way.back': 'Back to the application',
  'on-the-way.nothing.title': 'There is nothing to prove',
  'on-the-way.nothing.lead':
    'Either this took too long, or another window has gone on with it. Go back to the application and sign in again.',

  'ways.title': 'Manage your settings',
  'ways.lead':
    'Where your numbers, your app and your preferred option are kept is one page, whichever way you come.',
  'ways.question': 'How do you use two-step verification?',
  'ways.office': 'I use it with Office 365',
  'ways.office.title': 'From Office 365',
  'ways.office.1': 'Sign in to the portal and open the settings widget, top right.',
  'ways.office.2': 'Choose “Office 365 Settings”.',
  'ways.office.3': 'Choose “Additional security verification”.',
  'ways.office.4': 'Follow the link “Update my phone numbers used for account security.”',
  'ways.unknown': 'I don’t know',
  'ways.unknown.title': 'From My Apps',
  'ways.unknown.1': 'Open My Apps and sign in.',
  'ways.unknown.2': 'Choose “profile” at the top.',
  'ways.unknown.3': 'Choose “Additional security verification”.',
  'ways.azure': 'I use it with Microsoft Azure',
  'ways.azure.title': 'From Microsoft Azure',
  'ways.azure.1': 'Sign in to the portal.',
  'ways.azure.2': 'Choose your user name at the top.',
  'ways.azure.3': 'Choose “Additional security verification”.',
} as const satisfies Readonly<Record<string, string>>;

/** What only the portal, and pages on the way to an application, say. */
export const EN_APPS = {
  'my-apps.title': 'My Apps',
  'my-apps.search': 'Search apps',
  'my-apps.recent': 'Recent',
  'my-apps.all': 'All apps',
  'my-apps.none': 'No application is connected yet.',
  'my-apps.none-found': 'No app has a name like that.',
  'my-apps.profile': 'profile',
  'my-apps.profile.of': 'profile of {name}',
  'my-apps.verification': 'Additional security verification',

  'on-the-way.lead': 'The application that you are going to asks for a proof that it is you.',
  'on-the-way.back': 'Back to the application',
  'on-the-way.nothing.title': 'There is nothing to prove',
  'on-the-way.nothing.lead':
    'Either this took too long, or another window has gone on with it. Go back to the application and sign in again.',
} as const satisfies Readonly<Record<string, string>>;

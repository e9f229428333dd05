/**
 * What an API key can be allowed. Closed; which operation needs which scope is the `scope` column of
 * the endpoint table, and an operation without one is for people only.
 */
export const SCOPES = {
  'users.read': 'Find people, and see their methods, sessions and activity',
  'users.import': 'Add people, and bring in files of people, states and hardware tokens',
  'users.write': 'Change the state of people, block them, and sign them out',
  'users.recover': 'Clear and correct methods, issue passes and reset passwords',
  'groups.write': 'Make groups, and put people into them',
  'tokens.write': 'Find hardware tokens, hand them out and take them back',
  'voice.write': 'Set what automated calls say',
  'brand.write': 'Set the name, the colour and the logo of the organisation',
  'settings.read': 'Read groups, policy, alerts, the brand and what calls say',
  'cases.read': 'Read cases',
  'cases.write': 'Take and close cases',
  'reports.read': 'Read reports and the story of an attempt',
  'relying-parties.read': 'Read which tenants and applications are connected',
  'app-passwords.verify': 'Ask whether an app password is right',
  verification: 'Ask people for their second step',
} as const satisfies Readonly<Record<string, string>>;

export type Scope = keyof typeof SCOPES;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
export const SCOPE_NAMES = Object.keys(SCOPES) as readonly Scope[] as readonly [Scope, ...Scope[]];

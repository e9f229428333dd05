/** What an account may do beyond its own security info; which operations: `roles` in the contract. */
export const ROLES = ['user', 'help-desk', 'auditor', 'administrator'] as const;

export type Role = (typeof ROLES)[number];

/** Whoever sees other people's accounts: two steps always, shorter sessions, no remembered browser. */
export const isStaff = (role: Role): boolean => role !== 'user';

/** Whose reach can be limited to the people of certain groups. */
export const mayBeLimited = (role: Role): boolean => role === 'help-desk' || role === 'auditor';

/**
 * Whether somebody may act on this account: nobody on their own, the help desk on nobody who may do
 * as much as it or more, and whoever is limited to groups (`isWithin`) on nobody else.
 */
export function judgeTarget(
  actor: { readonly id: string; readonly role: Role },
  target: { readonly id: string; readonly role: Role },
  isWithin: boolean,
): 'allowed' | 'own-account' | 'out-of-reach' {
  if (actor.id === target.id) return 'own-account';
  const isInReach = isWithin && (actor.role === 'administrator' || !isStaff(target.role));
  return isInReach ? 'allowed' : 'out-of-reach';
}

/** What an account may do beyond its own security info; which operations: `roles` in the contract. */
export const ROLES = ['user', 'help-desk', 'auditor', 'administrator'] as const;

export type Role = (typeof ROLES)[number];

export const isRole = (text: string): text is Role => ROLES.some((role) => role === text);

/** Whoever sees other people's accounts: two steps always, shorter sessions, no remembered browser. */
export const isStaff = (role: Role): boolean => role !== 'user';

/**
 * Whether somebody may act on this account: nobody on their own, and the help desk on nobody who
 * may do as much as it or more.
 */
export function judgeTarget(
  actor: { readonly id: string; readonly role: Role },
  target: { readonly id: string; readonly role: Role },
): 'allowed' | 'own-account' | 'out-of-reach' {
  if (actor.id === target.id) return 'own-account';
  const isInReach = actor.role === 'administrator' || !isStaff(target.role);
  return isInReach ? 'allowed' : 'out-of-reach';
}

/** What an account may do beyond its own security info; which operations: `roles` in the contract. */
export const ROLES = ['user', 'help-desk', 'auditor', 'administrator', 'owner'] as const;

export type Role = (typeof ROLES)[number];
export type StaffRole = Exclude<Role, 'user'>;

export const isRole = (text: string): text is Role => ROLES.some((role) => role === text);

/** Whoever sees other people's accounts: two steps always, shorter sessions, no remembered browser. */
export const isStaff = (role: Role): boolean => role !== 'user';

/** Whose reach can be limited to the people of certain groups. */
export const mayBeLimited = (role: Role): boolean => role === 'help-desk' || role === 'auditor';

/** Whoever acts on everybody's accounts. What is done to theirs takes two persons (K15). */
export const isManager = (role: Role): boolean => role === 'administrator' || role === 'owner';

/** By itself, with somebody else who agrees, or not at all. */
type Rank = 'alone' | 'two-persons' | 'never';

const NOBODY = {
  user: 'never',
  'help-desk': 'never',
  auditor: 'never',
  administrator: 'never',
  owner: 'never',
} as const;

const EVERYBODY = { user: 'alone', 'help-desk': 'alone', auditor: 'alone' } as const;

/** What each role may do to an account of each role; the help desk is out of reach of its own. */
const RANKS: Readonly<Record<Role, Readonly<Record<Role, Rank>>>> = {
  user: NOBODY,
  auditor: NOBODY,
  'help-desk': { ...NOBODY, user: 'alone' },
  administrator: { ...EVERYBODY, administrator: 'two-persons', owner: 'never' },
  owner: { ...EVERYBODY, administrator: 'two-persons', owner: 'two-persons' },
};

export type Somebody = { readonly id: string; readonly role: Role };

export type Reach = 'allowed' | 'needs-approval' | 'own-account' | 'out-of-reach';

const REACH = {
  alone: 'allowed',
  'two-persons': 'needs-approval',
  never: 'out-of-reach',
} as const satisfies Readonly<Record<Rank, Reach>>;

/** Whether somebody may act on this account: nobody on their own, and on others as `RANKS` says. */
export const judgeTarget = (actor: Somebody, target: Somebody): Reach =>
  actor.id === target.id ? 'own-account' : REACH[RANKS[actor.role][target.role]];

/** Administrators and owners are made by owners alone. */
export const mayGive = (actor: Role, role: Role): boolean => !isManager(role) || actor === 'owner';

/**
 * Whether somebody may agree to what another wants done: neither that person nor the one it is done
 * to. An owner who has lost everything is helped by an owner and an administrator together.
 */
export function mayApprove(
  approver: Somebody,
  { requestedBy, target }: { readonly requestedBy: string; readonly target: Somebody },
): boolean {
  if (approver.id === requestedBy || approver.id === target.id) return false;
  return isManager(target.role)
    ? isManager(approver.role)
    : judgeTarget(approver, target) === 'allowed';
}

/** What an account may do here beyond its own security info. Who may call what: `roles` of an endpoint. */
export const ROLES = ['user', 'help-desk', 'auditor', 'administrator', 'owner'] as const;

export const STAFF_ROLES = ['help-desk', 'auditor', 'administrator', 'owner'] as const;

export type Role = (typeof ROLES)[number];
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Whether a role is one of an endpoint's. Owners may whatever administrators may. */
export const isAmong = (roles: readonly StaffRole[] | undefined, role: Role): boolean =>
  roles?.some((one) => one === role || (role === 'owner' && one === 'administrator')) === true;

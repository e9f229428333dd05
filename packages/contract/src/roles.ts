/** What an account may do here beyond its own security info. Who may call what: `roles` of an endpoint. */
export const ROLES = ['user', 'help-desk', 'auditor', 'administrator'] as const;

export type StaffRole = Exclude<(typeof ROLES)[number], 'user'>;

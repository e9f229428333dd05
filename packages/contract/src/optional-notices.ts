/** Notices that an organisation may send by fewer ways, or not at all. No bind, removal, recovery or lock is among them. */
export const OPTIONAL_NOTICES = [
  'sessions-revoked',
  'browsers-forgotten',
  'role-changed',
  'approval-requested',
  'approval-decided',
] as const;

/** `mail`: to the mail address; to the numbers only where there is none. */
export const WAYS_TO_TELL = ['everywhere', 'mail', 'nobody'] as const;

export type OptionalNotice = (typeof OPTIONAL_NOTICES)[number];
export type WayToTell = (typeof WAYS_TO_TELL)[number];

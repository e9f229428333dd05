const DAY = 24 * 60 * 60_000;

/** How long the audit log keeps what (OWASP ASVS 5.0.0, 16.1.1: it is documented). */
export const AUDIT_RETENTION = {
  /** Then an address is its network alone. */
  addressMs: 90 * DAY,
  /** Then a record is one of a count: how often something happened on a day. */
  recordMs: 400 * DAY,
} as const;

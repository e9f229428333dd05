import type { AuditEvent } from './audit-events.ts';

export type AlertKindRow = {
  /** What it is read off. */
  readonly events: readonly AuditEvent[];
  /** Only records with this outcome. */
  readonly only?: 'success' | 'failure';
  /** Told when so many happened within so many minutes, and once in that time; absent: told each time. */
  readonly burst?: { readonly hits: number; readonly minutes: number };
  /** A plain sentence: what happened. */
  readonly says: string;
  /** What to do about it. */
  readonly todo: string;
};

/** What administrators are told of as it happens, by mail and by webhook. */
export const ALERT_KINDS = {
  'fraud-reported': {
    events: ['mfa.fraud_reported'],
    says: 'A person reported that somebody else tries to sign in as them.',
    todo: 'Their case waits in the queue. Somebody has their password.',
  },
  'account-frozen': {
    events: ['account.frozen', 'account.disowned'],
    says: 'A person said of something in their account that it was not them.',
    todo: 'Their case waits in the queue. Call them back before anything is restored.',
  },
  'many-clears': {
    events: ['admin.clears_alarm'],
    burst: { hits: 1, minutes: 60 },
    says: 'One operator cleared the methods of more than 10 people within an hour.',
    todo: 'If nobody asked for that, block the account of whoever did it.',
  },
  'many-lock-outs': {
    events: ['factor.disabled', 'mfa.challenge.exhausted'],
    burst: { hits: 20, minutes: 60 },
    says: '20 sign-ins ran out of attempts within an hour.',
    todo: 'Somebody may be guessing: read the sign-ins with the result Failed.',
  },
  'pumping-suspected': {
    events: ['sms.pumping_suspected'],
    burst: { hits: 1, minutes: 60 },
    says: 'Too many messages went to neighbouring numbers; further ones are refused.',
    todo: 'Read the messages report. Close the country if nobody of yours is there.',
  },
  'delivery-failing': {
    events: ['mfa.code.undelivered'],
    burst: { hits: 20, minutes: 15 },
    says: '20 messages or calls did not arrive within 15 minutes.',
    todo: 'The carrier or the mail server may be down: read the messages report.',
  },
  'failing-closed': {
    events: ['auth.failed_closed'],
    burst: { hits: 5, minutes: 10 },
    says: 'Requests are refused because something is broken.',
    todo: 'Read the log of the server.',
  },
  'key-rotated': {
    events: ['key.rotated'],
    says: 'A new key was made.',
    todo: 'If nobody of yours did that, look into it today.',
  },
  'chain-broken': {
    events: ['audit.broken'],
    says: 'The audit log was verified and does not hold: somebody changed it.',
    todo: 'Keep the database as it is, and compare it with a backup.',
  },
  'relying-parties-changed': {
    events: ['relying_party.changed', 'application.changed'],
    says: 'A relying party or an application was added, changed or removed.',
    todo: 'If nobody of yours did that, look into it today.',
  },
  'alerts-changed': {
    events: ['alert_target.changed'],
    says: 'Somebody changed who is told of alerts.',
    todo: 'If nobody of yours did that, look into it today.',
  },
} as const satisfies Readonly<Record<string, AlertKindRow>>;

export type AlertKind = keyof typeof ALERT_KINDS;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
export const ALERT_KIND_NAMES = Object.keys(ALERT_KINDS) as [AlertKind, ...AlertKind[]];

export const alertKindOf = (kind: AlertKind): AlertKindRow => ALERT_KINDS[kind];

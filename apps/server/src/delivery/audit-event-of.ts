import type { AuditRecord } from '#audit/ports.ts';
import type { StoredMessage } from './ports.ts';

export type Movement =
  | { readonly kind: 'sent' | 'delivered' }
  | { readonly kind: 'undelivered'; readonly reason: string };

/** What the audit log says of a message: its kind and fate, never its text or address. */
export const auditEventOf = (message: StoredMessage, movement: Movement): AuditRecord => ({
  event: eventOf(message, movement),
  outcome: movement.kind === 'undelivered' ? 'failure' : 'success',
  reason: movement.kind === 'undelivered' ? movement.reason : undefined,
  actor: { type: 'system', id: 'delivery' },
  target: targetOf(message),
  challengeId: message.challengeId,
  method: message.message.kind,
  detail: {
    purpose: message.challengeId === undefined ? 'notice' : 'challenge',
    outboxId: message.id,
  },
});

function eventOf({ message: { kind } }: StoredMessage, movement: Movement): AuditRecord['event'] {
  if (kind === 'logout') return 'oidc.logout_told';
  if (kind !== 'webhook') return `mfa.code.${movement.kind}`;
  return movement.kind === 'undelivered' ? 'alert.undelivered' : 'alert.sent';
}

function targetOf({ message, userId }: StoredMessage): AuditRecord['target'] {
  if ('application' in message) return { type: 'application', id: message.application };
  return userId === undefined ? undefined : { type: 'user', id: userId };
}

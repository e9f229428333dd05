import type { AuditRecord } from '#audit/ports.ts';
import type { StoredMessage } from './ports.ts';

export type Movement =
  | { readonly kind: 'sent' | 'delivered' }
  | { readonly kind: 'undelivered'; readonly reason: string };

/** What the audit log says of a message: its kind and fate, never its text or address. */
export const auditEventOf = (message: StoredMessage, movement: Movement): AuditRecord => ({
  event:
    message.message.kind === 'webhook'
      ? `alert.${movement.kind === 'undelivered' ? 'undelivered' : 'sent'}`
      : `mfa.code.${movement.kind}`,
  outcome: movement.kind === 'undelivered' ? 'failure' : 'success',
  reason: movement.kind === 'undelivered' ? movement.reason : undefined,
  actor: { type: 'system', id: 'delivery' },
  target: message.userId === undefined ? undefined : { type: 'user', id: message.userId },
  challengeId: message.challengeId,
  method: message.message.kind,
  detail: {
    purpose: message.challengeId === undefined ? 'notice' : 'challenge',
    outboxId: message.id,
  },
});

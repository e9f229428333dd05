import type { AuditRecord } from '#audit/ports.ts';
import type { UserId } from '#domain/ids.ts';

/** Who acts, and why: without a reason nothing is done (it stands in the audit log, L08). */
export type Order = {
  /** The account of the operating system that ran the command. */
  readonly operator: string;
  readonly reason: string;
};

const MAX_REASON = 200;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A few plain words on one line, or undefined. */
export function parseReason(typed: string): string | undefined {
  const reason = typed.trim();
  const fits = reason.length >= 3 && reason.length <= MAX_REASON;
  return fits && !UNPRINTABLE.test(reason) ? reason : undefined;
}

/** The fields that every audit record of an operator's doing shares. */
export const auditOfOrder = (
  { operator, reason }: Order,
  userId: UserId,
  detail: NonNullable<AuditRecord['detail']>,
) =>
  ({
    outcome: 'success',
    actor: { type: 'operator', id: operator },
    target: { type: 'user', id: userId },
    detail: { ...detail, why: reason },
  }) as const;

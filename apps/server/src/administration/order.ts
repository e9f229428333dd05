import type { AuditRecord } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { UserId } from '#domain/ids.ts';
import type { Role } from '#domain/role.ts';
import type { Somebody } from '#domain/role.ts';
import type { Session } from '#domain/session.ts';

/** Who acts, and why: without a reason nothing is done (it stands in the audit log, L08). */
export type Order = {
  /** The account of the operating system that ran the command, or of whoever is signed in, or a key. */
  readonly operator: string;
  /** Whoever is signed in, where it was done on a page or by the API. */
  readonly signedIn?: { readonly session: Session; readonly context: RequestContext } | undefined;
  /** Where a program did it, by the key that `operator` names. */
  readonly byKey?: { readonly context: RequestContext; readonly rank: Somebody } | undefined;
  readonly reason: string;
  /** Where somebody else asked for it, and whoever is signed in agrees. */
  readonly approval?: Approval | undefined;
};

export type Approval = {
  readonly requestedBy: UserId;
  /** Whether what was asked for is something that this role does. */
  readonly isFor: (role: Role) => boolean;
};

const MAX_REASON = 200;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A few plain words on one line, or undefined. */
export function parseReason(typed: string): string | undefined {
  const reason = typed.trim();
  const fits = reason.length >= 3 && reason.length <= MAX_REASON;
  return fits && !UNPRINTABLE.test(reason) ? reason : undefined;
}

/** Who it was, in an audit record. */
export function actorOfOrder({ operator, signedIn, byKey }: Omit<Order, 'reason'>) {
  if (signedIn !== undefined) {
    const { session, context } = signedIn;
    return { ...auditOf(context, session.userId), sessionId: session.id };
  }
  const id = operator;
  return byKey === undefined
    ? { actor: { type: 'operator', id } as const }
    : { ...auditOf(byKey.context, undefined), actor: { type: 'api-key', id } as const };
}

/** The actor agreed; this is who wanted it. */
const askedBy = ({ approval }: Order) =>
  approval === undefined ? {} : { requestedBy: approval.requestedBy };

/** The fields that every audit record of an operator's doing shares. */
export const auditOfOrder = (
  order: Order,
  userId: UserId,
  detail: NonNullable<AuditRecord['detail']>,
) =>
  ({
    outcome: 'success',
    ...actorOfOrder(order),
    target: { type: 'user', id: userId },
    detail: { ...detail, ...askedBy(order), why: order.reason },
  }) as const;

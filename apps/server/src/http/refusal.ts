import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { RequestContext } from '#domain/context.ts';
import type { UserId } from '#domain/ids.ts';

/** A request that was refused before it reached an operation: what the audit log is told. */
export type Refusal = {
  readonly event: AuditEvent;
  readonly reason: string;
  readonly context: RequestContext;
  /** Who it was, where somebody asked for more than their role may do. */
  readonly userId?: UserId | undefined;
  /** The key of a program, by its name. */
  readonly keyName?: string | undefined;
};

import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { RequestContext } from '#domain/context.ts';

/** A request that was refused before it reached an operation: what the audit log is told. */
export type Refusal = {
  readonly event: AuditEvent;
  readonly reason: string;
  readonly context: RequestContext;
};

import type { AuditRow } from '#audit/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { AuditReader, RecordPlace } from './ports.ts';

export type BlockEntry = {
  readonly id: string;
  readonly at: Date;
  readonly what: 'blocked' | 'unblocked' | 'fraud-reported';
  /** A user, or an operator of the server by name; undefined: the person on the phone. */
  readonly by: string | undefined;
  readonly reason: string | undefined;
  readonly days: number | undefined;
};

export type ReadBlocks = (
  userId: UserId,
  before: RecordPlace | undefined,
) => Promise<{ readonly entries: readonly BlockEntry[]; readonly next: RecordPlace | undefined }>;

const PER_PAGE = 100;

/** Every block and unblock of an account, newest first, read off the audit log. */
export const makeReadBlocks =
  ({ auditReader }: { readonly auditReader: Pick<AuditReader, 'list'> }): ReadBlocks =>
  async (accountId, before) => {
    const events = ['authz_admin', 'mfa.fraud_reported'] as const;
    const filter = { events, accountId, outcome: undefined, from: undefined, to: undefined };
    const { records, next } = await auditReader.list(filter, { after: before, limit: PER_PAGE });
    return { entries: records.flatMap(entryOf), next };
  };

function entryOf({ id, occurredAt, event, actor, detail }: AuditRow): readonly BlockEntry[] {
  const action = detail?.['action'];
  if (event === 'authz_admin' && action !== 'blocked' && action !== 'unblocked') return [];
  const { why, days } = detail ?? {};
  const entry = { id, at: occurredAt, reason: typeof why === 'string' ? why : undefined };
  if (event !== 'authz_admin') {
    return [{ ...entry, what: 'fraud-reported', by: undefined, days: undefined }];
  }
  return [
    {
      ...entry,
      what: action === 'blocked' ? 'blocked' : 'unblocked',
      by: actor?.id,
      days: typeof days === 'number' ? days : undefined,
    },
  ];
}

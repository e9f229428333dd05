import type { UserStore } from '#directory/ports.ts';
import { auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { Challenge } from '#domain/challenge.ts';
import type { CaseId } from '#domain/ids.ts';
import type { Notices } from '#notices/ports.ts';
import type { CaseStore, OpenCase } from '#recovery/ports.ts';
import type { BindingStore } from '#security-info/ports.ts';
import type { EngineStores } from './ports.ts';

export type FraudStores = EngineStores & {
  readonly bindings: BindingStore;
  readonly cases: Pick<CaseStore, 'open'>;
};

export type StopFraudDependencies<Stores extends FraudStores = FraudStores> = {
  readonly users: Pick<UserStore, 'find'>;
  readonly notices: Notices<Stores>;
  readonly openCase: OpenCase;
  readonly ids: () => string;
  /** What a report of fraud does: a reported account may be blocked until an administrator looks. */
  readonly onFraud: { readonly block: boolean };
};

/** Default time an account stays blocked after a report, unless an administrator unblocks it. */
const BLOCKED_MS = 90 * 24 * 60 * 60_000;

type Reported = {
  readonly challenge: Challenge;
  readonly now: Date;
  readonly reason: string;
};

/**
 * Somebody else has the password. Every open attempt on the account ends; devices are off until
 * another method is proved; whoever signs in next chooses a password of their own; where policy says
 * so, nothing can be tried again.
 */
export async function stopFraud<Stores extends FraudStores>(
  { notices, openCase, ids, onFraud }: StopFraudDependencies<Stores>,
  tx: Stores,
  { challenge, now, reason }: Reported,
): Promise<void> {
  const { userId } = challenge;
  await tx.signIns.endAllOf(userId);
  await tx.bindings.cancelAllOf(userId);
  const browsers = await tx.rememberedBrowsers.removeAllOf(userId);
  const fields = { target: { type: 'user', id: userId } };
  await tx.audit.append(auditOfEndedTrust(browsers, 'fraud_reported', fields), now);
  const bound = await tx.authenticators.list(userId);
  for (const { id } of bound.filter(({ kind }) => kind === 'device')) {
    await tx.authenticators.disable(id);
  }
  await tx.users.change(userId, { mustChangePassword: true });
  if (onFraud.block) {
    const blockedUntil = new Date(now.getTime() + BLOCKED_MS);
    await tx.users.change(userId, { blockedUntil, blockedReason: reason });
  }
  await notices.enqueue(tx, { userId, id: 'fraud-reported', now });
  await openCase(tx, {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where case ids are born
    id: ids() as CaseId,
    kind: 'fraud',
    userId,
    about: challenge.id,
    note: undefined,
    createdAt: now,
    context: undefined,
  });
}

import type { ScopeStore, UserStore } from '#directory/ports.ts';
import { auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { Challenge } from '#domain/challenge.ts';
import type { CaseId, OutboxId, UserId } from '#domain/ids.ts';
import type { Policy } from '#domain/policy.ts';
import type { Notices } from '#notices/ports.ts';
import type { CaseStore, OpenCase } from '#recovery/ports.ts';
import type { BindingStore } from '#security-info/ports.ts';
import type { EngineStores } from './ports.ts';

export type FraudStores = EngineStores & {
  readonly bindings: BindingStore;
  readonly cases: Pick<CaseStore, 'open'>;
  readonly scopes: Pick<ScopeStore, 'staffOf'>;
};

export type OnFraud = Fraud & Naming;
type Fraud = Pick<Policy['fraud'], 'block' | 'tellRoles' | 'tellAddresses'>;
type Naming = { readonly organisation: string; readonly publicUrl: string };

export type StopFraudDependencies<Stores extends FraudStores = FraudStores> = {
  readonly users: Pick<UserStore, 'find'>;
  readonly notices: Notices<Stores>;
  readonly openCase: OpenCase;
  readonly ids: () => string;
  /** What a report does: a reported account may be blocked until somebody looks; and who is told. */
  readonly onFraud: () => OnFraud;
};

/** Default time an account stays blocked after a report, unless an administrator unblocks it. */
const DAY_MS = 24 * 60 * 60_000;
const BLOCKED_MS = 90 * DAY_MS;
const MAIL_LIFE_MS = DAY_MS;
/** Of the staff; a role that everybody has is not who should be told. */
const MOST_TOLD = 100;

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
  dependencies: StopFraudDependencies<Stores>,
  tx: Stores,
  { challenge, now, reason }: Reported,
): Promise<void> {
  const { notices, openCase, ids } = dependencies;
  const { userId } = challenge;
  const onFraud = dependencies.onFraud();
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
  await tellStaff({ ids, onFraud }, tx, { userId, now });
}

type Telling = { readonly ids: () => string; readonly onFraud: OnFraud };

/** Mailboxes are not the audit log: nothing of the person is in it. */
async function tellStaff(
  { ids, onFraud }: Telling,
  tx: FraudStores,
  { userId, now }: { readonly userId: UserId; readonly now: Date },
): Promise<void> {
  const staff = await tx.scopes.staffOf(userId, onFraud.tellRoles, MOST_TOLD);
  const told = new Map([...staff, ...onFraud.tellAddresses].map((to) => [to.toLowerCase(), to]));
  const letter = letterOf(onFraud, now);
  for (const to of told.values()) {
    await tx.outbox.enqueue({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
      id: ids() as OutboxId,
      userId: undefined,
      challengeId: undefined,
      message: { kind: 'mail', to, ...letter },
      createdAt: now,
      expiresAt: new Date(now.getTime() + MAIL_LIFE_MS),
    });
  }
}

const letterOf = ({ organisation, publicUrl, block }: OnFraud, now: Date) => ({
  subject: `${organisation}: somebody reported a sign-in as fraud`,
  text: [
    `At ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC a person of ${organisation} reported that somebody else tries to sign in as them. Whoever that is knows their password.`,
    block
      ? 'The account is blocked until somebody unblocks it, and must have a new password then.'
      : 'The account is not blocked. At the next sign-in it must have a new password.',
    `Their case waits for somebody to take it: ${publicUrl}/admin?show=cases`,
  ].join('\n\n'),
});

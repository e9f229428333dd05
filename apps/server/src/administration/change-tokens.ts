import type { AuditLog } from '#audit/ports.ts';
import { auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { HardwareTokenId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type {
  AuthenticatorStore,
  HardwareToken,
  HardwareTokenStore,
} from '#security-info/ports.ts';
import type { SessionStore } from '#sessions/ports.ts';
import { holdTarget, refuseOperator, type TargetStores, type Unreached } from './hold-target.ts';
import { actorOfOrder, type Order } from './order.ts';

type Stores = {
  readonly users: TargetStores['users'];
  readonly scopes: TargetStores['scopes'];
  readonly hardwareTokens: HardwareTokenStore;
  readonly authenticators: Pick<AuthenticatorStore, 'remove'>;
  readonly sessions: Pick<SessionStore, 'endAllOf'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly clock: Clock;
};

export type TokenOutcome = 'changed' | 'unknown-token' | 'in-use' | Unreached['kind'];

type Change = (token: HardwareToken, order: Order) => Promise<TokenOutcome>;

export type ChangeTokens = {
  /** To somebody, or to nobody; only while it is not activated. */
  readonly assign: (
    id: HardwareTokenId,
    userId: UserId | undefined,
    order: Order,
  ) => Promise<TokenOutcome>;
  /** It is no method any more, and stays assigned. */
  readonly deactivate: Change;
  /** It is gone with its secret; only while it is not activated. */
  readonly remove: Change;
};

export function makeChangeTokens<Tx extends Stores>(dependencies: Dependencies<Tx>): ChangeTokens {
  const { transact, clock } = dependencies;
  return {
    assign: (id, userId, order) =>
      transact('fact', async (tx) => {
        const asked = await tx.hardwareTokens.find(id);
        if (asked === undefined) return 'unknown-token';
        const refused = await refuse(tx, [asked.userId, userId], { order, now: clock() });
        if (refused !== undefined) return refused;
        // Now that its owner is held: somebody else may have been faster.
        const token = await tx.hardwareTokens.find(id);
        if (token === undefined || token.userId !== asked.userId) return 'in-use';
        if (!(await tx.hardwareTokens.assign(id, userId))) return 'in-use';
        const reason = userId === undefined ? 'unassigned' : 'assigned';
        await record(tx, { ...token, userId: userId ?? token.userId }, { reason, order, clock });
        return 'changed';
      }),
    deactivate: (token, order) =>
      transact('fact', (tx) => deactivate(dependencies, tx, { token, order })),
    remove: (token, order) =>
      transact('fact', async (tx) => {
        const refused = await refuse(tx, [token.userId], { order, now: clock() });
        if (refused !== undefined) return refused;
        if (!(await tx.hardwareTokens.remove(token.id))) return 'in-use';
        await record(tx, token, { reason: 'deleted', order, clock });
        return 'changed';
      }),
  };
}

/** Whose it is and whose it becomes, always in one order: two who swap do not wait for each other. */
async function refuse(
  tx: Stores,
  owners: readonly (UserId | undefined)[],
  asked: { readonly order: Order; readonly now: Date },
): Promise<Unreached['kind'] | undefined> {
  const ids = [...new Set(owners.filter((id) => id !== undefined))].toSorted();
  if (ids.length === 0) return (await refuseOperator(tx, asked))?.kind;
  for (const userId of ids) {
    const target = await holdTarget(tx, { ...asked, userId });
    if (target.kind !== 'held') return target.kind;
  }
  return undefined;
}

async function deactivate<Tx extends Stores>(
  { notices, clock }: Dependencies<Tx>,
  tx: Tx,
  { token, order }: { readonly token: HardwareToken; readonly order: Order },
): Promise<TokenOutcome> {
  const { userId, authenticatorId } = token;
  if (userId === undefined || authenticatorId === undefined) return 'unknown-token';
  const now = clock();
  const refused = await refuse(tx, [userId], { order, now });
  if (refused !== undefined) return refused;
  await notices.enqueue(tx, { userId, id: 'method-removed', now });
  if (!(await tx.authenticators.remove(authenticatorId, userId, false))) return 'unknown-token';
  const end = { reason: 'method_removed', now } as const;
  const { browsers } = await tx.sessions.endAllOf(userId, end);
  await record(tx, token, { reason: 'deactivated', order, clock });
  const target = { type: 'user', id: userId };
  const fields = { target, ...actorOfOrder(order) };
  await tx.audit.append(auditOfEndedTrust(browsers, end.reason, fields), now);
  return 'changed';
}

type Told = { readonly reason: string; readonly order: Order; readonly clock: Clock };

const record = (
  { audit }: Stores,
  { id, serial, userId }: Pick<HardwareToken, 'id' | 'serial' | 'userId'>,
  { reason, order, clock }: Told,
): Promise<void> =>
  audit.append(
    [
      {
        event: 'token.changed',
        outcome: 'success',
        reason,
        target: userId === undefined ? { type: 'token', id } : { type: 'user', id: userId },
        detail: { token: id, serial, why: order.reason },
        ...actorOfOrder(order),
      },
    ],
    clock(),
  );

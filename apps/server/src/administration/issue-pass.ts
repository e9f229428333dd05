import type { AuditLog } from '#audit/ports.ts';
import { ACCESS_PASS_LENGTH, printCode, randomCode } from '#crypto/random-code.ts';
import type { PasswordHasher } from '#directory/ports.ts';
import { auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { AuthenticatorId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { AuthenticatorStore } from '#security-info/ports.ts';
import type { RememberedBrowserStore } from '#sessions/ports.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';
import type { CallerCheckStore } from './ports.ts';
import {
  type CallerProof,
  type NotVerified,
  proveCaller,
  takesTwoPersons,
  type TwoPersons,
} from './prove-caller.ts';

type Stores = {
  readonly users: TargetStores['users'];
  readonly scopes: TargetStores['scopes'];
  readonly authenticators: Pick<AuthenticatorStore, 'list' | 'insertCodes'>;
  readonly callerChecks: Pick<CallerCheckStore, 'use'>;
  readonly rememberedBrowsers: Pick<RememberedBrowserStore, 'removeAllOf'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly twoPersons: TwoPersons;
  /** Whether a pass may be good more than once. */
  readonly reusablePasses: boolean;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type PassRequest = CallerProof & {
  readonly userId: UserId;
  readonly minutes: number;
  /** `many`: as often as its owner likes while it lives. Once, where nothing is said. */
  readonly uses?: 'once' | 'many' | undefined;
  /** The account of whoever issues it, where the operator has one: nobody issues their own. */
  readonly issuer?: UserId | undefined;
};

export type PassOutcome =
  /** `pass` as it is printed: shown once, stored nowhere. */
  | { readonly kind: 'issued'; readonly pass: string; readonly expiresAt: Date }
  | { readonly kind: 'minutes-out-of-range' | 'once-only' }
  | Unreached
  | NotVerified;

export type IssuePass = (request: PassRequest, order: Order) => Promise<PassOutcome>;

/** M07: 60 minutes where not asked otherwise, 10 minutes to 8 hours. */
export const PASS_MINUTES = { least: 10, usual: 60, most: 480 } as const;
const MINUTE_MS = 60_000;

/** A temporary access pass: 60 bits, one use where not asked otherwise, one per account; a new one takes the place of the old. */
export function makeIssuePass<Tx extends Stores>(dependencies: Dependencies<Tx>): IssuePass {
  const { transact, notices, hasher, ids, clock } = dependencies;
  return async ({ userId, minutes, issuer, uses = 'once', ...proof }, order) => {
    if (issuer === userId) return { kind: 'own-account' };
    const isInRange = minutes >= PASS_MINUTES.least && minutes <= PASS_MINUTES.most;
    if (!Number.isInteger(minutes) || !isInRange) return { kind: 'minutes-out-of-range' };
    if (uses === 'many' && !dependencies.reusablePasses) return { kind: 'once-only' };
    const code = randomCode(ACCESS_PASS_LENGTH);
    const hash = await hasher.hash(code);

    return transact('fact', async (tx) => {
      const now = clock();
      const takesTwo = () => takesTwoPersons(dependencies.twoPersons, proof);
      const target = await holdTarget(tx, { userId, order, now, takesTwo });
      if (target.kind !== 'held') return target;
      const caller = await proveCaller(tx, { userId, order, proof, act: 'issuePass', now });
      if (caller.kind !== 'verified') return caller;
      const expiresAt = new Date(now.getTime() + minutes * MINUTE_MS);
      const bound = await tx.authenticators.list(userId);
      const replaces = bound.some(({ kind }) => kind === 'temporary-access-pass');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where its id is born
      const id = ids() as AuthenticatorId;
      await tx.authenticators.insertCodes({
        id,
        userId,
        kind: 'temporary-access-pass',
        name: undefined,
        boundAt: now,
        boundIn: undefined,
        expiresAt,
        codeHashes: [hash],
        reusable: uses === 'many',
      });
      const browsers = await tx.rememberedBrowsers.removeAllOf(userId);
      await notices.enqueue(tx, { userId, id: 'pass-issued', now, about: id });
      const detail = { minutes, uses, replaces, callerVerifiedBy: caller.by };
      const fields = auditOfOrder(order, userId, {});
      await tx.audit.append(
        [
          { event: 'tap.issued', ...auditOfOrder(order, userId, detail) },
          ...auditOfEndedTrust(browsers, 'method_added', fields),
        ],
        now,
      );
      return { kind: 'issued', pass: printCode(code), expiresAt };
    });
  };
}

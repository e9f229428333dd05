import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { BoundAs } from '#domain/authenticator.ts';
import type { UserId } from '#domain/ids.ts';
import type { Registration } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { AuthenticatorStore, BindingStore } from '#security-info/ports.ts';
import { type EndingStores, endEverything } from './end-everything.ts';
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
import { type Alarm, type AlarmStores, hasClearedMany, raiseAlarm } from './raise-alarm.ts';

type Stores = EndingStores &
  AlarmStores & {
    readonly users: TargetStores['users'] & Pick<UserStore, 'change'>;
    readonly scopes: TargetStores['scopes'];
    readonly authenticators: Pick<AuthenticatorStore, 'removeAllOf'>;
    readonly bindings: Pick<BindingStore, 'cancelAllOf'>;
    readonly callerChecks: Pick<CallerCheckStore, 'use'>;
    readonly audit: AuditLog;
  };

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly alarm: Alarm;
  readonly twoPersons: TwoPersons;
  readonly clock: Clock;
};

export type ClearOutcome =
  | { readonly kind: 'cleared'; readonly methods: number; readonly sessions: number }
  | Unreached
  | NotVerified;

/** What the set-up that follows asks for: a pass, or the password alone for 24 hours. */
export type ClearRequest = CallerProof & {
  readonly userId: UserId;
  readonly registration: Registration['kind'];
  /** Passkeys go, too. */
  readonly passkeys?: boolean | undefined;
};

export type ClearMethods = (request: ClearRequest, order: Order) => Promise<ClearOutcome>;

const ALL: readonly BoundAs[] = [
  'device',
  'phone',
  'totp',
  'hardware-token',
  'saved-recovery-codes',
  'temporary-access-pass',
];
const OPEN_MS = 24 * 60 * 60_000;

/**
 * "Require selected users to provide contact methods again": every method but passkeys goes (they,
 * too, where that is asked for), with everything that
 * was begun or signed in with one, and the next sign-in leads to the set-up.
 */
export function makeClearMethods<Tx extends Stores>({
  transact,
  notices,
  alarm,
  twoPersons,
  clock,
}: Dependencies<Tx>): ClearMethods {
  return ({ userId, registration, passkeys = false, ...proof }, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const takesTwo = async () =>
        takesTwoPersons(twoPersons, proof) ||
        (twoPersons !== 'managers' && (await hasClearedMany(tx, { order, now })));
      const target = await holdTarget(tx, { userId, order, now, takesTwo });
      if (target.kind !== 'held') return target;
      const { user } = target;
      const caller = await proveCaller(tx, { userId, order, proof, act: 'clearMethods', now });
      if (caller.kind !== 'verified') return caller;
      // Before the removal: the old numbers are told too, and so is whoever holds them.
      await notices.enqueue(tx, { userId, id: 'methods-cleared', now });
      const methods = await tx.authenticators.removeAllOf(
        userId,
        passkeys ? [...ALL, 'passkey'] : ALL,
      );
      await tx.bindings.cancelAllOf(userId);
      const by = auditOfOrder(order, userId, {});
      const sessions = await endEverything(tx, userId, { reason: 'methods_cleared', now, by });
      await tx.users.change(userId, {
        registration: registrationOf(registration, now),
        preferences: { computer: null, phone: null },
        state: user.state === 'enforced' ? 'enabled' : user.state,
      });
      await raiseAlarm(alarm, tx, { order, now });
      const detail = {
        methods,
        sessions,
        registration,
        passkeys,
        callerVerifiedBy: caller.by,
      };
      await tx.audit.append(
        [{ event: 'admin.mfa_cleared', ...auditOfOrder(order, userId, detail) }],
        now,
      );
      return { kind: 'cleared', methods, sessions };
    });
}

const registrationOf = (kind: Registration['kind'], now: Date): Registration =>
  kind === 'pass' ? { kind } : { kind, openUntil: new Date(now.getTime() + OPEN_MS) };

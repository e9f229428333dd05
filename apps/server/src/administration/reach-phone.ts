import type { AuditLog } from '#audit/ports.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
import { type BoundAuthenticator, typesOf } from '#domain/bound-authenticator.ts';
import type { AuthenticatorId, UserId } from '#domain/ids.ts';
import type { Charge, PricedMessage } from '#domain/message-price.ts';
import { untilNextDayMs } from '#domain/policy.ts';
import type {
  AuthenticatorReader,
  LaneKey,
  PhoneTarget,
  SpendingStore,
  ThrottleStore,
} from '#sign-in/ports.ts';
import { auditOfOrder, type Order } from './order.ts';

export type PhoneStores = {
  readonly authenticators: Pick<AuthenticatorReader, 'find' | 'secretOf'>;
  readonly throttles: Pick<ThrottleStore, 'reserve'>;
  readonly spending: SpendingStore;
  readonly audit: AuditLog;
};

export type PhoneReach = {
  /** Every budget that a message to a phone spends (sign-in/lanes.ts). */
  readonly lanesOf: (
    order: Order,
    to: { userId: UserId; phone: PhoneTarget },
  ) => readonly LaneKey[];
  readonly readPhone: (secret: Uint8Array) => PhoneTarget;
  readonly countries: { readonly texts: readonly string[]; readonly calls: readonly string[] };
  /** The day's limit, which these messages count towards like every other. */
  readonly chargeOf: (message: PricedMessage) => Charge | undefined;
  /** Which ways out there are at all. */
  readonly reach: { readonly mail: boolean; readonly text: boolean };
};

export type PhoneWay = 'text' | 'call';

type Asked = {
  readonly userId: UserId;
  readonly via: PhoneWay;
  readonly methodId: AuthenticatorId | undefined;
  readonly order: Order;
  readonly now: Date;
};

export type Reached =
  | { readonly kind: 'phone'; readonly phone: PhoneTarget; readonly bound: BoundAuthenticator }
  | { readonly kind: 'method-unavailable' | 'number-unavailable' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

const TYPES = { text: 'text', call: 'spoken-code' } as const satisfies Readonly<
  Record<PhoneWay, AuthenticatorType>
>;

/** A method that is off or frozen says nothing about who has it. */
const serves = (bound: BoundAuthenticator, via: PhoneWay): boolean =>
  bound.kind === 'phone' && bound.state === 'active' && typesOf(bound).includes(TYPES[via]);

/** A number that is proved on this account, if it may be reached now; every budget of a message is spent then. */
export async function reachPhone(
  reaching: PhoneReach,
  tx: PhoneStores,
  asked: Asked,
): Promise<Reached> {
  const { userId, via, methodId } = asked;
  const bound = methodId === undefined ? undefined : await tx.authenticators.find(methodId);
  if (!reaching.reach.text || bound?.userId !== userId || !serves(bound, via)) {
    return { kind: 'method-unavailable' };
  }
  const secret = await tx.authenticators.secretOf(bound.id);
  if (secret === undefined) return { kind: 'method-unavailable' };
  const phone = reaching.readPhone(secret);
  const open = via === 'text' ? reaching.countries.texts : reaching.countries.calls;
  if (!open.includes(phone.country)) return { kind: 'number-unavailable' };
  const refused = await spend(reaching, tx, { ...asked, phone });
  return refused ?? { kind: 'phone', phone, bound };
}

/** The budgets of every message to a phone, and the day's limit; undefined: it may go. */
async function spend(
  { lanesOf, chargeOf }: PhoneReach,
  tx: PhoneStores,
  { via, phone, ...asked }: Asked & { readonly phone: PhoneTarget },
): Promise<Extract<Reached, { kind: 'throttled' }> | undefined> {
  const { userId, order, now } = asked;
  const budget = await tx.throttles.reserve(lanesOf(order, { userId, phone }), now);
  if (budget.kind === 'throttled') {
    await recordThrottled(tx, { ...asked, reason: budget.lane.kind });
    return { kind: 'throttled', retryAfterMs: budget.retryAfterMs };
  }
  const charge = chargeOf({ kind: via, country: phone.country });
  if (charge === undefined || (await tx.spending.spend({ ...charge, now }))) return undefined;
  await recordThrottled(tx, { ...asked, reason: 'spending_limit' });
  return { kind: 'throttled', retryAfterMs: untilNextDayMs(now) };
}

type Throttled = Pick<Asked, 'userId' | 'order' | 'now'> & { readonly reason: string };

const recordThrottled = ({ audit }: PhoneStores, { userId, order, now, reason }: Throttled) => {
  const { detail: _, ...fields } = auditOfOrder(order, userId, {});
  const refused = { ...fields, outcome: 'failure', reason } as const;
  return audit.append([{ event: 'mfa.code.send_refused', ...refused }], now);
};

import type { AuditLog } from '#audit/ports.ts';
import type { E164, OutboundMessage, OutboxStore } from '#delivery/ports.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
import { type BoundAuthenticator, typesOf } from '#domain/bound-authenticator.ts';
import type { AuthenticatorId, CallerCheckId, OutboxId, UserId } from '#domain/ids.ts';
import { type Policy, priceOf, untilNextDayMs } from '#domain/policy.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type {
  AuthenticatorReader,
  LaneKey,
  PhoneTarget,
  SpendingStore,
  ThrottleStore,
  Tokens,
} from '#sign-in/ports.ts';
import { auditOfOrder, type Order } from './order.ts';
import type { CallerCheckStore } from './ports.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';

type Stores = TargetStores & {
  readonly authenticators: Pick<AuthenticatorReader, 'find' | 'secretOf'>;
  readonly callerChecks: Pick<CallerCheckStore, 'insert'>;
  readonly throttles: Pick<ThrottleStore, 'reserve'>;
  readonly spending: SpendingStore;
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly tokens: Pick<Tokens, 'hash' | 'sixDigits'>;
  /** Every budget that a message to a phone spends (sign-in/lanes.ts). */
  readonly lanesOf: (
    order: Order,
    to: { userId: UserId; phone: PhoneTarget },
  ) => readonly LaneKey[];
  readonly readPhone: (secret: Uint8Array) => PhoneTarget;
  readonly countries: { readonly texts: readonly string[]; readonly calls: readonly string[] };
  /** The day's limit, which these messages count towards like every other. */
  readonly spending: () => Policy['spending'];
  readonly organisation: string;
  /** Which ways out there are at all. */
  readonly reach: { readonly mail: boolean; readonly text: boolean };
  readonly ids: () => string;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type CallerWay = 'text' | 'call' | 'mail';

export type SendCallerNumber = (
  request: {
    readonly userId: UserId;
    readonly via: CallerWay;
    /** The phone; mail goes to the address of the account. */
    readonly methodId: AuthenticatorId | undefined;
  },
  order: Order,
) => Promise<SendOutcome>;

export type SendOutcome =
  | { readonly kind: 'sent'; readonly id: CallerCheckId; readonly expiresAt: Date }
  | { readonly kind: 'method-unavailable' | 'number-unavailable' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  | Unreached;

export const CALLER_CHECK_PURPOSE = 'caller-check';
/** A number that is read out has three thousandths of a per cent for whoever guesses. */
const ATTEMPTS = 3;
const LIFE_MS = 10 * 60_000;

/**
 * A number to one of the methods that the person has left: whoever is on the phone reads it out, so
 * that the help desk knows that the caller holds it (M08). It opens nothing else.
 */
export function makeSendCallerNumber(dependencies: Dependencies): SendCallerNumber {
  const { transact, clock, wake } = dependencies;
  return async (request, order) => {
    const outcome = await transact('attempt', async (tx): Promise<SendOutcome> => {
      const now = clock();
      const target = await holdTarget(tx, { userId: request.userId, order, now });
      // Whoever has to ask a second person may still find out who is calling.
      if (target.kind !== 'held' && target.kind !== 'needs-approval') return target;
      return send(dependencies, tx, { request, order, now });
    });
    if (outcome.kind === 'sent') wake();
    return outcome;
  };
}

type Sending = {
  readonly request: Parameters<SendCallerNumber>[0];
  readonly order: Order;
  readonly now: Date;
};

async function send(
  dependencies: Dependencies,
  tx: Stores,
  sending: Sending,
): Promise<SendOutcome> {
  const { request, order, now } = sending;
  const { userId } = request;
  const code = dependencies.tokens.sixDigits();
  const way = await wayOf(dependencies, tx, { ...sending, code });
  if (way.kind !== 'way') return way;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where ids of these checks are born
  const id = dependencies.ids() as CallerCheckId;
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  await tx.callerChecks.insert({
    id,
    userId,
    staffId: actorIdOf(order),
    sentBy: way.sentBy,
    codeHash: dependencies.tokens.hash(CALLER_CHECK_PURPOSE, `${id}:${code}`),
    attempts: ATTEMPTS,
    createdAt: now,
    expiresAt,
  });
  await tx.outbox.enqueue({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
    id: dependencies.ids() as OutboxId,
    userId,
    challengeId: undefined,
    message: way.message,
    createdAt: now,
    expiresAt,
  });
  const { detail: _, ...fields } = auditOfOrder(order, userId, {});
  await tx.audit.append(
    [{ event: 'caller_check.sent', ...fields, detail: { by: way.sentBy } }],
    now,
  );
  return { kind: 'sent', id, expiresAt };
}

const actorIdOf = ({ signedIn }: Order): UserId => {
  if (signedIn === undefined) throw new Error('nobody who is signed in');
  return signedIn.session.userId;
};

type Way =
  | { readonly kind: 'way'; readonly message: OutboundMessage; readonly sentBy: string }
  | Exclude<SendOutcome, { kind: 'sent' }>;

async function wayOf(
  dependencies: Dependencies,
  tx: Stores,
  { request, order, now, code }: Sending & { readonly code: string },
): Promise<Way> {
  const { via, userId, methodId } = request;
  const { organisation, reach } = dependencies;
  if (via === 'mail') {
    const user = await tx.users.hold(userId);
    return reach.mail ? mailTo(user, { organisation, code }) : { kind: 'method-unavailable' };
  }
  const bound = methodId === undefined ? undefined : await tx.authenticators.find(methodId);
  if (!reach.text || bound?.userId !== userId || !serves(bound, via)) {
    return { kind: 'method-unavailable' };
  }
  const secret = await tx.authenticators.secretOf(bound.id);
  if (secret === undefined) return { kind: 'method-unavailable' };
  const phone = dependencies.readPhone(secret);
  const open = via === 'text' ? dependencies.countries.texts : dependencies.countries.calls;
  if (!open.includes(phone.country)) return { kind: 'number-unavailable' };
  const refused = await spend(dependencies, tx, { userId, order, now, via, phone });
  if (refused !== undefined) return refused;
  const sentBy = `${via} to the number ending ${bound.lastTwoDigits}`;
  return { kind: 'way', sentBy, message: toPhone(via, { phone, organisation, code }) };
}

type Spending = Omit<Sending, 'request'> & {
  readonly userId: UserId;
  readonly via: Exclude<CallerWay, 'mail'>;
  readonly phone: PhoneTarget;
};

/** The budgets of every message to a phone, and the day's limit; undefined: it may go. */
async function spend(
  { lanesOf, spending }: Dependencies,
  tx: Stores,
  { via, phone, ...asked }: Spending,
): Promise<Extract<SendOutcome, { kind: 'throttled' }> | undefined> {
  const { userId, order, now } = asked;
  const budget = await tx.throttles.reserve(lanesOf(order, { userId, phone }), now);
  if (budget.kind === 'throttled') {
    await recordThrottled(tx, { ...asked, reason: budget.lane.kind });
    return { kind: 'throttled', retryAfterMs: budget.retryAfterMs };
  }
  const price = priceOf(spending(), via);
  if (price === undefined || (await tx.spending.spend({ ...price, now }))) return undefined;
  await recordThrottled(tx, { ...asked, reason: 'spending_limit' });
  return { kind: 'throttled', retryAfterMs: untilNextDayMs(now) };
}

const TYPES = { text: 'text', call: 'spoken-code' } as const satisfies Readonly<
  Record<Exclude<CallerWay, 'mail'>, AuthenticatorType>
>;

/** A method that is off or frozen says nothing about who is calling. */
const serves = (bound: BoundAuthenticator, via: Exclude<CallerWay, 'mail'>): boolean =>
  bound.kind === 'phone' && bound.state === 'active' && typesOf(bound).includes(TYPES[via]);

type Saying = { readonly organisation: string; readonly code: string };

function mailTo(user: User | undefined, { organisation, code }: Saying): Way {
  if (user?.email === undefined) return { kind: 'method-unavailable' };
  const subject = `Your number for the help desk of ${organisation}`;
  const text = `You are talking to the help desk of ${organisation}, which asks for this number:\n\n${code}\n\nRead it out only if it was you who called. If you are not on the phone with your help desk, somebody else is, in your name: do nothing with it, and tell them.`;
  return { kind: 'way', sentBy: 'mail', message: { kind: 'mail', to: user.email, subject, text } };
}

function toPhone(
  via: Exclude<CallerWay, 'mail'>,
  { phone, organisation, code }: Saying & { readonly phone: PhoneTarget },
): OutboundMessage {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed when it was bound
  const to = phone.e164 as E164;
  if (via === 'text') {
    const body = `Your number for the help desk is ${code}. Read it out only if it was you who called them.`;
    return { kind: 'text', to, body };
  }
  const extension = phone.extension === undefined ? {} : { extension: phone.extension };
  return { kind: 'call', to, ...extension, script: { kind: 'caller-number', organisation, code } };
}

const recordThrottled = (
  { audit }: Stores,
  { userId, order, now, reason }: Omit<Sending, 'request'> & { userId: UserId; reason: string },
) => {
  const { detail: _, ...fields } = auditOfOrder(order, userId, {});
  const refused = { ...fields, outcome: 'failure', reason } as const;
  return audit.append([{ event: 'mfa.code.send_refused', ...refused }], now);
};

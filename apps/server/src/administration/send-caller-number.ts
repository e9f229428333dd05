import type { E164, OutboundMessage, OutboxStore } from '#delivery/ports.ts';
import { callerNumberFor } from '#authenticators/device/number.ts';
import type { DeviceStore } from '#devices/ports.ts';
import type { AuthenticatorId, CallerCheckId, OutboxId, UserId } from '#domain/ids.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { LaneKey, PhoneTarget, Signals, Tokens } from '#sign-in/ports.ts';
import { auditOfOrder, type Order } from './order.ts';
import type { CallerCheckStore } from './ports.ts';
import { type PhoneReach, type PhoneStores, type PhoneWay, reachPhone } from './reach-phone.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';

type Stores = TargetStores &
  PhoneStores & {
    readonly callerChecks: Pick<CallerCheckStore, 'insert'>;
    readonly outbox: Pick<OutboxStore, 'enqueue'>;
    readonly devices: Pick<DeviceStore, 'subscriptionOf'>;
  };

type Dependencies = PhoneReach & {
  readonly transact: Transact<Stores>;
  readonly tokens: Pick<Tokens, 'hash' | 'sixDigits'>;
  readonly organisation: string;
  /** What a request on a phone spends. */
  readonly lanesOfDevices: (userId: UserId) => readonly LaneKey[];
  readonly signals: Pick<Signals, 'changed'>;
  readonly ids: () => string;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type CallerWay = PhoneWay | 'mail' | 'app';

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
    if (outcome.kind === 'sent') {
      wake();
      if (request.via === 'app' && request.methodId !== undefined) {
        dependencies.signals.changed(request.methodId);
      }
    }
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
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where ids of these checks are born
  const id = dependencies.ids() as CallerCheckId;
  const { tokens } = dependencies;
  const code = request.via === 'app' ? callerNumberFor(tokens, id) : tokens.sixDigits();
  const way = await wayOf(dependencies, tx, { ...sending, code });
  if (way.kind !== 'way') return way;
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  await tx.callerChecks.insert({
    id,
    userId,
    staffId: actorIdOf(order),
    sentBy: way.sentBy,
    codeHash: tokens.hash(CALLER_CHECK_PURPOSE, `${id}:${code}`),
    attempts: ATTEMPTS,
    createdAt: now,
    expiresAt,
    shownOn: request.via === 'app' ? request.methodId : undefined,
  });
  if (way.message !== undefined)
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
  | {
      readonly kind: 'way';
      /** Undefined: a phone without notifications, which finds it when it is opened. */
      readonly message: OutboundMessage | undefined;
      readonly sentBy: string;
    }
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
  if (via === 'app') return toDevice(dependencies, tx, { userId, methodId, now });
  const reached = await reachPhone(dependencies, tx, { userId, via, methodId, order, now });
  if (reached.kind !== 'phone') return reached;
  const { phone, bound } = reached;
  const sentBy = `${via} to the number ending ${bound.lastTwoDigits}`;
  return { kind: 'way', sentBy, message: toPhone(via, { phone, organisation, code }) };
}

type Showing = Pick<Parameters<SendCallerNumber>[0], 'userId' | 'methodId'> & {
  readonly now: Date;
};

/**
 * Shown by the authenticator, which has nothing to answer: no request stands behind it, so that nothing
 * that a device signs could turn it into an approval.
 */
async function toDevice(
  { lanesOfDevices }: Dependencies,
  tx: Stores,
  { userId, methodId, now }: Showing,
): Promise<Way> {
  const bound = methodId === undefined ? undefined : await tx.authenticators.find(methodId);
  if (bound?.userId !== userId || bound.kind !== 'device' || bound.state !== 'active') {
    return { kind: 'method-unavailable' };
  }
  const budget = await tx.throttles.reserve(lanesOfDevices(userId), now);
  if (budget.kind === 'throttled') return budget;
  const found = await tx.devices.subscriptionOf(bound.id);
  const message =
    found === undefined || found.stale
      ? undefined
      : ({ kind: 'push', to: found.subscription, device: bound.id } as const);
  return { kind: 'way', sentBy: 'the authenticator', message };
}

type Saying = { readonly organisation: string; readonly code: string };

function mailTo(user: User | undefined, { organisation, code }: Saying): Way {
  if (user?.email === undefined) return { kind: 'method-unavailable' };
  const subject = `Your number for the help desk of ${organisation}`;
  const text = `You are talking to the help desk of ${organisation}, which asks for this number:\n\n${code}\n\nRead it out only if it was you who called. If you are not on the phone with your help desk, somebody else is, in your name: do nothing with it, and tell them.`;
  return { kind: 'way', sentBy: 'mail', message: { kind: 'mail', to: user.email, subject, text } };
}

function toPhone(
  via: PhoneWay,
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

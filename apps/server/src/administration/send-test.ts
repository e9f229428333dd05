import type { E164, OutboundMessage, OutboxStore, VoiceMessageName } from '#delivery/ports.ts';
import type { AuthenticatorId, OutboxId, UserId } from '#domain/ids.ts';
import { toGsm7 } from '#domain/gsm7.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { auditOfOrder, type Order } from './order.ts';
import {
  type PhoneReach,
  type PhoneStores,
  type PhoneWay,
  reachPhone,
  type Reached,
} from './reach-phone.ts';

type Stores = PhoneStores & { readonly outbox: Pick<OutboxStore, 'enqueue'> };

type Dependencies = PhoneReach & {
  readonly transact: Transact<Stores>;
  readonly organisation: string;
  readonly ids: () => string;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type SendTest = (
  request: {
    readonly via: PhoneWay;
    readonly methodId: AuthenticatorId;
    /** What a call says; a text has words of its own. */
    readonly message: VoiceMessageName;
  },
  order: Order,
) => Promise<{ readonly kind: 'sent' } | Exclude<Reached, { kind: 'phone' }>>;

const LIFE_MS = 5 * 60_000;

/**
 * A text or a call to whoever asks, at a number that is proved on their own account: it spends every
 * budget that one for a sign-in does, and neither proves nor opens anything.
 */
export function makeSendTest(dependencies: Dependencies): SendTest {
  const { transact, ids, clock, wake } = dependencies;
  return async ({ via, methodId, message }, order) => {
    const outcome = await transact('attempt', async (tx) => {
      const now = clock();
      const userId = selfOf(order);
      const reached = await reachPhone(dependencies, tx, { userId, via, methodId, order, now });
      if (reached.kind !== 'phone') return reached;
      const { e164, extension } = reached.phone;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed when it was bound
      const to = { to: e164 as E164, ...(extension === undefined ? {} : { extension }) };
      await tx.outbox.enqueue({
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
        id: ids() as OutboxId,
        userId,
        challengeId: undefined,
        message: messageOf(dependencies, { via, message, ...to }),
        createdAt: now,
        expiresAt: new Date(now.getTime() + LIFE_MS),
      });
      const by = `${via} to the number ending ${reached.bound.lastTwoDigits}`;
      const { detail: _, ...fields } = auditOfOrder(order, userId, {});
      await tx.audit.append([{ event: 'message.tested', ...fields, detail: { by, message } }], now);
      return { kind: 'sent' } as const;
    });
    if (outcome.kind === 'sent') wake();
    return outcome;
  };
}

const selfOf = ({ signedIn }: Order): UserId => {
  if (signedIn === undefined) throw new Error('nobody who is signed in');
  return signedIn.session.userId;
};

type Wanted = {
  readonly via: PhoneWay;
  readonly message: VoiceMessageName;
  readonly to: E164;
  readonly extension?: string;
};

function messageOf(
  { organisation }: Pick<Dependencies, 'organisation'>,
  { via, message, to, extension }: Wanted,
): OutboundMessage {
  if (via === 'call') {
    const dialled = extension === undefined ? {} : { extension };
    return { kind: 'call', to, ...dialled, script: { kind: 'test', organisation, message } };
  }
  const name = toGsm7(organisation, 40);
  return { kind: 'text', to, body: `${name}: this is a test of texts. There is nothing to do.` };
}

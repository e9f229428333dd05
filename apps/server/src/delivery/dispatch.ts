import { auditEventOf } from './audit-event-of.ts';
import { countMessage } from './count-message.ts';
import { type CountryOf, countryIn } from './country-in.ts';
import type { AuditLog } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type {
  Channel,
  ChannelKind,
  LogoutMessage,
  MailMessage,
  MessageCountStore,
  OutboundMessage,
  OutboxMessage,
  OutboxStore,
  PhoneCall,
  PushMessage,
  SendOutcome,
  StoredMessage,
  TextMessage,
  WebhookMessage,
} from './ports.ts';

export type Channels = {
  readonly text: Channel<TextMessage> | undefined;
  readonly call: Channel<PhoneCall> | undefined;
  readonly mail: Channel<MailMessage> | undefined;
  readonly push: Channel<PushMessage> | undefined;
  readonly webhook: Channel<WebhookMessage> | undefined;
  readonly logout: Channel<LogoutMessage> | undefined;
};

type DispatchStores = {
  readonly outbox: OutboxStore;
  readonly audit: AuditLog;
  readonly messageCounts: MessageCountStore;
};

type Dependencies = {
  readonly transact: Transact<DispatchStores>;
  readonly channels: Channels;
  /** Who carries texts and calls. */
  readonly provider: string;
  readonly countryOf: CountryOf;
  readonly clock: Clock;
  /** Told of every message whose state moved, so that a waiting page hears of it. */
  readonly onMoved: (message: StoredMessage) => void;
};

/** Sends what is due; resolves when nothing more is. How many messages it took. */
export type Dispatch = () => Promise<number>;

const BATCH = 20;
/** Longer than any channel may take; after a crash another dispatcher takes over then. */
const LEASE_MS = 30_000;
/** Codes are worth little after half a minute, so the first retries come fast. */
const SOON_MS = [1_000, 3_000, 10_000, 30_000, 60_000] as const;
/** Whoever listens may be down for a night. */
const PATIENT_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000, 5 * 3_600_000] as const;
const RETRY_MS: Readonly<Record<ChannelKind, readonly number[]>> = {
  text: SOON_MS,
  call: SOON_MS,
  push: SOON_MS,
  mail: SOON_MS,
  webhook: PATIENT_MS,
  logout: PATIENT_MS,
};

/**
 * At least once: a message is leased, sent and marked; a crash between sending and marking sends it
 * twice at worst, and never after it expired.
 */
export function makeDispatch(dependencies: Dependencies): Dispatch {
  const { transact, clock } = dependencies;
  return async () => {
    let taken = 0;
    for (;;) {
      const messages = await transact('attempt', (tx) =>
        tx.outbox.lease(clock(), { limit: BATCH, leaseMs: LEASE_MS }),
      );
      taken += messages.length;
      await Promise.all(messages.map((message) => sendOne(dependencies, message)));
      if (messages.length < BATCH) return taken;
    }
  };
}

async function sendOne(dependencies: Dependencies, message: OutboxMessage): Promise<void> {
  const { transact, clock, onMoved, provider } = dependencies;
  const isDead = message.expiresAt <= clock();
  const outcome: SendOutcome | 'dead' = isDead ? 'dead' : await send(dependencies, message);
  const country = countryIn(dependencies.countryOf, message);
  await transact('attempt', async (tx) => {
    const event = await record(tx.outbox, { message, outcome, country, now: clock() });
    if (event === undefined) return;
    await tx.audit.append([auditEventOf(message, event)], clock());
    // Of one row that many write to, as late as can be.
    const what = event.kind === 'sent' ? 'sent' : 'failed';
    await countMessage(tx.messageCounts, { ...message, country }, { provider, what });
  });
  onMoved(message);
}

function send({ channels }: Dependencies, { id, message }: OutboxMessage): Promise<SendOutcome> {
  const by = <Message extends OutboundMessage>(
    channel: Channel<Message> | undefined,
    given: Message,
  ) => channel?.send(id, given) ?? noChannel(given);
  switch (message.kind) {
    case 'text':
      return by(channels.text, message);
    case 'call':
      return by(channels.call, message);
    case 'push':
      return by(channels.push, message);
    case 'mail':
      return by(channels.mail, message);
    case 'webhook':
      return by(channels.webhook, message);
    case 'logout':
      return by(channels.logout, message);
  }
}

const noChannel = async ({ kind }: OutboundMessage): Promise<SendOutcome> => ({
  kind: 'refused',
  reason: `no_channel_for_${kind}`,
});

type Recording = {
  readonly message: OutboxMessage;
  readonly outcome: SendOutcome | 'dead';
  readonly country: string | undefined;
  readonly now: Date;
};

async function record(outbox: OutboxStore, { message, outcome, country, now }: Recording) {
  const { id, attempts } = message;
  if (outcome === 'dead') {
    await outbox.giveUp(id, 'expired', 'expired');
    return { kind: 'undelivered', reason: 'expired' } as const;
  }
  if (outcome.kind === 'accepted') {
    await outbox.accepted(id, outcome.providerMessageId, country);
    return { kind: 'sent' } as const;
  }
  const wait = RETRY_MS[message.message.kind][attempts - 1];
  if (outcome.kind === 'refused' || wait === undefined) {
    await outbox.giveUp(id, 'failed', outcome.reason);
    return { kind: 'undelivered', reason: outcome.reason } as const;
  }
  await outbox.retryAt(id, new Date(now.getTime() + wait), outcome.reason);
  return undefined;
}

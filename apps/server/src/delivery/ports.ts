import type {
  AlertId,
  AlertTargetId,
  AuthenticatorId,
  ChallengeId,
  OutboxId,
  UserId,
} from '#domain/ids.ts';
import type { VoiceMessageName } from '@proofup/contract/voice-messages.ts';

export type { VoiceMessageName };

/** A phone number in E.164 form: `+` and 7 to 15 ASCII digits (ITU-T E.164). */
export type E164 = string & { readonly __brand: 'E164' };

/** What an automated call says and which keys it listens for. */
export type CallScript =
  /** Press `#` to approve; `0#` to report fraud where `fraudReporting` is on. */
  | { readonly kind: 'approve'; readonly organisation: string; readonly fraudReporting: boolean }
  /** Six digits are spoken, twice; no key does anything. */
  | { readonly kind: 'spoken-code'; readonly organisation: string; readonly code: string }
  /** The same for a number that a caller reads out to the help desk. */
  | { readonly kind: 'caller-number'; readonly organisation: string; readonly code: string }
  /** One message as calls say it, for whoever set it. */
  | { readonly kind: 'test'; readonly organisation: string; readonly message: VoiceMessageName };

export type TextMessage = { readonly kind: 'text'; readonly to: E164; readonly body: string };
export type PhoneCall = {
  readonly kind: 'call';
  readonly to: E164;
  /** Digits dialled after the call is answered (an office extension): 1 to 8 ASCII digits. */
  readonly extension?: string;
  readonly script: CallScript;
};
export type MailMessage = {
  readonly kind: 'mail';
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};
/** As browsers give it (W3C Push API): where to, and the keys to encrypt with (base64url). */
export type PushSubscription = {
  readonly endpoint: string;
  /** The browser's P-256 point. */
  readonly p256dh: string;
  /** 16 bytes. */
  readonly auth: string;
};

export type PushMessage = {
  readonly kind: 'push';
  readonly to: PushSubscription;
  /** The device whose subscription it is. */
  readonly device: AuthenticatorId;
};
/** Where to and how it is signed is looked up when it is sent. */
export type WebhookMessage = {
  readonly kind: 'webhook';
  readonly alert: AlertId;
  readonly target: AlertTargetId;
  /** JSON. */
  readonly body: string;
};
export type OutboundMessage = TextMessage | PhoneCall | MailMessage | PushMessage | WebhookMessage;
export type ChannelKind = OutboundMessage['kind'];

export type SendOutcome =
  | { readonly kind: 'accepted'; readonly providerMessageId: string }
  /** The provider said no for good (bad number, bad account): sending again is useless. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Refused for now, unreachable or too slow: the outbox tries again. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** One way out of the house. Never throws for what a provider or network can do. */
export interface Channel<Message extends OutboundMessage> {
  send(id: OutboxId, message: Message): Promise<SendOutcome>;
}

/** Where a message is on its way; only moves forward in this order (`undelivered` is also final). */
export type DeliveryStatus = 'queued' | 'sent' | 'delivered' | 'undelivered';

/** Told by signed provider call-backs. Idempotent: repeats and late, earlier statuses change nothing. */
export interface DeliveryReports {
  record(id: OutboxId, status: DeliveryStatus, providerCode?: string): Promise<void>;
}

/** Whether a call-back, which names the carrier's id, is about this message; recorded where it is not. */
export type IsMessageOf = (id: OutboxId, providerMessageId: string | undefined) => Promise<boolean>;

/** What the person on the phone did. Silence, other keys and voicemail are never an approval. */
export type CallResponse =
  | 'approve'
  | 'report-fraud'
  | 'no-answer'
  | 'busy'
  | 'voicemail'
  | 'failed';

/** An answered call asks what to say and tells what was pressed. */
export interface CallConversation {
  /** Undefined once the challenge behind the call is over. */
  scriptFor(id: OutboxId): Promise<CallScript | undefined>;
  /** What the person who is called wants to be spoken to in; undefined: nobody knows. */
  languageOf(id: OutboxId): Promise<string | undefined>;
  /** `accepted` for exactly one caller; `over` when the challenge is used up, replaced or expired. */
  respond(id: OutboxId, response: CallResponse): Promise<'accepted' | 'over'>;
}

export type VoiceSettings = {
  /** BCP 47. */
  readonly language: string;
  /** E.164; undefined: the number of the installation. */
  readonly callerId: string | undefined;
};

/** Of one message of calls in one language: what was set instead of the standard. */
export type OwnVoice = {
  readonly message: VoiceMessageName;
  readonly words: string | undefined;
  readonly sound:
    | {
        readonly digest: string;
        readonly mediaType: string;
        readonly seconds: number;
        readonly bytes: number;
      }
    | undefined;
};

type WhichVoice = { readonly message: VoiceMessageName; readonly language: string };

export interface VoiceStore {
  settings(): Promise<VoiceSettings>;
  setSettings(settings: VoiceSettings): Promise<void>;
  setWords(which: WhichVoice, words: string | undefined): Promise<void>;
  setSound(
    which: WhichVoice,
    sound:
      | { readonly bytes: Uint8Array; readonly mediaType: string; readonly seconds: number }
      | undefined,
  ): Promise<void>;
  /** In which something was set, in their order. */
  languages(): Promise<readonly string[]>;
  /** In this language; without the recordings themselves. */
  list(language: string): Promise<readonly OwnVoice[]>;
  soundOf(
    which: WhichVoice,
  ): Promise<
    { readonly bytes: Uint8Array; readonly mediaType: string; readonly digest: string } | undefined
  >;
}

/** What a call asks at each turn. */
export interface VoiceBook {
  /** For somebody of this language: in it where there is something in it, else in that of calls. */
  read(language: string | undefined): Promise<
    ReadonlyMap<
      string,
      {
        readonly language: string;
        readonly words: string | undefined;
        readonly url: string | undefined;
      }
    >
  >;
}

export type NewOutboxMessage = {
  readonly id: OutboxId;
  /** Whom it is about; undefined: nobody with an account. */
  readonly userId: UserId | undefined;
  /** The challenge whose code it carries; absent for notices. */
  readonly challengeId: ChallengeId | undefined;
  /** Sealed by the store; erased as soon as nothing needs it any more. */
  readonly message: OutboundMessage;
  readonly createdAt: Date;
  /** Not sent after this: a code that is dead must not arrive. */
  readonly expiresAt: Date;
};

export type OutboxStatus = DeliveryStatus | 'failed' | 'expired';

export type OutboxMessage = NewOutboxMessage & {
  readonly status: OutboxStatus;
  readonly attempts: number;
  /** Of the number that it went to (ISO 3166-1 alpha-2), once a carrier has taken it. */
  readonly country: string | undefined;
};

/** What is left of a message that nothing needs any more. */
export type ErasedMessage = { readonly kind: ChannelKind };

/** As it is found later: with its payload as long as that is kept. */
export type StoredMessage = Omit<OutboxMessage, 'message'> & {
  readonly message: OutboundMessage | ErasedMessage;
  /** What the carrier calls it, once its answer is stored. */
  readonly providerMessageId?: string | undefined;
};

export interface OutboxStore {
  /** In the transaction of the state that it tells of. */
  enqueue(message: NewOutboxMessage): Promise<void>;
  /** Takes due messages for `leaseMs`: nobody else sends them meanwhile. Counts an attempt each. */
  lease(
    now: Date,
    lease: { readonly limit: number; readonly leaseMs: number },
  ): Promise<readonly OutboxMessage[]>;
  /** Accepted by the provider. The payload of texts and mails is erased. */
  accepted(id: OutboxId, providerMessageId: string, country?: string): Promise<void>;
  /** `reason`: why not yet, for whoever looks meanwhile. */
  retryAt(id: OutboxId, at: Date, reason: string): Promise<void>;
  /** `failed` or `expired`: final, payload erased. */
  giveUp(id: OutboxId, status: 'failed' | 'expired', reason: string): Promise<void>;
  /** Only forward along queued, sent, delivered/undelivered; true when it moved. */
  report(id: OutboxId, status: DeliveryStatus, providerCode: string | undefined): Promise<boolean>;
  find(id: OutboxId): Promise<StoredMessage | undefined>;
  /** How far the newest message of a challenge has come. */
  statusFor(challengeId: ChallengeId): Promise<OutboxStatus | undefined>;
}

type Counted = {
  /** When the message was written: all that becomes of it counts for that day (UTC). */
  readonly at: Date;
  readonly provider: string;
  readonly kind: 'text' | 'call';
  readonly country: string;
};

/** How messages fared, by day, provider, kind and country. */
export interface MessageCountStore {
  add(message: Counted, what: 'sent' | 'delivered' | 'failed'): Promise<void>;
  /** Days that begin in the range. */
  sum(range: { readonly from: Date; readonly to: Date }): Promise<
    readonly (Omit<Counted, 'at'> & {
      readonly sent: number;
      readonly delivered: number;
      readonly failed: number;
    })[]
  >;
}

import type { AlertKind, AlertKindRow } from '@proofup/contract/alert-kinds.ts';
import type { OutboxStatus } from '#delivery/ports.ts';
import type { AlertId, AlertTargetId, OutboxId } from '#domain/ids.ts';

/** The table of what can be told (the contract has it). */
export type AlertCatalogue = {
  readonly names: readonly AlertKind[];
  readonly kindOf: (kind: AlertKind) => AlertKindRow;
};

/** How a webhook proves that a call is ours (Standard Webhooks): each secret is 32 bytes, base64. */
export type WebhookSecrets = {
  readonly secret: string;
  /** Signs beside the new one until then, so that nobody has to change two ends at once. */
  readonly previous?: { readonly secret: string; readonly until: string };
};

/** Who is told: sealed by the store, as addresses of webhooks may hold a secret. */
export type AlertAddress =
  | { readonly kind: 'mail'; readonly address: string }
  | ({ readonly kind: 'webhook'; readonly address: string } & WebhookSecrets);

export type AlertTarget = {
  readonly id: AlertTargetId;
  readonly name: string;
  readonly to: AlertAddress;
  readonly alerts: readonly AlertKind[];
  /** Told nothing for now. */
  readonly isOff: boolean;
  readonly createdAt: Date;
};

export type AlertName = AlertKind | 'test';

/** One alert to one target. */
export type Alert = {
  /** The `webhook-id`: the same however often it is sent. */
  readonly id: AlertId;
  readonly targetId: AlertTargetId;
  readonly alert: AlertName;
  /** What a webhook is sent, as JSON. */
  readonly body: string;
  readonly createdAt: Date;
  readonly outboxId: OutboxId;
};

export type SentAlert = Omit<Alert, 'body'> & {
  readonly status: OutboxStatus;
  readonly attempts: number;
  readonly reason: string | undefined;
  /** Of one that is on its way; undefined: it is over. */
  readonly nextTryAt: Date | undefined;
};

export interface AlertStore {
  listTargets(): Promise<readonly AlertTarget[]>;
  findTarget(id: AlertTargetId): Promise<AlertTarget | undefined>;
  addTarget(target: AlertTarget): Promise<void>;
  /** False when there is none with this id. */
  changeTarget(target: AlertTarget): Promise<boolean>;
  removeTarget(id: AlertTargetId): Promise<boolean>;
  record(alert: Alert): Promise<void>;
  find(id: AlertId): Promise<Alert | undefined>;
  /** Newest first. */
  list(
    limit: number,
    before?: { readonly time: number; readonly id: string },
  ): Promise<{
    readonly alerts: readonly SentAlert[];
    readonly next: { readonly time: number; readonly id: string } | undefined;
  }>;
  /** Another message carries it from now on. */
  sendBy(id: AlertId, outboxId: OutboxId): Promise<void>;
  /** The sealed record up to which everything was told; undefined: nothing ever was. */
  position(): Promise<number | undefined>;
  /** From there to here; false when somebody else moved it first. */
  move(from: number | undefined, to: number): Promise<boolean>;
  /** The sealed record before the first one since then. */
  sealedBefore(since: Date): Promise<number>;
  /** How many of a kind there were within the time, with this one. */
  count(alert: AlertKind, at: Date, withinMs: number): Promise<number>;
}

import type {
  CallConversation,
  CallResponse,
  DeliveryReports,
  DeliveryStatus,
} from '#delivery/ports.ts';
import type { OutboxId } from '#domain/ids.ts';

export type StatusDependencies = {
  readonly calls: CallConversation;
  readonly reports: DeliveryReports;
};

export type ReportStatus = (id: OutboxId, fields: URLSearchParams) => Promise<void>;

/** The carrier's word for where a text or a call is, in ours. */
const DELIVERY: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['accepted', 'queued'],
  ['scheduled', 'queued'],
  ['queued', 'queued'],
  ['sending', 'queued'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'undelivered'],
  ['initiated', 'queued'],
  ['ringing', 'sent'],
  ['in-progress', 'sent'],
  ['completed', 'delivered'],
  ['busy', 'undelivered'],
  ['no-answer', 'undelivered'],
  ['canceled', 'undelivered'],
]);

/** How a call that nobody took ends its challenge. */
const UNANSWERED: ReadonlyMap<string, CallResponse> = new Map([
  ['no-answer', 'no-answer'],
  ['busy', 'busy'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);

/** Maps one status call-back. Statuses that the carrier may add one day change nothing. */
export function makeReportStatus({ calls, reports }: StatusDependencies): ReportStatus {
  return async (id, fields) => {
    const callStatus = fields.get('CallStatus');
    const status = fields.get('MessageStatus') ?? callStatus ?? '';
    const delivery = DELIVERY.get(status);
    if (!delivery) return;
    await reports.record(id, delivery, delivery === 'undelivered' ? codeOf(fields) : undefined);
    const response = UNANSWERED.get(callStatus ?? '');
    if (response) await calls.respond(id, response);
  };
}

/** A text that failed has a number; a call that nobody took has only its status. */
function codeOf(fields: URLSearchParams): string | undefined {
  const code = fields.get('ErrorCode') ?? '';
  return /^\d{1,6}$/.test(code) ? code : (fields.get('CallStatus') ?? undefined);
}

import { randomBytes } from 'node:crypto';
import type { CallStatus } from '../model.ts';

export type MessageResource = {
  readonly sid: string;
  readonly to: string;
  readonly from: string | null;
  readonly messagingServiceSid: string | null;
  readonly body: string;
  readonly status: 'queued' | 'sent' | 'delivered' | 'undelivered';
  readonly errorCode: number | null;
  readonly created: Date;
};

export type CallResource = {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly status: CallStatus;
  readonly answeredBy: string | null;
  readonly created: Date;
};

export const API_VERSION = '2010-04-01';

export const newSid = (prefix: 'SM' | 'CA'): string => prefix + randomBytes(16).toString('hex');

/** RFC 2822 as the API writes it. */
export const apiDate = (date: Date): string => date.toUTCString().replace('GMT', '+0000');

const GSM_TEXT = /^[\n\r !-_a-zäöñüàéèùìòÇØøÅåÆæßÉ¿¡ÄÖÑÜ§€£¥{}|~[\]\\^]*$/;

function segmentsOf(body: string): number {
  const [whole, part] = GSM_TEXT.test(body) ? [160, 153] : [70, 67];
  return body.length <= whole ? 1 : Math.ceil(body.length / part);
}

export function messageJson(accountSid: string, message: MessageResource) {
  const uri = `/${API_VERSION}/Accounts/${accountSid}/Messages/${message.sid}`;
  const failed = message.errorCode !== null;
  return {
    account_sid: accountSid,
    api_version: API_VERSION,
    body: message.body,
    date_created: apiDate(message.created),
    date_sent: message.status === 'queued' ? null : apiDate(message.created),
    date_updated: apiDate(message.created),
    direction: 'outbound-api',
    error_code: message.errorCode,
    error_message: failed ? 'Unreachable destination handset' : null,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: '0',
    num_segments: String(segmentsOf(message.body)),
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

export function callJson(accountSid: string, call: CallResource) {
  const uri = `/${API_VERSION}/Accounts/${accountSid}/Calls/${call.sid}`;
  return {
    account_sid: accountSid,
    answered_by: call.answeredBy,
    api_version: API_VERSION,
    caller_name: null,
    date_created: apiDate(call.created),
    date_updated: apiDate(call.created),
    direction: 'outbound-api',
    duration: null,
    end_time: null,
    forwarded_from: null,
    from: call.from,
    from_formatted: call.from,
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: call.sid,
    start_time: null,
    // The API knows no "initiated": that is a word of its call-backs alone.
    status: call.status === 'initiated' ? 'queued' : call.status,
    subresource_uris: {
      events: `${uri}/Events.json`,
      notifications: `${uri}/Notifications.json`,
      recordings: `${uri}/Recordings.json`,
    },
    to: call.to,
    to_formatted: call.to,
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}

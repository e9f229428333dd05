import { makeCarrierFetch } from '#channels/twilio-compatible/carrier-fetch.ts';
import { makePlaceCall } from '#channels/twilio-compatible/place-call.ts';
import { makeSendText } from '#channels/twilio-compatible/send-text.ts';
import { makePost } from '#outbound/post.ts';
import { makeSendWebhook } from '#channels/webhook/send-webhook.ts';
import { makeSendPush } from '#channels/web-push/send-push.ts';
import { makeVapidKey } from '#crypto/vapid-key.ts';
import type { Database } from '#sql/open-database.ts';
import type { Edges } from './edges.ts';
import { makeSendMail } from '#channels/smtp/send-mail.ts';
import type { Config } from '#config/config.ts';
import { type Channels } from '#delivery/dispatch.ts';
import type { Channel, OutboundMessage } from '#delivery/ports.ts';

const CARRIER_TIMEOUTS = { connectTimeoutMs: 3_000, requestTimeoutMs: 10_000 } as const;

/** The ways out that the configuration opens; an absent one refuses what is handed to it. */
export function makeChannels(
  { carrier, smtp, publicUrl, mode, alerts }: Config,
  { keyRing, clock }: Edges,
  { transact, stores }: Database,
): Omit<Channels, 'logout'> {
  const allowPrivate = mode === 'evaluation';
  const webhook = makeSendWebhook({
    post: makePost({ allowPrivate, privateHosts: alerts.privateHosts }),
    targetOf: (id) => stores.alerts.findTarget(id),
    clock,
  });
  const push = makeSendPush({
    key: { ...makeVapidKey(keyRing), subject: publicUrl },
    post: makePost({ allowPrivate }),
    onGone: ({ device }) => transact('fact', (tx) => tx.devices.markStale(device, clock())),
    clock,
  });
  const mail =
    smtp &&
    makeSendMail({
      settings: { ...smtp, ...(smtp.password === undefined ? {} : { pass: smtp.password }) },
    });
  if (carrier === undefined) return { text: undefined, call: undefined, mail, push, webhook };
  const settings = { ...carrier, from: carrier.textFrom, publicUrl, ...CARRIER_TIMEOUTS };
  const fetch = makeCarrierFetch(CARRIER_TIMEOUTS);
  return {
    text: makeSendText({ settings, fetch }),
    call: makePlaceCall({
      settings,
      fetch,
      callerId: async () => (await stores.voice.settings()).callerId,
    }),
    mail,
    push,
    webhook,
  };
}

/** A way out that opens with the door it belongs to; before that its messages wait. */
export function makeLateChannel<Message extends OutboundMessage>() {
  let channel: Channel<Message> = {
    send: async () => ({ kind: 'unavailable', reason: 'not_open_yet' }),
  };
  const late: Channel<Message> = { send: (id, message) => channel.send(id, message) };
  return {
    channel: late,
    open: (opened: Channel<Message>): void => {
      channel = opened;
    },
  };
}

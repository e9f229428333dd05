import type { Behaviour } from '../model.ts';
import { sleep } from '../sleep.ts';
import type { Store } from '../store.ts';
import type { CallBack } from './call-back.ts';
import { notifyStatus } from './notify-status.ts';
import { API_VERSION, type MessageResource } from './resources.ts';

export type TextDependencies = {
  readonly store: Store;
  readonly callBack: CallBack;
  readonly accountSid: string;
  readonly closed: AbortSignal;
  readonly messages: Map<string, MessageResource>;
};

type Order = {
  readonly message: MessageResource;
  readonly behaviour: Behaviour;
  readonly statusCallback: string | null;
};

/** The carrier's code for a phone that is off, gone or out of reach. */
const UNREACHABLE = 30003;

/** Brings one accepted text to its phone, or not, and tells the sender how far it got. */
export async function deliverText(deps: TextDependencies, order: Order): Promise<void> {
  const { store, closed } = deps;
  const { message, behaviour } = order;
  const { to } = message;
  if (behaviour.mode === 'delay') {
    await report(deps, order, { status: 'sent' });
    await sleep(behaviour.delayMs, closed);
  }
  if (behaviour.mode === 'never-deliver') {
    store.add('notes', { number: to, text: 'A text was lost on its way to this phone.' });
    await report(deps, order, { status: 'sent' });
    await report(deps, order, { status: 'undelivered', errorCode: UNREACHABLE });
    return;
  }
  const from = message.from ?? message.messagingServiceSid ?? '';
  for (let copy = 0; copy < copiesOf(behaviour); copy += 1) {
    store.add('texts', { sid: message.sid, to, from, body: message.body });
  }
  if (behaviour.mode !== 'delay') await report(deps, order, { status: 'sent' });
  await report(deps, order, { status: 'delivered' });
}

const copiesOf = ({ mode }: Behaviour): number => (mode === 'deliver-twice' ? 2 : 1);

async function report(
  { store, callBack, accountSid, messages }: TextDependencies,
  { message, behaviour, statusCallback }: Order,
  change: Partial<MessageResource>,
): Promise<void> {
  const current = { ...message, ...change };
  messages.set(message.sid, current);
  if (statusCallback === null) return;
  const params = new URLSearchParams({
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    From: current.from ?? '',
    MessageSid: current.sid,
    MessageStatus: current.status,
    SmsSid: current.sid,
    SmsStatus: current.status,
    To: current.to,
    ...(current.errorCode === null ? {} : { ErrorCode: String(current.errorCode) }),
  });
  const target = { url: statusCallback, method: 'POST' };
  for (let copy = 0; copy < copiesOf(behaviour); copy += 1) {
    await notifyStatus({ store, callBack }, { number: current.to, target }, params);
  }
}

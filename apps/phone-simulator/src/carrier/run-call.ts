import { type Behaviour, type CallStatus, isOver, type TranscriptLine } from '../model.ts';
import { sleep } from '../sleep.ts';
import type { Store } from '../store.ts';
import { runTwiml, type TwimlRequest } from '../twiml/run-twiml.ts';
import type { CallBack } from './call-back.ts';
import type { Line } from './line.ts';
import { notifyStatus } from './notify-status.ts';
import { API_VERSION, apiDate, type CallResource } from './resources.ts';

export type CallDependencies = {
  readonly store: Store;
  readonly callBack: CallBack;
  readonly accountSid: string;
  readonly clock: () => Date;
  readonly secondMs: number;
  readonly calls: Map<string, CallResource>;
};

export type CallOrder = {
  readonly call: CallResource;
  readonly line: Line;
  readonly behaviour: Behaviour;
  readonly url: string;
  readonly method: string;
  readonly statusCallback: { readonly url: string; readonly method: string } | null;
  readonly events: readonly string[];
  readonly ringSeconds: number;
  readonly sendDigits: string;
  readonly machineDetection: boolean;
};

/** Which event of the API each status is told under; every way to end is "completed". */
const EVENT_OF: Readonly<Partial<Record<CallStatus, string>>> = {
  initiated: 'initiated',
  ringing: 'ringing',
  'in-progress': 'answered',
};

/** One call from the first ring to the end. */
export async function runCall(deps: CallDependencies, order: CallOrder): Promise<void> {
  const progress = makeProgress(deps, order);
  const ended = await talk(deps, order, progress).catch((error: unknown): CallStatus => {
    const over = order.line.hungUp.aborted;
    if (!over) progress.tell({ speaker: 'line', text: `The application ${reasonOf(error)}.` });
    return 'completed';
  });
  await progress.become(ended);
}

type Progress = ReturnType<typeof makeProgress>;

/** Keeps the resource, the page and the application told of where the call is. */
function makeProgress({ store, calls, clock, ...deps }: CallDependencies, order: CallOrder) {
  const { sid } = order.call;
  let current = order.call;
  let sequenceNumber = 0;
  let answeredAt: number | undefined;

  async function become(status: CallStatus): Promise<void> {
    current = { ...current, status };
    calls.set(sid, current);
    store.updateCall(sid, { status, listening: false });
    if (status === 'in-progress') answeredAt = clock().getTime();
    const event = EVENT_OF[status] ?? 'completed';
    if (!order.statusCallback || !order.events.includes(event)) return;
    const seconds = Math.ceil((clock().getTime() - (answeredAt ?? clock().getTime())) / 1000);
    const params = new URLSearchParams({
      ...parametersOf(deps.accountSid, current),
      Timestamp: apiDate(clock()),
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(sequenceNumber++),
      ...(isOver({ status }) ? { CallDuration: String(seconds) } : {}),
    });
    const recipient = { number: current.to, target: order.statusCallback };
    const copies = order.behaviour.mode === 'deliver-twice' ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      await notifyStatus({ store, callBack: deps.callBack }, recipient, params);
    }
  }

  return {
    become,
    answeredBy: (answeredBy: string | null) => {
      current = { ...current, answeredBy };
    },
    parameters: () => parametersOf(deps.accountSid, current),
    tell: (line: TranscriptLine) => {
      const call = store.state().calls.find((known) => known.sid === sid);
      store.updateCall(sid, { transcript: [...(call?.transcript ?? []), line] });
    },
  };
}

async function talk(
  deps: CallDependencies,
  order: CallOrder,
  progress: Progress,
): Promise<CallStatus> {
  const { line, behaviour } = order;
  await progress.become('initiated');
  if (behaviour.mode === 'delay') await sleep(behaviour.delayMs, line.hungUp);
  if (behaviour.mode === 'never-deliver') return 'failed';
  await progress.become('ringing');
  await sleep(order.ringSeconds * deps.secondMs, line.hungUp, line.pickedUp).catch(() => {});
  const pickUp = await Promise.race([line.pickedUp, Promise.resolve({ kind: 'ignored' } as const)]);
  if (pickUp.kind === 'declined') return 'busy';
  if (pickUp.kind === 'ignored') return 'no-answer';
  if (order.machineDetection) progress.answeredBy(pickUp.by);
  await progress.become('in-progress');
  await dialExtension(deps, order, progress);
  await converse(deps, order, progress);
  return 'completed';
}

/** `w` waits half a second and `W` a whole one; the rest are keys that the carrier presses. */
async function dialExtension(
  { secondMs }: CallDependencies,
  { sendDigits, line }: CallOrder,
  { tell }: Progress,
): Promise<void> {
  if (sendDigits === '') return;
  const halves = sendDigits.replace(/[^wW]/g, '').replaceAll('W', 'ww').length;
  await sleep((halves / 2) * secondMs, line.hungUp);
  const dialled = sendDigits.replace(/[wW]/g, '');
  tell({ speaker: 'line', text: `The switchboard is dialled extension ${dialled}.` });
}

function converse(
  { store, callBack, secondMs }: CallDependencies,
  { call, line, url, method }: CallOrder,
  progress: Progress,
): Promise<void> {
  const fetch = async ({ params, ...target }: TwimlRequest): Promise<string> => {
    const form = new URLSearchParams({ ...progress.parameters(), ...params });
    const { status, body } = await callBack(target, form);
    if (status < 200 || status >= 300) throw new Error(`answered ${status}`);
    return body;
  };
  const listen = (listening: boolean) => store.updateCall(call.sid, { listening });
  return runTwiml(
    { line, secondMs, fetch, tell: progress.tell, listen },
    { url, method, params: {} },
  );
}

function parametersOf(accountSid: string, call: CallResource): Record<string, string> {
  return {
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    CallSid: call.sid,
    CallStatus: call.status,
    Called: call.to,
    Caller: call.from,
    Direction: 'outbound-api',
    From: call.from,
    To: call.to,
    ...(call.answeredBy === null ? {} : { AnsweredBy: call.answeredBy }),
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'failed');

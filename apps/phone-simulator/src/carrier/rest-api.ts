import { equal } from '../equal.ts';
import { isPhoneNumber, type Mode } from '../model.ts';
import { API_ERRORS, type ApiErrorName, apiErrorJson } from './api-errors.ts';
import { type CallDependencies, runCall } from './run-call.ts';
import { type TextDependencies, deliverText } from './deliver-text.ts';
import { type Line, makeLine } from './line.ts';
import { callJson, messageJson, newSid } from './resources.ts';

export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
};

export type ApiAnswer = {
  readonly status: number;
  readonly json: unknown;
  /** What the carrier goes on to do once it has answered. */
  readonly afterwards?: () => Promise<void>;
};

export type RestApi = (request: ApiRequest) => ApiAnswer | 'never';

type Dependencies = CallDependencies &
  TextDependencies & {
    readonly authToken: string;
    /** The lines of calls under way, by the call's sid. */
    readonly lines: Map<string, Line>;
  };

const ROUTE = /^\/2010-04-01\/Accounts\/([^/]+)\/(Messages|Calls)(?:\/(\w+))?\.json$/;

/** The part of the carrier's REST API that sends texts and places calls. */
export function makeRestApi(deps: Dependencies): RestApi {
  const { accountSid, authToken } = deps;
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return ({ method, path, authorization = '', body }) => {
    if (!equal(authorization, expected)) return failed('notAuthenticated');
    const [, account, resource, sid] = ROUTE.exec(path) ?? [];
    if (account !== accountSid) return failed('notFound');
    if (sid !== undefined) return method === 'GET' ? read(deps, sid) : failed('notAllowed');
    if (method !== 'POST') return failed('notAllowed');
    const form = new URLSearchParams(body);
    return resource === 'Messages' ? sendText(deps, form) : placeCall(deps, form);
  };
}

function failed(name: ApiErrorName): ApiAnswer {
  return { status: API_ERRORS[name].status, json: apiErrorJson(name) };
}

function read({ messages, calls, accountSid }: Dependencies, sid: string): ApiAnswer {
  const message = messages.get(sid);
  const call = calls.get(sid);
  if (message) return { status: 200, json: messageJson(accountSid, message) };
  return call ? { status: 200, json: callJson(accountSid, call) } : failed('notFound');
}

/** What a number's network does before a request is even accepted. */
function troubleOf(mode: Mode, refusal: ApiErrorName): ApiAnswer | 'never' | undefined {
  if (mode === 'hang') return 'never';
  if (mode === 'error-500') return failed('broken');
  return mode === 'refuse' ? failed(refusal) : undefined;
}

function sendText(deps: Dependencies, form: URLSearchParams): ApiAnswer | 'never' {
  const invalid = textProblem(form);
  if (invalid) return failed(invalid);
  const to = form.get('To') ?? '';
  deps.store.addPhone(to);
  const behaviour = deps.store.behaviourOf(to);
  const trouble = troubleOf(behaviour.mode, 'textRefused');
  if (trouble) return trouble;
  const message = {
    sid: newSid('SM'),
    to,
    from: form.get('From'),
    messagingServiceSid: form.get('MessagingServiceSid'),
    body: form.get('Body') ?? '',
    status: 'queued',
    errorCode: null,
    created: deps.clock(),
  } as const;
  deps.messages.set(message.sid, message);
  const statusCallback = form.get('StatusCallback');
  return {
    status: 201,
    json: messageJson(deps.accountSid, message),
    afterwards: () => deliverText(deps, { message, behaviour, statusCallback }),
  };
}

function textProblem(form: URLSearchParams): ApiErrorName | undefined {
  const body = form.get('Body');
  if (!form.get('To')) return 'textWithoutTo';
  if (!isPhoneNumber(form.get('To') ?? '')) return 'numberInvalid';
  if (!form.get('From') && !form.get('MessagingServiceSid')) return 'textWithoutFrom';
  if (!body) return 'textWithoutBody';
  return body.length > 1600 ? 'textTooLong' : undefined;
}

function placeCall(deps: Dependencies, form: URLSearchParams): ApiAnswer | 'never' {
  const invalid = callProblem(form);
  if (invalid) return failed(invalid);
  const [to, from, url] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Url') ?? ''];
  deps.store.addPhone(to);
  const behaviour = deps.store.behaviourOf(to);
  const trouble = troubleOf(behaviour.mode, 'numberInvalid');
  if (trouble) return trouble;
  const sid = newSid('CA');
  const created = deps.clock();
  const call = { sid, to, from, status: 'queued', answeredBy: null, created } as const;
  const line = makeLine(deps.closed);
  deps.calls.set(sid, call);
  deps.lines.set(sid, line);
  deps.store.add('calls', { sid, to, from, status: 'queued', listening: false, transcript: [] });
  const order = { call, line, behaviour, url, ...optionsOf(form) };
  return {
    status: 201,
    json: callJson(deps.accountSid, call),
    afterwards: () => runCall(deps, order).finally(() => deps.lines.delete(sid)),
  };
}

function callProblem(form: URLSearchParams): ApiErrorName | undefined {
  if (!form.get('To')) return 'callWithoutTo';
  if (!isPhoneNumber(form.get('To') ?? '')) return 'numberInvalid';
  if (!form.get('From')) return 'callWithoutFrom';
  return URL.canParse(form.get('Url') ?? '') ? undefined : 'callWithoutUrl';
}

function optionsOf(form: URLSearchParams) {
  const statusUrl = form.get('StatusCallback');
  const statusMethod = form.get('StatusCallbackMethod') ?? 'POST';
  const events = form.getAll('StatusCallbackEvent').flatMap((value) => value.split(' '));
  const sendDigits = form.get('SendDigits') ?? '';
  return {
    method: form.get('Method') ?? 'POST',
    statusCallback: statusUrl === null ? null : { url: statusUrl, method: statusMethod },
    events: events.length > 0 ? events : ['completed'],
    ringSeconds: Number(form.get('Timeout') ?? 60) || 60,
    sendDigits,
    machineDetection: form.has('MachineDetection') && sendDigits === '',
  };
}

import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIPv4, type LookupFunction } from 'node:net';
import { text } from 'node:stream/consumers';
import { signCallBack } from './signature.ts';

export type CallBackTarget = { readonly url: string; readonly method: string };
export type CallBackAnswer = { readonly status: number; readonly body: string };
export type CallBack = (target: CallBackTarget, params: URLSearchParams) => Promise<CallBackAnswer>;

type Dependencies = { readonly authToken: string; readonly closed: AbortSignal };

/** As long as the carrier waits for an application. */
const ANSWER_TIMEOUT_MS = 15_000;

/** Calls an application back, signed; only on this machine, for the simulator is no proxy. */
export function makeCallBack({ authToken, closed }: Dependencies): CallBack {
  return async ({ url, method }, params) => {
    const target = new URL(url);
    if (!isLoopback(target.hostname)) throw new Error('is not on this machine');
    const posted = method === 'GET' ? new URLSearchParams() : params;
    const full = method === 'GET' ? withQuery(url, params) : url;
    const headers = {
      'x-twilio-signature': signCallBack(authToken, full, posted),
      'user-agent': 'TwilioProxy/1.1',
      ...(method === 'GET' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const signal = AbortSignal.any([closed, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
    const response = await send(full, { method, headers, signal, lookup }, posted.toString());
    return { status: response.statusCode ?? 0, body: await text(response) };
  };
}

type Options = {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly lookup: LookupFunction;
};

function send(url: string, options: Options, body: string): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  request(url, options, resolve).on('error', reject).end(body);
  return promise;
}

const withQuery = (url: string, params: URLSearchParams): string =>
  `${url}${url.includes('?') ? '&' : '?'}${params.toString()}`;

function isLoopback(hostname: string): boolean {
  if (isIPv4(hostname)) return hostname.startsWith('127.');
  return hostname === '[::1]' || hostname === 'localhost' || hostname.endsWith('.localhost');
}

/** RFC 6761 section 6.3: every name under `localhost` is this machine, whatever a resolver says. */
const lookup: LookupFunction = (_hostname, _options, callback) => {
  callback(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);
};

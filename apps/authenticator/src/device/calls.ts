import {
  DEVICE_ENDPOINTS,
  DEVICE_SCHEME,
  type DeviceEndpointName,
  SIGNED_TYPES,
} from '@proofup/contract/device-endpoints.ts';
import type { DeviceRequestView, DeviceView } from '@proofup/contract/device-schemas.ts';
import type { ErrorCode } from '@proofup/contract/error-codes.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import { newKey } from '#device/new-key.ts';
import { noteServerTime, serverSeconds, withServerClock } from '#device/server-clock.ts';
import { sign } from '#device/sign.ts';
import { toBase64url } from '#kit/base64url.ts';

/** An expected "no" is a value. */
export type Outcome<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'problem'; readonly code: ErrorCode }
  | { readonly kind: 'unreachable' };

type Call = {
  readonly name: DeviceEndpointName;
  /** Path and query. */
  readonly url: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

const audience = (): string => location.origin;

async function send<Value>(
  { name, url, body, signal }: Call,
  authorization: (text: string) => Promise<string | undefined>,
): Promise<Outcome<Value>> {
  const text = body === undefined ? '' : JSON.stringify(body);
  try {
    const signed = await authorization(text);
    const response = await fetch(url, {
      method: DEVICE_ENDPOINTS[name].method,
      headers: {
        accept: 'application/json',
        ...(text === '' ? {} : { 'content-type': 'application/json' }),
        ...(signed === undefined ? {} : { authorization: signed }),
      },
      ...(text === '' ? {} : { body: text }),
      ...(signal === undefined ? {} : { signal }),
    });
    noteServerTime(response.headers.get('date'));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a 204 has none, as the contract has it
    if (response.status === 204) return { kind: 'ok', value: undefined as Value };
    const value = await response.json();
    if (response.ok) return { kind: 'ok', value };
    // A proxy on the way, in the server's stead.
    if (typeof value?.code !== 'string') return { kind: 'unreachable' };
    return { kind: 'problem', code: value.code };
  } catch {
    return { kind: 'unreachable' };
  }
}

const nothing = async (): Promise<undefined> => undefined;

/** As in DPoP (RFC 9449 section 4.2), and the body with it. */
function signedBy({ id, privateKey }: DeviceAccount, { name, url }: Call) {
  return async (text: string): Promise<string> => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    const claims = {
      aud: audience(),
      htm: DEVICE_ENDPOINTS[name].method,
      htu: url,
      digest: toBase64url(new Uint8Array(digest)),
      iat: serverSeconds(),
    };
    const header = { typ: SIGNED_TYPES.request, kid: id };
    return `${DEVICE_SCHEME} ${await sign(privateKey, header, claims)}`;
  };
}

const call = <Value>(account: DeviceAccount, asked: () => Promise<Call>): Promise<Outcome<Value>> =>
  withServerClock(
    async () => {
      const now = await asked();
      return send<Value>(now, signedBy(account, now));
    },
    (outcome) => outcome.kind === 'problem' && outcome.code === 'device_unknown',
  );

/** The server's time, before the first thing that is signed. */
async function readServerTime(): Promise<void> {
  const response = await fetch('/livez').catch(() => undefined);
  noteServerTime(response?.headers.get('date') ?? null);
}

/** Makes a key and registers it with a code; the account is the caller's to keep. */
export async function activate(code: string, name: string): Promise<Outcome<DeviceAccount>> {
  await readServerTime();
  const { privateKey, jwk, thumbprint } = await newKey();
  const claims = { aud: audience(), code, iat: serverSeconds() };
  const registration = await sign(privateKey, { typ: SIGNED_TYPES.registration, jwk }, claims);
  const url = DEVICE_ENDPOINTS.activateDevice.path;
  const outcome = await send<{ readonly organisation: string; readonly account: string }>(
    { name: 'activateDevice', url, body: { code, name, registration } },
    nothing,
  );
  if (outcome.kind !== 'ok') return outcome;
  const addedAt = new Date().toISOString();
  return { kind: 'ok', value: { id: thumbprint, ...outcome.value, name, privateKey, addedAt } };
}

/** Where the phone stands, and what is asked; waits up to so many seconds for news. */
export function look(
  account: DeviceAccount,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Outcome<DeviceView>> {
  const wait = waitSeconds === 0 ? '' : `?wait=${waitSeconds}`;
  const url = `${DEVICE_ENDPOINTS.getDevice.path}${wait}`;
  return call(account, async () => ({ name: 'getDevice', url, signal }));
}

export type Answer =
  | { readonly decision: 'approve'; readonly number: string }
  | { readonly decision: 'deny' | 'report' };

/** What is signed names the request and who asks: it is worth nothing for any other. */
export function answer(
  account: DeviceAccount,
  { id, relyingParty }: DeviceRequestView,
  given: Answer,
): Promise<Outcome<undefined>> {
  const url = DEVICE_ENDPOINTS.answerRequest.path.replace('{requestId}', encodeURIComponent(id));
  return call(account, async () => {
    const iat = serverSeconds();
    const claims = { aud: audience(), request: id, relyingParty, iat, ...given };
    const signed = await sign(account.privateKey, { typ: SIGNED_TYPES.answer }, claims);
    return { name: 'answerRequest', url, body: { answer: signed } };
  });
}

export const remove = (account: DeviceAccount): Promise<Outcome<undefined>> =>
  call(account, async () => ({
    name: 'removeDevice',
    url: DEVICE_ENDPOINTS.removeDevice.path,
  }));

type Subscription = { readonly endpoint: string; readonly p256dh: string; readonly auth: string };

/** Where notifications for this account go. */
export const subscribe = (
  account: DeviceAccount,
  subscription: Subscription,
): Promise<Outcome<undefined>> =>
  call(account, async () => ({
    name: 'subscribe',
    url: DEVICE_ENDPOINTS.subscribe.path,
    body: { subscription },
  }));

export type Move = { readonly qr: string; readonly link: string; readonly expiresAt: string };

export const beginMove = (account: DeviceAccount): Promise<Outcome<Move>> =>
  call(account, async () => ({ name: 'beginMove', url: DEVICE_ENDPOINTS.beginMove.path }));

export const confirmMove = (account: DeviceAccount): Promise<Outcome<undefined>> =>
  call(account, async () => ({ name: 'confirmMove', url: DEVICE_ENDPOINTS.confirmMove.path }));

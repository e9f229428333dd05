import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { Agent, request } from 'node:http';
import {
  type DeviceKey,
  parseDeviceKey,
  thumbprintOf,
} from '../../apps/server/src/authenticators/device/key.ts';
import { pathOf } from '../../packages/contract/src/client.ts';
import {
  DEVICE_ENDPOINTS,
  DEVICE_SCHEME,
  SIGNED_TYPES,
} from '../../packages/contract/src/device-endpoints.ts';
import type { Begun } from '../generator/person.ts';

/** The node that it reaches, and the address that it signs for. */
type At = { readonly port: number; readonly url: string };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const agent = new Agent({ keepAlive: true });

export type BenchPhone = {
  readonly key: DeviceKey;
  /** Milliseconds (`performance.now`) at which its approval was sent. */
  readonly approve: (begun: Begun, at: At) => Promise<number>;
};

/** A phone that says yes (docs/authenticator-protocol.md). */
export function makePhone(): BenchPhone {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = parseDeviceKey(publicKey.export({ format: 'jwk' }));
  if (key === undefined) throw new Error('no key');
  const kid = thumbprintOf(key);
  const signed = (header: object, claims: object): string => {
    const text = `${encode({ alg: 'ES256', ...header })}.${encode(claims)}`;
    const how = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${text}.${sign('sha256', Buffer.from(text), how).toString('base64url')}`;
  };
  return {
    key,
    approve: async ({ challengeId: requestId, number }, at) => {
      const iat = Math.floor(Date.now() / 1000);
      const said = { request: requestId, relyingParty: 'Example Organisation', number, iat };
      const answer = signed(
        { typ: SIGNED_TYPES.answer },
        { aud: at.url, decision: 'approve', ...said },
      );
      const body = JSON.stringify({ answer });
      const { method, path } = DEVICE_ENDPOINTS.answerRequest;
      const htu = pathOf(path, { requestId });
      const digest = createHash('sha256').update(body).digest('base64url');
      const claims = { aud: at.url, htm: method, htu, digest, iat };
      const token = signed({ typ: SIGNED_TYPES.request, kid }, claims);
      return send(at, htu, { body, authorization: `${DEVICE_SCHEME} ${token}` });
    },
  };
}

type Signed = { readonly body: string; readonly authorization: string };

async function send({ port, url }: At, path: string, { body, authorization }: Signed) {
  const headers = {
    host: new URL(url).host,
    'x-forwarded-for': '10.99.0.1',
    'content-type': 'application/json',
    'content-length': body.length,
    authorization,
  };
  const answered = Promise.withResolvers<number | undefined>();
  const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent });
  sent.once('response', (response) => {
    response.resume();
    answered.resolve(response.statusCode);
  });
  sent.once('error', answered.reject);
  const at = performance.now();
  sent.end(body);
  const status = await answered.promise;
  if (status !== 204) throw new Error(`the answer of the phone: ${status}`);
  return at;
}

import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { PushSubscription } from '../../apps/server/src/delivery/ports.ts';

export type Pushed = {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** As the browser would see it: decrypted (RFC 8291). */
  readonly text: string;
  /** What the sender said of itself (RFC 8292), once its signature was checked. */
  readonly vapid: { readonly aud: string; readonly exp: number; readonly sub: string };
};

export type PushService = {
  readonly url: string;
  readonly received: readonly Pushed[];
  /** A browser subscribes. */
  subscribe(): PushSubscription;
  /** What is answered from now on; `lose`: taken, and never delivered. */
  behave(status: number): void;
  close(): Promise<void>;
};

const derive = (key: Uint8Array, salt: Uint8Array, info: Uint8Array | string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, 32));

/** A push service (RFC 8030) and the browsers behind it, which read what they get. */
export async function startPushService(): Promise<PushService> {
  const received: Pushed[] = [];
  const browsers = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: Buffer }>();
  let status = 201;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const browser = browsers.get(request.url ?? '');
    if (browser === undefined) return void response.writeHead(404).end();
    if (status >= 300) return void response.writeHead(status).end();
    const vapid = readVapid(request.headers.authorization ?? '');
    received.push({
      path: request.url ?? '',
      headers: request.headers,
      text: decrypt(body, browser),
      vapid,
    });
    return void response.writeHead(status).end();
  }

  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => {
      response.writeHead(400).end(String(error));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    received,
    subscribe: () => {
      const ecdh = createECDH('prime256v1');
      const auth = randomBytes(16);
      const path = `/push/${randomBytes(8).toString('hex')}`;
      const p256dh = ecdh.generateKeys().toString('base64url');
      browsers.set(path, { ecdh, auth });
      return { endpoint: `${url}${path}`, p256dh, auth: auth.toString('base64url') };
    },
    behave: (next) => {
      status = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

type Browser = { readonly ecdh: ReturnType<typeof createECDH>; readonly auth: Buffer };

/** RFC 8188 section 2 and RFC 8291 section 3.4, from the other side. */
function decrypt(body: Buffer, { ecdh, auth }: Browser): string {
  const salt = body.subarray(0, 16);
  const length = body.readUInt8(20);
  const theirs = body.subarray(21, 21 + length);
  const sealed = body.subarray(21 + length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), theirs]);
  const secret = derive(ecdh.computeSecret(theirs), auth, info);
  const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0').subarray(0, 16);
  const nonce = derive(secret, salt, 'Content-Encoding: nonce\0').subarray(0, 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  const end = plain.lastIndexOf(2);
  if (end < 0) throw new Error('no delimiter of a last record');
  return plain.subarray(0, end).toString('utf8');
}

function readVapid(authorization: string): Pushed['vapid'] {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const [head = '', claims = '', signature = ''] = token.split('.');
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const bytes = Buffer.from(signature, 'base64url');
  const by = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), by, bytes)) throw new Error('not signed');
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
}

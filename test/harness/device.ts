import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { pathOf, queryOf } from '../../packages/contract/src/client.ts';
import {
  DEVICE_ENDPOINTS,
  DEVICE_SCHEME,
  type DeviceEndpointName,
  SIGNED_TYPES,
} from '../../packages/contract/src/device-endpoints.ts';
import { DEVICE_SCHEMAS, type DeviceView } from '../../packages/contract/src/device-schemas.ts';
import type { Problem } from '../../packages/contract/src/error-codes.ts';
import type { Shape } from '../../packages/contract/src/schemas.ts';
import { parseDeviceKey, thumbprintOf } from '../../apps/server/src/authenticators/device/key.ts';
import type { Answer, Browser } from './world/browser.ts';
import type { World } from './world/world.ts';

export type DeviceAnswer = Answer<unknown> & { readonly code: string | undefined };

type Claims = Readonly<Record<string, unknown>>;
type Input = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

type Activating = { readonly changed?: Claims; readonly name?: string };

type Called = { readonly method: string; readonly url: string; readonly body: string };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A phone with the authenticator: a key of its own, and all that the protocol asks (docs/authenticator-protocol.md). */
export class Device {
  readonly world: World;
  readonly source: string;
  readonly keyId: string;
  node: number;
  readonly #privateKey: KeyObject;
  readonly #jwk: unknown;

  constructor(world: World, { source = '192.0.2.77', node = 0 } = {}) {
    this.world = world;
    this.source = source;
    this.node = node;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = parseDeviceKey(publicKey.export({ format: 'jwk' }));
    assert.ok(key);
    this.#privateKey = privateKey;
    this.#jwk = key;
    this.keyId = thumbprintOf(key);
  }

  /** A compact JWS (RFC 7515) of this key. */
  sign(typ: string, claims: Claims, header: Claims = {}): string {
    const head = encode({ alg: 'ES256', typ, ...header });
    const text = `${head}.${encode(claims)}`;
    const key = { key: this.#privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }

  get seconds(): number {
    return Math.floor(this.world.clock.now().getTime() / 1000);
  }

  /** Any call, signed unless told otherwise; what differs in the signature comes in `signed`. */
  async call(
    name: DeviceEndpointName,
    input: Input = {},
    signed: Claims | 'unsigned' = {},
  ): Promise<DeviceAnswer> {
    const { method, path, status } = DEVICE_ENDPOINTS[name];
    const url = `${pathOf(path, input.params)}${queryOf(input.query)}`;
    const body = input.body === undefined ? '' : JSON.stringify(input.body);
    const { authenticator } = this.world.nodes[this.node] ?? this.world.app;
    assert.ok(authenticator);
    const response = await authenticator.inject({
      method,
      url,
      remoteAddress: '127.0.0.1',
      headers: { ...this.#headers({ method, url, body }, signed), ...input.headers },
      ...(body === '' ? {} : { payload: body }),
    });
    const value: unknown = response.body === '' ? undefined : JSON.parse(response.body);
    const shape: Shape = DEVICE_SCHEMAS[name];
    if (response.statusCode === status) shape.response?.parse(value);
    const { statusCode, headers } = response;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what an error looks like is held by the tests of errors
    const problem = statusCode >= 400 ? (value as Problem) : undefined;
    const setCookies = [headers['set-cookie'] ?? []].flat();
    const { body: text } = response;
    return { status: statusCode, code: problem?.code, problem, headers, setCookies, text, value };
  }

  #headers(call: Called, signed: Claims | 'unsigned') {
    return {
      host: new URL(this.world.authenticatorUrl).host,
      'x-forwarded-for': this.source,
      'user-agent': 'Mozilla/5.0 (Linux; Android 16; Pixel 8) Chrome/142.0.0.0 Mobile',
      ...(call.body === '' ? {} : { 'content-type': 'application/json' }),
      ...(signed === 'unsigned' ? {} : this.#authorization(call, signed)),
    };
  }

  #authorization(call: Called, changed: Claims) {
    const claims = {
      aud: this.world.authenticatorUrl,
      htm: call.method,
      htu: call.url,
      digest: createHash('sha256').update(call.body).digest('base64url'),
      iat: this.seconds,
      ...changed,
    };
    const token = this.sign(SIGNED_TYPES.request, claims, { kid: this.keyId });
    return { authorization: `${DEVICE_SCHEME} ${token}` };
  }

  /** With a code from a security info page. */
  activate(code: string, changed: Claims = {}, name = 'Pixel 8'): Promise<DeviceAnswer> {
    return this.call('activateDevice', this.activation(code, { changed, name }), 'unsigned');
  }

  /** What `activate` sends. */
  activation(code: string, { changed = {}, name = 'Pixel 8' }: Activating = {}) {
    const claims = { aud: this.world.authenticatorUrl, code, iat: this.seconds, ...changed };
    const registration = this.sign(SIGNED_TYPES.registration, claims, { jwk: this.#jwk });
    return { body: { code, name, registration } };
  }

  /** A signature of this call now, and what else it takes: for those who speak HTTP by themselves. */
  signedHeaders(method: string, url: string): Readonly<Record<string, string>> {
    return this.#headers({ method, url, body: '' }, {});
  }

  async look(wait?: number): Promise<DeviceView> {
    const query = wait === undefined ? {} : { wait: String(wait) };
    const { status, value, text } = await this.call('getDevice', { query });
    assert.equal(status, 200, text);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by `call`
    return value as DeviceView;
  }

  /** The signed answer to whatever is asked now. */
  async answerFor(claims: Claims): Promise<{ readonly id: string; readonly answer: string }> {
    const { request } = await this.look();
    assert.ok(request, 'nothing is asked');
    return { id: request.id, answer: this.signAnswer(request.id, claims) };
  }

  signAnswer(id: string, claims: Claims): string {
    return this.sign(SIGNED_TYPES.answer, {
      aud: this.world.authenticatorUrl,
      request: id,
      relyingParty: 'Example Organisation',
      iat: this.seconds,
      ...claims,
    });
  }

  send(id: string, answer: unknown): Promise<DeviceAnswer> {
    return this.call('answerRequest', { params: { requestId: id }, body: { answer } });
  }

  /** What is asked now is answered so. */
  async respond(claims: Claims): Promise<DeviceAnswer> {
    const { id, answer } = await this.answerFor(claims);
    return this.send(id, answer);
  }

  approve(number: string | undefined): Promise<DeviceAnswer> {
    return this.respond({ decision: 'approve', number });
  }
}

/** A new device of whoever is signed in (freshly) in this browser: activated, confirmed, tested. */
export async function addDevice(browser: Browser, device: Device): Promise<void> {
  await browser.call('getSession');
  const { status, value, text } = await browser.call('bindDevice');
  assert.equal(status, 201, text);
  const activated = await device.activate(value.code);
  assert.equal(activated.status, 201, activated.text);
  const params = { bindingId: value.binding.id };
  const asked = await browser.call('challengeBinding', { params, body: { via: 'push' } });
  assert.equal(asked.status, 200, asked.text);
  const approved = await device.approve(asked.value.challenge?.number);
  assert.equal(approved.status, 204, approved.text);
  const confirmed = await browser.call('confirmBinding', { params, body: {} });
  assert.equal(confirmed.status, 200, confirmed.text);
}

import assert from 'node:assert/strict';
import { pathOf, queryOf } from '../../../packages/contract/src/client.ts';
import type { Endpoint } from '../../../packages/contract/src/endpoint.ts';
import {
  CSRF_HEADER,
  ENDPOINTS,
  type EndpointName,
} from '../../../packages/contract/src/endpoints.ts';
import type { Problem } from '../../../packages/contract/src/error-codes.ts';
import {
  type Call,
  SCHEMAS,
  type Shape,
  type SignInView,
} from '../../../packages/contract/src/schemas.ts';
import type { App } from '../../../apps/server/src/app.ts';
import type { BarrierRequest } from '../barrier.ts';
import type { SoftwareAuthenticator, Switches } from '../software-authenticator.ts';
import type { Person } from './person.ts';

export type Answer<Value> = {
  readonly status: number;
  /** The answer of a success, checked against the contract. */
  readonly value: Value;
  /** Present where it is a problem document. */
  readonly problem: Problem | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly setCookies: readonly string[];
  readonly text: string;
};

type Input<Name extends EndpointName> = {
  readonly params?: Call[Name]['params'];
  readonly query?: Call[Name]['query'];
  readonly body?: unknown;
};

/** The mail server of the tests. */
export const SERVICE = { name: 'mail', key: 'a-key-of-the-tests-only-0123456789' } as const;

type Settings = {
  readonly app: App;
  readonly publicUrl: string;
  /** The address this browser's requests come from (through the trusted proxy of the tests). */
  readonly source: string;
};

export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

/** One browser with its own cookies and CSRF token; every answer is held against the contract. */
export class Browser {
  readonly cookies = new Map<string, string>();
  csrfToken: string | undefined;
  #app: App;
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#app = settings.app;
  }

  /** From now on this browser is served by another node. */
  use(app: App): this {
    this.#app = app;
    return this;
  }

  /** What `call` would send, for raw and parallel requests; headers can be overridden. */
  request<Name extends EndpointName>(name: Name, input: Input<Name> = {}): Sent {
    const { method, path, access }: Endpoint = ENDPOINTS[name];
    const cookie = [...this.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    return {
      method,
      path: `${pathOf(path, input.params)}${queryOf(input.query)}`,
      headers: {
        host: new URL(this.#settings.publicUrl).host,
        origin: this.#settings.publicUrl,
        'x-forwarded-for': this.#settings.source,
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        ...(cookie === '' ? {} : { cookie }),
        ...(this.csrfToken === undefined ? {} : { [CSRF_HEADER]: this.csrfToken }),
        ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(access === 'service' ? { authorization: `Bearer ${SERVICE.key}` } : {}),
      },
      body: input.body === undefined ? undefined : JSON.stringify(input.body),
    };
  }

  /** For the last-byte barrier. The node must be listening. */
  barrierRequest<Name extends EndpointName>(
    name: Name,
    input: Input<Name>,
    nodeUrl: string,
  ): BarrierRequest {
    const { method, path, headers, body } = this.request(name, input);
    return {
      url: `${nodeUrl}${path}`,
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    };
  }

  async call<Name extends EndpointName>(
    name: Name,
    input: Input<Name> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Call[Name]['response']>> {
    const sent = this.request(name, input);
    const answer = await this.send({ ...sent, headers: { ...sent.headers, ...headers } });
    const shape: Shape = SCHEMAS[name];
    if (answer.status < 300 && shape.response !== undefined) shape.response.parse(answer.value);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed just above
    return answer as Answer<Call[Name]['response']>;
  }

  /** Any request at all; cookies and CSRF token of the answer are kept. */
  async send({ method, path, headers, body }: Sent): Promise<Answer<unknown>> {
    const response = await this.#app.inject({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tests send what they like
      method: method as 'GET',
      url: path,
      headers,
      remoteAddress: '127.0.0.1',
      ...(body === undefined ? {} : { payload: body }),
    });
    const setCookies = [response.headers['set-cookie'] ?? []].flat();
    this.#keep(setCookies);
    const isJson = (response.headers['content-type'] ?? '').includes('json');
    const value: unknown = isJson && response.body !== '' ? JSON.parse(response.body) : undefined;
    if (typeof value === 'object' && value !== null && 'csrfToken' in value) {
      this.csrfToken = String(value.csrfToken);
    }
    const isProblem = response.statusCode >= 400 && isJson;
    return {
      status: response.statusCode,
      value,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one shape of every error
      problem: isProblem ? (value as Problem) : undefined,
      headers: response.headers,
      setCookies,
      text: response.body,
    };
  }

  #keep(setCookies: readonly string[]): void {
    for (const cookie of setCookies) {
      const [pair = ''] = cookie.split(';');
      const [name = '', value = ''] = pair.split('=', 2);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** The password, right: the sign-in that begins with it. */
  async begin(person: Person, login = person.login): Promise<SignInView> {
    const body = { login, password: person.password };
    const { status, value, text } = await this.call('beginSignIn', { body });
    assert.equal(status, 200, text);
    return value;
  }

  /** Asks for the option of this type (and slot). */
  async choose(signIn: SignInView, type: string, slot?: string): Promise<Answer<SignInView>> {
    const option = signIn.options.find(
      (o) => o.type === type && (slot === undefined || o.slot === slot),
    );
    assert.ok(option, `no option ${type} ${slot ?? ''}`);
    return this.call('issueChallenge', {
      params: { signInId: signIn.id },
      body: { optionId: option.id },
    });
  }

  async verify(signIn: SignInView, output: unknown): Promise<Answer<SignInView>> {
    const challengeId = signIn.challenge?.id;
    return this.call('verifyChallenge', {
      params: { signInId: signIn.id },
      body: { challengeId, output },
    });
  }

  /** The password and then a passkey; the counter and the flags are the authenticator's own. */
  async signInByBoth(
    person: Person,
    switched: Partial<Switches> = {},
  ): Promise<Answer<SignInView>> {
    const begun = await this.begin(person);
    const asked =
      begun.challenge?.option.type === 'passkey'
        ? begun
        : (await this.choose(begun, 'passkey')).value;
    return this.verify(asked, assertionFor(person, asked, switched));
  }

  /** A passkey and nothing else. */
  async signInByPasskey(
    passkey: SoftwareAuthenticator | undefined,
    switched: Partial<Switches> = {},
  ): Promise<Answer<SignInView>> {
    const { value } = await this.call('beginPasskey');
    const output = passkey?.assert(value.publicKey, switched);
    return this.call('signInWithPasskey', { body: { output } });
  }

  /** Signs a person with an app all the way in. */
  async signIn(person: Person): Promise<SignInView> {
    const begun = await this.begin(person);
    const chosen =
      begun.challenge?.option.type === 'totp' ? begun : (await this.choose(begun, 'totp')).value;
    const { status, value, text } = await this.verify(chosen, person.code());
    assert.equal(status, 200, text);
    assert.equal(value.state, 'completed');
    return value;
  }
}

/** What the person's first passkey answers to the live challenge. */
export function assertionFor(
  { passkeys: [passkey] }: Person,
  { challenge }: SignInView,
  switched: Partial<Switches> = {},
): unknown {
  assert.ok(passkey && challenge?.publicKey);
  return passkey.assert(challenge.publicKey, switched);
}

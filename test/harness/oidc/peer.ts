import assert from 'node:assert/strict';
import * as client from 'openid-client';
import { makeChangeApplications } from '../../../apps/server/src/administration/change-applications.ts';
import type { WantedApplication } from '../../../apps/server/src/administration/change-applications.ts';
import { makeTokens } from '../../../apps/server/src/crypto/tokens.ts';
import { makeIdSource } from '../../../apps/server/src/crypto/uuid-v7.ts';
import type { ApplicationMetadata } from '../../../apps/server/src/relying-parties/ports.ts';
import { type Answer, assertionFor, type Browser } from '../world/browser.ts';
import type { Person } from '../world/person.ts';
import type { World } from '../world/world.ts';

export const CALLBACK = 'https://wiki.example.org/callback';
const SIGNED_OUT = 'https://wiki.example.org/signed-out';

export type Registered = {
  readonly clientId: string;
  readonly secret: string | undefined;
};

type Wanted = Partial<Omit<WantedApplication, 'metadata'>> & {
  readonly metadata?: Partial<ApplicationMetadata>;
};

let made = 0;

/** As `proofup app create` does it. */
export async function register(world: World, wanted: Wanted = {}): Promise<Registered> {
  const applications = makeChangeApplications({
    transact: world.database.transact,
    ids: makeIdSource(world.clock.now),
    tokens: makeTokens(world.keyRing),
    clock: world.clock.now,
  });
  const credentials = await applications.create(
    {
      name: `Wiki ${(made += 1)}`,
      strength: 'two-step',
      consent: 'none',
      startUrl: 'https://wiki.example.org/',
      collection: undefined,
      ...wanted,
      metadata: {
        redirectUris: [CALLBACK],
        postLogoutRedirectUris: [SIGNED_OUT],
        backchannelLogoutUri: undefined,
        authentication: 'client_secret_basic',
        grantTypes: ['authorization_code', 'refresh_token'],
        scopes: ['openid', 'profile', 'email', 'offline_access'],
        isNative: false,
        bindsTokens: false,
        pushesRequests: false,
        ...wanted.metadata,
      },
    },
    { operator: 'root', reason: 'a test' },
  );
  assert.ok(credentials);
  return credentials;
}

/** An application that knows the protocol from somebody else's code: openid-client. */
export type Peer = {
  readonly config: client.Configuration;
  readonly client: typeof client;
};

/** Talks to the server without a socket, from an address of its own. */
export const fetchFrom =
  (world: World): client.CustomFetch =>
  async (url, { method, headers, body }) => {
    const { pathname, search, host } = new URL(url);
    const response = await world.app.inject({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- openid-client says what it likes
      method: method as 'GET',
      url: pathname + search,
      headers: { ...headers, host },
      remoteAddress: '127.0.0.1',
      ...(body == null ? {} : { payload: textOf(body) }),
    });
    const { statusCode, body: text } = response;
    const given = Object.entries(response.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    );
    const hasBody = statusCode !== 204 && statusCode !== 304;
    return new Response(hasBody ? text : null, { status: statusCode, headers: given });
  };

const textOf = (body: client.FetchBody): string =>
  body instanceof URLSearchParams ? body.toString() : assert.fail('a form is what is sent');

export async function discover(
  world: World,
  { clientId, secret }: Registered,
  authentication?: client.ClientAuth,
): Promise<client.Configuration> {
  const usual = secret === undefined ? client.None() : client.ClientSecretBasic(secret);
  const issuer = new URL(`${world.publicUrl}/oidc`);
  const config = await client.discovery(issuer, clientId, undefined, authentication ?? usual, {
    execute: [client.allowInsecureRequests],
    [client.customFetch]: fetchFrom(world),
  });
  config[client.customFetch] = fetchFrom(world);
  return config;
}

export type Asked = {
  readonly url: URL;
  readonly checks: client.AuthorizationCodeGrantChecks;
};

type Parameters = Readonly<Record<string, string>>;

export async function ask(config: client.Configuration, more: Parameters = {}): Promise<Asked> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...more,
  });
  return { url, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
}

/** As a browser opens an address: its cookies, and nothing of ours. */
export function open(browser: Browser, target: string | URL): Promise<Answer<unknown>> {
  const { headers } = browser.request('getConfiguration');
  const { 'x-csrf-token': _, origin: __, ...plain } = headers;
  const url = new URL(target, 'http://localhost');
  return browser.send({
    method: 'GET',
    path: url.pathname + url.search,
    headers: { ...plain, accept: 'text/html' },
    body: undefined,
  });
}

type Form = { readonly fields: Parameters; readonly headers?: Parameters };

export function submit(
  browser: Browser,
  path: string,
  { fields, ...more }: Form,
): Promise<Answer<unknown>> {
  const { headers } = browser.request('getConfiguration');
  return browser.send({
    method: 'POST',
    path,
    headers: {
      ...headers,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      ...more.headers,
    },
    body: new URLSearchParams(fields).toString(),
  });
}

/** Follows our own redirects; where it ends is another site, a page of ours, or an error. */
export async function follow(browser: Browser, target: string | URL): Promise<Followed> {
  let next = String(target);
  for (let hops = 0; hops < 10; hops += 1) {
    const answer = await open(browser, next);
    const { location } = answer.headers;
    if (answer.status !== 303 || typeof location !== 'string') return { answer, at: next };
    next = location;
    if (/^https:\/\/|^\/(sign-in|step-up)/.test(next)) return { answer, at: next };
  }
  throw new Error('redirected without end');
}

export type Followed = { readonly answer: Answer<unknown>; readonly at: string };

/** The proof that a step-up page asks for, by what the person has; then on. */
export async function stepUp(browser: Browser, person: Person, asked: Followed): Promise<Followed> {
  assert.match(asked.at, /^\/step-up#/, `${asked.at} ${asked.answer.text.slice(0, 2000)}`);
  const signInId = asked.at.split('#')[1] ?? '';
  const { value } = await browser.call('getSignIn', { params: { signInId } });
  const isPasskey = value.challenge?.option.type === 'passkey';
  const output = isPasskey ? assertionFor(person, value) : person.code();
  const proven = await browser.verify(value, output);
  assert.equal(proven.value.state, 'completed', proven.text);
  return follow(browser, proven.value.returnTo);
}

/** The whole code flow of somebody who need not be asked. */
export async function signIn(
  config: client.Configuration,
  browser: Browser,
  more: Parameters = {},
): Promise<client.TokenEndpointResponse & client.TokenEndpointResponseHelpers> {
  const { url, checks } = await ask(config, more);
  const { at, answer } = await follow(browser, url);
  assert.ok(at.startsWith(CALLBACK), `${at} ${answer.status} ${answer.text.slice(0, 2000)}`);
  return client.authorizationCodeGrant(config, new URL(at), checks);
}

type Posted = { readonly fields: Parameters; readonly as: Registered };

/** What an application sends by itself, with its secret. */
export async function post(
  world: World,
  path: string,
  { fields, as }: Posted,
): Promise<{ readonly status: number; readonly text: string }> {
  const basic = Buffer.from(`${as.clientId}:${as.secret ?? ''}`).toString('base64');
  const response = await fetchFrom(world)(`${world.publicUrl}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields),
  });
  return { status: response.status, text: await response.text() };
}

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';

/** What `proofup app create` printed, and where this application is. */
export type Settings = {
  /** `https://id.example.org/oidc`. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of this application, without a slash at its end. */
  readonly url: string;
};

/** Somebody who is signed in to this application. */
export type User = {
  readonly sub: string;
  readonly name: string;
  readonly login: string;
  /** How the sign-in was proved: one-step, two-step or phishing-resistant. */
  readonly acr: string;
};

type Session = User & { readonly idToken: string; readonly sid: string };

type Visit = {
  readonly checks: client.AuthorizationCodeGrantChecks;
  readonly goTo: string;
};

/** Of a sign-in that does not come back. */
const VISIT_MS = 30 * 60_000;

/** Signs people in by OpenID Connect. Sessions are in memory: a real application has a store. */
export class RelyingParty {
  readonly #settings: Settings;
  readonly #cookie: string;
  readonly #sessions = new Map<string, Session>();
  readonly #visits = new Map<string, Visit>();
  #discovered: Promise<client.Configuration> | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    // Cookies cross ports: two applications on one machine need two names.
    this.#cookie = `example-${new URL(settings.url).port}`;
  }

  userOf(request: IncomingMessage): User | undefined {
    return this.#sessions.get(this.#read(request, 'session'));
  }

  /** To Proofup, and back to `/callback`; `more` are parameters of the request, such as `acr_values`. */
  async signIn(
    response: ServerResponse,
    goTo: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const config = await this.#configuration();
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: `${this.#settings.url}/callback`,
      scope: 'openid profile',
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      ...more,
    });
    const id = newId();
    this.#visits.set(id, { checks: { pkceCodeVerifier, expectedState, expectedNonce }, goTo });
    setTimeout(() => this.#visits.delete(id), VISIT_MS).unref();
    redirect(response, url.href, [this.#set('visit', id)]);
  }

  /** What came back: a session of this application, or the error that Proofup tells. */
  async callback(request: IncomingMessage, response: ServerResponse): Promise<string | undefined> {
    const visitId = this.#read(request, 'visit');
    const visit = this.#visits.get(visitId);
    this.#visits.delete(visitId);
    if (visit === undefined) return 'nothing_asked';
    const config = await this.#configuration();
    try {
      const url = new URL(request.url ?? '/', this.#settings.url);
      const tokens = await client.authorizationCodeGrant(config, url, visit.checks);
      const claims = tokens.claims();
      if (claims === undefined) return 'no_id_token';
      const told = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
      const id = newId();
      this.#sessions.set(id, {
        sub: claims.sub,
        name: textOf(told.name),
        login: textOf(told.preferred_username),
        acr: textOf(claims['acr']),
        idToken: tokens.id_token ?? '',
        sid: textOf(claims['sid']),
      });
      redirect(response, visit.goTo, [this.#set('session', id)]);
      return undefined;
    } catch (error) {
      if (error instanceof client.AuthorizationResponseError) return error.error;
      throw error;
    }
  }

  /** Here and at Proofup, which knows by the ID token who asks (RP-Initiated Logout 1.0). */
  async signOut(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = this.#read(request, 'session');
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    const url = client.buildEndSessionUrl(await this.#configuration(), {
      post_logout_redirect_uri: `${this.#settings.url}/signed-out`,
      ...(session && { id_token_hint: session.idToken }),
    });
    redirect(response, url.href, [`${this.#cookie}-session=; Path=/; Max-Age=0`]);
  }

  /** Proofup tells that a session is over (Back-Channel Logout 1.0). */
  async backChannel(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const config = await this.#configuration();
    const { jwks_uri: keys = '' } = config.serverMetadata();
    const token = new URLSearchParams(await text(request)).get('logout_token') ?? '';
    const { issuer, clientId: audience } = this.#settings;
    const options = { issuer, audience, typ: 'logout+jwt' };
    const checked = await jwtVerify(token, createRemoteJWKSet(new URL(keys)), options).catch(
      () => undefined,
    );
    for (const [id, { sid }] of this.#sessions) {
      if (checked !== undefined && sid === checked.payload['sid']) this.#sessions.delete(id);
    }
    response.writeHead(checked === undefined ? 400 : 204).end();
  }

  /** Read once, when somebody first signs in. */
  #configuration(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    // Without https only on this very machine.
    const isLocal = new URL(issuer).protocol === 'http:';
    const execute = isLocal ? [client.allowInsecureRequests] : [];
    const authentication = client.ClientSecretBasic(clientSecret);
    this.#discovered ??= client
      .discovery(new URL(issuer), clientId, undefined, authentication, { execute })
      .catch((error: unknown) => {
        this.#discovered = undefined;
        throw error;
      });
    return this.#discovered;
  }

  #set(kind: 'session' | 'visit', value: string): string {
    const secure = this.#settings.url.startsWith('https:') ? '; Secure' : '';
    return `${this.#cookie}-${kind}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}`;
  }

  #read({ headers }: IncomingMessage, kind: 'session' | 'visit'): string {
    const name = `${this.#cookie}-${kind}=`;
    const pair = (headers.cookie ?? '').split('; ').find((one) => one.startsWith(name));
    return pair?.slice(name.length) ?? '';
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const newId = (): string => randomBytes(32).toString('base64url');

function redirect(response: ServerResponse, location: string, cookies: readonly string[]): void {
  response
    .writeHead(303, { location, 'set-cookie': [...cookies], 'cache-control': 'no-store' })
    .end();
}

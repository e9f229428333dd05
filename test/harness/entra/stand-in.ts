import assert from 'node:assert/strict';
import { randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import {
  type CryptoKey,
  createLocalJWKSet,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';

/** The three addresses that Microsoft's provider reference names. */
export const REDIRECT_URIS = {
  global: 'https://login.microsoftonline.com/common/federation/externalauthprovider',
  us: 'https://login.microsoftonline.us/common/federation/externalauthprovider',
  china: 'https://login.partner.microsoftonline.cn/common/federation/externalauthprovider',
} as const;

/** What Microsoft's example of a request for MFA takes. */
export const MFA_CLAIMS = {
  id_token: {
    acr: { essential: true, values: ['possessionorinherence'] },
    amr: {
      essential: true,
      values: ['face', 'fido', 'fpt', 'hwk', 'iris', 'otp', 'pop', 'retina', 'sc'].concat(
        'sms',
        'swk',
        'tel',
        'vbm',
      ),
    },
  },
} as const;

/** Somebody in a tenant's directory. */
export type EntraPerson = {
  readonly oid: string;
  /** Pairwise: another one for every application. */
  readonly sub: string;
  readonly preferred_username: string;
  readonly name: string;
};

export const makeEntraPerson = (preferredUsername: string): EntraPerson => ({
  oid: randomUUID(),
  sub: Buffer.from(randomUUID()).toString('base64url'),
  preferred_username: preferredUsername,
  name: `${preferredUsername} of the tenant`,
});

export type Tenant = { readonly id: string; readonly issuer: string; readonly metadataUrl: string };

type Key = { readonly kid: string; readonly privateKey: CryptoKey; readonly jwk: JWK };

async function makeKey(): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomUUID();
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}

export type HintWanted = {
  readonly tenant: Tenant;
  readonly clientId: string;
  readonly person: EntraPerson;
  readonly now: Date;
  /** In place of, or besides, the usual claims. */
  readonly claims?: JWTPayload;
  /** With a key that the tenant does not publish, under the ID of one that it does. */
  readonly forged?: boolean;
};

export type EntraStandIn = Awaited<ReturnType<typeof startEntra>>;

/**
 * What Microsoft Entra ID is to a provider of External MFA: tenants with metadata and keys of their
 * own, hints that are expired when they are made, forms, and its checks of what comes back. Knows
 * nothing of the server but what Microsoft's provider reference says.
 */
export async function startEntra() {
  let keys: readonly [Key, ...Key[]] = [await makeKey()];
  const forger = await makeKey();
  const reads: string[] = [];
  let isDown = false;
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    reads.push(url);
    const [, tenantId = '', ...rest] = url.split('/');
    const documents: Readonly<Record<string, unknown>> = {
      'v2.0/.well-known/openid-configuration': {
        issuer: issuerOf(tenantId),
        jwks_uri: `${base}/${tenantId}/discovery/v2.0/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      },
      'discovery/v2.0/keys': { keys: keys.map(({ jwk }) => jwk) },
    };
    const found = isDown ? undefined : documents[rest.join('/')];
    response
      .writeHead(found === undefined ? 503 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(found ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const base = `http://127.0.0.1:${address.port}`;

  return {
    tenant: (id: string = randomUUID()): Tenant => ({
      id,
      issuer: issuerOf(id),
      metadataUrl: `${base}/${id}/v2.0/.well-known/openid-configuration`,
    }),
    /** Paths of every document that was asked for. */
    reads,
    setDown: (down: boolean) => {
      isDown = down;
    },
    /** The next key signs from now on; the one before stays published. */
    rollOver: async () => {
      const [current] = keys;
      keys = [await makeKey(), current];
    },
    publicKeys: () => keys.map(({ jwk }) => jwk),
    hint: (wanted: HintWanted) =>
      signHint(wanted, keys[0], wanted.forged === true ? forger : keys[0]),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Under the ID of one key, with another where it is forged. */
function signHint(wanted: HintWanted, { kid }: Key, { privateKey }: Key): Promise<string> {
  const { tenant, clientId, person, now, claims = {} } = wanted;
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({
    ver: '2.0',
    iss: tenant.issuer,
    aud: clientId,
    // Issued as expired, so that it is good for nothing but a hint.
    exp: issuedAt - 1,
    iat: issuedAt,
    nbf: issuedAt,
    ...person,
    email: person.preferred_username,
    sid: randomUUID(),
    uti: Buffer.from(randomUUID()).toString('base64url').slice(0, 22),
    tid: tenant.id,
    ...claims,
  })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid })
    .sign(privateKey);
}

const issuerOf = (tenantId: string): string => `https://login.microsoftonline.com/${tenantId}/v2.0`;

export type FormWanted = {
  readonly clientId: string;
  readonly hint: string;
  /** In place of the usual parameters; undefined: left out. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
};

/** What the browser posts for Entra to the authorization endpoint. */
export function makeForm({ clientId, hint, parameters = {} }: FormWanted): URLSearchParams {
  const all = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    client_id: clientId,
    redirect_uri: REDIRECT_URIS.global,
    nonce: `nonce-${randomUUID()}`,
    state: `state-${randomUUID()}`,
    id_token_hint: hint,
    claims: JSON.stringify(MFA_CLAIMS),
    'client-request-id': randomUUID(),
    'x-client-SKU': 'a parameter that is in no table',
    ...parameters,
  };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) form.set(name, value);
  }
  return form;
}

export type Answered = {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
};

const unescape = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** The form in a page, as a browser would post it. */
export function readForm(html: string): Answered | undefined {
  const action = /<form method="post" action="([^"]*)"/.exec(html)?.[1];
  if (action === undefined) return undefined;
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  const fields = [...inputs].map(([, name = '', value = '']) => [unescape(name), unescape(value)]);
  return { action: unescape(action), fields: Object.fromEntries(fields) };
}

type PublishedKey = JWK & { readonly x5c?: readonly string[] };

type Judging = {
  readonly answered: Answered | undefined;
  readonly form: URLSearchParams;
  readonly person: EntraPerson;
  readonly now: Date;
  /** As published by the provider, and read within the last 24 hours. */
  readonly metadata: { readonly issuer: string };
  readonly keySet: { readonly keys: readonly PublishedKey[] };
};

/** What Entra checks of an answer before it takes the second step for done. */
export async function acceptAnswer(judging: Judging): Promise<JWTPayload> {
  const { answered, form, person, now, metadata, keySet } = judging;
  assert.ok(answered, 'there is no form to post');
  assert.equal(answered.action, form.get('redirect_uri'));
  assert.equal(answered.fields['state'], form.get('state') ?? undefined);
  assert.equal(answered.fields['error'], undefined);
  const token = answered.fields['id_token'] ?? '';
  const { kid = '' } = decodeProtectedHeader(token);
  assert.match(kid, /^[\w-]+$/, 'the key ID is not base64url');
  assertCertified(keySet.keys.find((key) => key.kid === kid));
  const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [...keySet.keys] }), {
    algorithms: ['RS256'],
    issuer: metadata.issuer,
    audience: form.get('client_id') ?? '',
    subject: person.sub,
    currentDate: now,
    requiredClaims: ['exp', 'iat', 'sub', 'acr', 'amr'],
  });
  assert.equal(payload['nonce'], form.get('nonce') ?? undefined);
  const asked: unknown = JSON.parse(form.get('claims') ?? '{}');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the form was made with
  const { id_token: ask } = asked as {
    readonly id_token: Readonly<Record<'acr' | 'amr', { readonly values: readonly string[] }>>;
  };
  assert.ok(ask.acr.values.includes(String(payload['acr'])), 'an acr that was not asked for');
  assert.ok(Array.isArray(payload['amr']) && payload['amr'].length === 1, 'not exactly one amr');
  assert.ok(ask.amr.values.includes(String(payload['amr'][0])), 'an amr that was not asked for');
  return payload;
}

/** The certificate in `x5c` is of the very key beside it. */
export function assertCertified(key: PublishedKey | undefined): void {
  const [x5c] = key?.x5c ?? [];
  assert.ok(key !== undefined && x5c !== undefined, 'a key without a certificate');
  assert.match(key.kid ?? '', /^[\w-]+$/, 'the key ID is not base64url');
  const { n, e } = new X509Certificate(Buffer.from(x5c, 'base64')).publicKey.export({
    format: 'jwk',
  });
  assert.deepEqual({ n: key.n, e: key.e }, { n, e });
}

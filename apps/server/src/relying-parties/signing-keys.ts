import { createHash, createPrivateKey, type JsonWebKey, X509Certificate } from 'node:crypto';
import type { CryptoKey } from 'jose';
import type { AuditLog, AuditRecord } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';

import type { Issuer, SigningKey, SigningKeyStore } from './ports.ts';
import { currentOf, isDue, listPublished, scheduleNext, type Urgency } from './key-schedule.ts';
import type { MadeKey } from '#crypto/make-signing-key.ts';

type Stores = { readonly signingKeys: SigningKeyStore; readonly audit: AuditLog };

type Dependencies = {
  readonly issuer: Issuer;
  readonly transact: Transact<Stores>;
  readonly signingKeys: Pick<SigningKeyStore, 'list' | 'secretOf'>;
  readonly makeKey: (now: Date) => Promise<MadeKey>;
  readonly clock: Clock;
};

/** RFC 7517, with the certificate that Entra asks for. */
export type PublishedKey = {
  readonly kty: 'RSA';
  readonly use: 'sig';
  readonly alg: 'RS256';
  readonly kid: string;
  readonly n: string;
  readonly e: string;
  /** RFC 7517 section 4.8: the SHA-1 of the certificate, which some libraries look keys up by. */
  readonly x5t: string;
  /** Base64, not base64url (RFC 7517 section 4.7). */
  readonly x5c: readonly [string];
};

export type PrivateKey = JsonWebKey & {
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
};

export type SigningKeys = {
  /** The key set as it is published now; the first key is made when somebody asks. */
  published(): Promise<readonly PublishedKey[]>;
  /** The private halves of what is published, the one that signs now in front (RFC 7517). */
  privateSet(): Promise<readonly PrivateKey[]>;
  /** A compact JWS of these claims under the current key. */
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** Makes the next key; undefined when another process was faster. */
  rotate(by: Pick<AuditRecord, 'actor'>, urgency: Urgency): Promise<SigningKey | undefined>;
};

export function makeSigningKeys(dependencies: Dependencies): SigningKeys {
  const { issuer, signingKeys, clock } = dependencies;
  const opened = new Map<string, Promise<CryptoKey>>();
  let making: Promise<unknown> | undefined;

  async function rotate(by: Pick<AuditRecord, 'actor'>, urgency: Urgency) {
    const now = clock();
    const keys = await signingKeys.list(issuer);
    const made = await dependencies.makeKey(now);
    const ordinal = Math.max(0, ...keys.map((key) => key.ordinal)) + 1;
    const schedule = scheduleNext(keys, now, urgency);
    const key = { ...made, ...schedule, issuer, ordinal, createdAt: now };
    const stored = await dependencies.transact('fact', async (tx) => {
      if (!(await tx.signingKeys.add(key))) return false;
      const detail = { issuer, key: made.id, signs_from: schedule.signsFrom.toISOString() };
      const target = { type: 'signing_key', id: made.id };
      await tx.audit.append(
        [{ event: 'key.rotated', outcome: 'success', target, detail, ...by }],
        now,
      );
      return true;
    });
    return stored ? { ...key, retiresAt: undefined } : undefined;
  }

  /** Made by whoever needs it first, in this process and among all of them. */
  async function list(): Promise<readonly SigningKey[]> {
    const keys = await signingKeys.list(issuer);
    if (!isDue(keys, clock())) return keys;
    making ??= rotate({ actor: { type: 'system', id: issuer } }, 'announced').finally(() => {
      making = undefined;
    });
    await making;
    return signingKeys.list(issuer);
  }

  return {
    published: async () => listPublished(await list(), clock()).map(publish),
    privateSet: async () => {
      const now = clock();
      const keys = await list();
      const current = currentOf(keys, now);
      const inOrder = listPublished(keys, now).toSorted(
        (a, b) => Number(b === current) - Number(a === current),
      );
      return Promise.all(inOrder.map((key) => privateJwk(signingKeys, key.id)));
    },
    sign: async (claims) => {
      const key = currentOf(await list(), clock());
      if (key === undefined) throw new Error('no signing key is current');
      const { SignJWT } = await import('jose');
      const opening = opened.get(key.id) ?? open(signingKeys, key.id);
      opened.set(key.id, opening);
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.id })
        .sign(await opening);
    },
    rotate,
  };
}

async function open(
  { secretOf }: Pick<SigningKeyStore, 'secretOf'>,
  id: string,
): Promise<CryptoKey> {
  const secret = await secretOf(id);
  if (secret === undefined) throw new Error('a signing key without its private half');
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  return crypto.subtle.importKey('pkcs8', Uint8Array.from(secret), algorithm, false, ['sign']);
}

async function privateJwk(
  { secretOf }: Pick<SigningKeyStore, 'secretOf'>,
  id: string,
): Promise<PrivateKey> {
  const secret = await secretOf(id);
  if (secret === undefined) throw new Error('a signing key without its private half');
  const key = createPrivateKey({ key: Buffer.from(secret), format: 'der', type: 'pkcs8' });
  return { ...key.export({ format: 'jwk' }), kid: id, alg: 'RS256', use: 'sig' };
}

function publish({ id, certificate }: SigningKey): PublishedKey {
  const der = Buffer.from(certificate);
  const { n = '', e = '' } = new X509Certificate(der).publicKey.export({ format: 'jwk' });
  return {
    kty: 'RSA',
    use: 'sig',
    alg: 'RS256',
    kid: id,
    n,
    e,
    x5t: createHash('sha1').update(der).digest('base64url'),
    x5c: [der.toString('base64')],
  };
}

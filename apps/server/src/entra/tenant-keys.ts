import type { CryptoKey } from 'jose';
import { z } from 'zod';
import type { RelyingParty } from '#relying-parties/ports.ts';
import type { FetchFailure, FetchJson } from './public-fetch.ts';

/** Microsoft's advice: metadata is read anew once a day. */
const FRESH_MS = 24 * 60 * 60_000;
/** Anybody can post a hint with a key ID that nobody has. */
const AGAIN_MS = 60_000;

const document = z.object({ issuer: z.string().max(2048), jwks_uri: z.string().max(2048) });
const keySet = z.object({ keys: z.array(z.unknown()).max(100) });
const rsaKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1).max(256),
  use: z.literal('sig').optional(),
  n: z.string(),
  e: z.string(),
});

export type TenantMetadata = {
  readonly issuer: string;
  readonly keys: ReadonlyMap<string, CryptoKey>;
};

export type MetadataFailure = FetchFailure | 'no_metadata' | 'no_keys';

export type ReadMetadata =
  | { readonly kind: 'metadata'; readonly metadata: TenantMetadata }
  | {
      readonly kind: 'failed';
      readonly why: MetadataFailure;
      readonly url: string;
    };

const failed = (why: MetadataFailure, url: string): ReadMetadata => ({ kind: 'failed', why, url });

/** The tenant's issuer and keys, from its own documents. Certificates and other kinds of keys in them are left aside. */
export async function readMetadata(
  fetchJson: FetchJson,
  { metadataUrl, tenantId }: Pick<RelyingParty, 'metadataUrl' | 'tenantId'>,
): Promise<ReadMetadata> {
  const fetched = await fetchJson(metadataUrl);
  if (fetched.kind === 'failed') return failed(fetched.why, metadataUrl);
  const parsed = document.safeParse(fetched.value);
  if (!parsed.success) return failed('no_metadata', metadataUrl);
  // The documents that all tenants share have a place for the tenant in their issuer.
  const issuer = parsed.data.issuer.replace('{tenantid}', tenantId);
  const url = parsed.data.jwks_uri;
  const fetchedKeys = await fetchJson(url);
  if (fetchedKeys.kind === 'failed') return failed(fetchedKeys.why, url);
  const set = keySet.safeParse(fetchedKeys.value);
  const keys = set.success ? await importKeys(set.data.keys) : new Map<string, CryptoKey>();
  return keys.size === 0
    ? failed('no_keys', url)
    : { kind: 'metadata', metadata: { issuer, keys } };
}

/** For RS256 and nothing else (RFC 8725 section 3.1). */
async function importKeys(given: readonly unknown[]): Promise<ReadonlyMap<string, CryptoKey>> {
  const { importJWK } = await import('jose');
  const keys = new Map<string, CryptoKey>();
  for (const one of given) {
    const parsed = rsaKey.safeParse(one);
    if (!parsed.success) continue;
    const { kty, n, e, kid } = parsed.data;
    const key = await importJWK({ kty, n, e }, 'RS256').catch(() => undefined);
    if (key !== undefined && !(key instanceof Uint8Array)) keys.set(kid, key);
  }
  return keys;
}

type Entry = {
  triedAt: number;
  reading: Promise<void>;
  /** What was read last, also while a new reading fails. */
  good: { readonly metadata: TenantMetadata; readonly readAt: number } | undefined;
  why: MetadataFailure;
};

export type TenantKey =
  | { readonly kind: 'key'; readonly issuer: string; readonly key: CryptoKey }
  | { readonly kind: 'unknown-key' }
  | { readonly kind: 'unreachable'; readonly why: MetadataFailure };

type Party = Pick<RelyingParty, 'metadataUrl' | 'tenantId'>;

export type FindTenantKey = (party: Party, kid: string, now: Date) => Promise<TenantKey>;

/** Keeps what tenants publish; reads it anew once a day, or for an unknown key at most once a minute. */
export function makeFindTenantKey(fetchJson: FetchJson): FindTenantKey {
  const cache = new Map<string, Entry>();

  function read(party: Party, now: number): Entry {
    const good = cache.get(party.metadataUrl)?.good;
    const entry: Entry = { triedAt: now, reading: Promise.resolve(), good, why: 'unreachable' };
    entry.reading = readMetadata(fetchJson, party).then((outcome) => {
      if (outcome.kind === 'failed') entry.why = outcome.why;
      else entry.good = { metadata: outcome.metadata, readAt: now };
    });
    cache.set(party.metadataUrl, entry);
    return entry;
  }

  return async (party, kid, now) => {
    const time = now.getTime();
    const entry = cache.get(party.metadataUrl) ?? read(party, time);
    await entry.reading;
    const found = lookIn(entry, kid, time);
    if (found.kind === 'key' || time - entry.triedAt < AGAIN_MS) return found;
    // Whoever came first reads it for all that wait.
    const current = cache.get(party.metadataUrl);
    const newer = current === undefined || current === entry ? read(party, time) : current;
    await newer.reading;
    return lookIn(newer, kid, time);
  };
}

function lookIn({ good, why }: Entry, kid: string, time: number): TenantKey {
  if (good === undefined || time - good.readAt >= FRESH_MS) return { kind: 'unreachable', why };
  const { issuer, keys } = good.metadata;
  const key = keys.get(kid);
  return key === undefined ? { kind: 'unknown-key' } : { kind: 'key', issuer, key };
}

import { createHash, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { RelyingParty } from '#relying-parties/ports.ts';
import { CLOUDS, discoveryDocument, PATHS } from './issuer.ts';
import type { FetchJson } from './public-fetch.ts';
import { readMetadata } from './tenant-keys.ts';

/** What one look at both sides found: `fault` says what to do about it. */
export type Finding = { readonly what: string; readonly fault?: string };

const keySet = z.object({
  keys: z.array(
    z.object({
      kid: z.string(),
      n: z.string(),
      e: z.string(),
      x5c: z.array(z.string()).min(1),
    }),
  ),
});

/** The tenant's documents, as this server sees them. */
export async function checkTenant(
  fetchJson: FetchJson,
  party: Pick<RelyingParty, 'metadataUrl' | 'tenantId' | 'cloud'>,
): Promise<readonly Finding[]> {
  const what = `tenant ${party.tenantId}`;
  const read = await readMetadata(fetchJson, party);
  if (read.kind === 'failed') {
    return [{ what, fault: `${read.url} cannot be used: ${read.why.replaceAll('_', ' ')}` }];
  }
  const { issuer, keys } = read.metadata;
  const expected = `${CLOUDS[party.cloud].authority}/${party.tenantId}/v2.0`;
  return [
    issuer === expected
      ? { what: `${what}: issuer ${issuer}` }
      : { what, fault: `its issuer is ${issuer}, and not ${expected}: is the tenant ID right?` },
    { what: `${what}: ${keys.size} keys` },
  ];
}

/** Our own documents, as Entra would read them through whatever stands in front of this server. */
export async function checkOwnDocuments(
  fetchJson: FetchJson,
  publicUrl: string,
): Promise<readonly Finding[]> {
  const url = `${publicUrl}${PATHS.discovery}`;
  const isSecure: Finding = publicUrl.startsWith('https:')
    ? { what: 'the public URL is https' }
    : { what: 'public URL', fault: `${publicUrl} is not https: Entra will not read it` };
  const discovery = await fetchJson(url);
  if (discovery.kind === 'failed') {
    return [isSecure, { what: 'discovery', fault: `${url} cannot be read: ${discovery.why}` }];
  }
  const expected = discoveryDocument(publicUrl);
  const isOurs = JSON.stringify(discovery.value) === JSON.stringify(expected);
  const fault = `${url} is not this installation’s document: does a proxy change it?`;
  const keys = await fetchJson(expected.jwks_uri);
  return [
    isSecure,
    isOurs ? { what: `discovery ${url}` } : { what: 'discovery', fault },
    judgeKeys(keys.kind === 'json' ? keys.value : undefined, expected.jwks_uri),
  ];
}

function judgeKeys(value: unknown, url: string): Finding {
  const parsed = keySet.safeParse(value);
  if (!parsed.success) {
    return {
      what: 'keys',
      fault: `${url} holds no keys with kid and x5c, without which Entra fails`,
    };
  }
  const wrong = parsed.data.keys.find((key) => !isCertified(key));
  return wrong === undefined
    ? { what: `${parsed.data.keys.length} published keys, each with its certificate` }
    : { what: 'keys', fault: `x5c of key ${wrong.kid} is not the certificate of that key` };
}

/** The key ID is made of the certificate, and the certificate holds the key. */
function isCertified({ kid, n, e, x5c: [first = ''] }: z.infer<typeof keySet>['keys'][number]) {
  const der = Buffer.from(first, 'base64');
  try {
    const key = new X509Certificate(der).publicKey.export({ format: 'jwk' });
    const id = createHash('sha256').update(der).digest('base64url');
    return key.n === n && key.e === e && id === kid;
  } catch {
    return false;
  }
}

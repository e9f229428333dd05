import { createHash, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { CheckDocuments, TenantFinding } from '#relying-parties/ports.ts';
import { CLOUDS, discoveryDocument, PATHS } from './issuer.ts';
import type { FetchJson } from './public-fetch.ts';
import { readMetadata } from './tenant-keys.ts';

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

type Finding = TenantFinding;
type Step = Finding['step'];

const good = (step: Step, what: string): Finding => ({ step, state: 'good', what });
const wrong = (step: Step, what: string, mistake: Finding['mistake']): Finding => ({
  step,
  state: 'wrong',
  what,
  mistake,
});

type Reading = {
  /** Of the tenant: what it names must be public. */
  readonly tenantFetch: FetchJson;
  /** Of ourselves: our own address may well be a private one, with a reverse proxy in front of it. */
  readonly ownFetch: FetchJson;
  readonly publicUrl: string;
};

export const makeCheckDocuments =
  ({ tenantFetch, ownFetch, publicUrl }: Reading): CheckDocuments =>
  async (party) => [
    ...(await checkOwnDocuments(ownFetch, publicUrl)),
    await checkTenant(tenantFetch, party),
  ];

/** The tenant's documents, as this server sees them. */
async function checkTenant(
  fetchJson: FetchJson,
  party: Parameters<CheckDocuments>[0],
): Promise<Finding> {
  const read = await readMetadata(fetchJson, party);
  if (read.kind === 'failed') {
    const why = read.why.replaceAll('_', ' ');
    return wrong('tenant', `${read.url} cannot be used: ${why}`, 'tenant-unreachable');
  }
  const { issuer, keys } = read.metadata;
  const expected = `${CLOUDS[party.cloud].authority}/${party.tenantId}/v2.0`;
  return issuer === expected
    ? good('tenant', `issuer ${issuer}, ${keys.size} keys`)
    : wrong('tenant', `the issuer is ${issuer}, and not ${expected}`, 'wrong-tenant');
}

/** Our own documents, as Entra would read them through whatever stands in front of this server. */
async function checkOwnDocuments(
  fetchJson: FetchJson,
  publicUrl: string,
): Promise<readonly Finding[]> {
  const url = `${publicUrl}${PATHS.discovery}`;
  const isSecure = publicUrl.startsWith('https:')
    ? good('https', 'the public URL is https')
    : wrong('https', `${publicUrl} is not https`, 'not-https');
  const discovery = await fetchJson(url);
  if (discovery.kind === 'failed') {
    const what = `${url} cannot be read: ${discovery.why}`;
    return [isSecure, wrong('discovery', what, 'discovery-unreachable')];
  }
  const expected = discoveryDocument(publicUrl);
  const isOurs = JSON.stringify(discovery.value) === JSON.stringify(expected);
  const keys = await fetchJson(expected.jwks_uri);
  return [
    isSecure,
    isOurs
      ? good('discovery', url)
      : wrong('discovery', `${url} is not this installation’s document`, 'discovery-changed'),
    judgeKeys(keys.kind === 'json' ? keys.value : undefined, expected.jwks_uri),
  ];
}

function judgeKeys(value: unknown, url: string): Finding {
  const parsed = keySet.safeParse(value);
  if (!parsed.success) return wrong('keys', `${url} has no keys with kid and x5c`, 'keys-wrong');
  const odd = parsed.data.keys.find((key) => !isCertified(key));
  return odd === undefined
    ? good('keys', `${parsed.data.keys.length} published keys, each with its certificate`)
    : wrong('keys', `x5c of key ${odd.kid} is not the certificate of that key`, 'keys-wrong');
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

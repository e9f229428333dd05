import { z } from 'zod';
import type { Ask } from './methods.ts';

/** What Entra posts to the authorization endpoint, as far as it is of use. */
export type AuthorizeRequest = {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly nonce: string | undefined;
  readonly state: string | undefined;
  readonly hint: string;
  readonly ask: Ask;
  /** Microsoft's own correlation ID, where it is one. */
  readonly clientRequestId: string | undefined;
};

/** What is not here is ignored; each of these may be there once (RFC 6749 section 3.1). */
const KNOWN = [
  'scope',
  'response_type',
  'response_mode',
  'client_id',
  'redirect_uri',
  'nonce',
].concat('state', 'id_token_hint', 'claims', 'client-request-id');

const list = z.array(z.string().max(64)).max(64);
const claim = z.union([
  z.object({ values: list }),
  z.object({ value: z.string().max(64) }).transform(({ value }) => ({ values: [value] })),
]);
/** OpenID Connect Core 1.0 section 5.5; what else is asked for is not ours to give. */
const claims = z.object({ id_token: z.object({ acr: claim, amr: claim }) });

const parameters = z.object({
  scope: z.string().refine((scope) => scope.split(' ').includes('openid')),
  response_type: z.literal('id_token'),
  response_mode: z.literal('form_post'),
  client_id: z.string().min(1).max(128),
  redirect_uri: z.string().min(1).max(512),
  nonce: z.string().max(1024).optional(),
  state: z.string().max(16_384).optional(),
  id_token_hint: z.string().min(1).max(16_384),
  claims: z.string().max(4096),
  'client-request-id': z.string().optional(),
});

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Undefined: a parameter is missing, is there twice, or has no meaning here. */
export function parseRequest(body: string): AuthorizeRequest | undefined {
  const given = new URLSearchParams(body);
  if (KNOWN.some((name) => given.getAll(name).length > 1)) return undefined;
  const parsed = parameters.safeParse(Object.fromEntries(given));
  const asked = parsed.success ? parseClaims(parsed.data.claims) : undefined;
  if (!parsed.success || asked === undefined) return undefined;
  const { data } = parsed;
  const correlation = data['client-request-id'];
  return {
    clientId: data.client_id,
    redirectUri: data.redirect_uri,
    nonce: data.nonce,
    state: data.state,
    hint: data.id_token_hint,
    ask: asked,
    clientRequestId: correlation !== undefined && GUID.test(correlation) ? correlation : undefined,
  };
}

function parseClaims(json: string): Ask | undefined {
  try {
    const { id_token: asked } = claims.parse(JSON.parse(json));
    return { acr: asked.acr.values, amr: asked.amr.values };
  } catch {
    return undefined;
  }
}

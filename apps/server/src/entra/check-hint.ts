import { z } from 'zod';
import type { RelyingParty } from '#relying-parties/ports.ts';
import type { Refusal } from './refusals.ts';
import type { BegunTrial, FindHintKey } from './trial-keys.ts';

/** Clocks of two organisations are seldom further apart. */
const SKEW_MS = 5 * 60_000;

const GUID = z.guid().transform((guid) => guid.toLowerCase());

/** Claims of a version 2.0 token of Entra, as far as they are of use. */
const claims = z.object({
  iss: z.string(),
  aud: z.string(),
  iat: z.number(),
  tid: GUID,
  oid: GUID,
  sub: z.string().min(1).max(255),
  preferred_username: z.string().max(254).optional(),
  name: z.string().max(254).optional(),
});

export type Hint = {
  readonly sub: string;
  /** Immutable identifier of the person in the tenant. */
  readonly objectId: string;
  readonly userName: string | undefined;
  readonly displayName: string | undefined;
  readonly issuedAt: Date;
  /** What the signature covers: of one token there are several spellings, of this there is one. */
  readonly signed: string;
};

export type CheckedHint =
  | {
      readonly kind: 'genuine';
      readonly party: RelyingParty;
      readonly hint: Hint;
      /** Signed by ourselves, for somebody who tries the connection. */
      readonly trial: BegunTrial | undefined;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly why?: string };

const refused = (refusal: Refusal, why?: string): CheckedHint => ({
  kind: 'refused',
  refusal,
  ...(why !== undefined && { why }),
});

export type CheckHint = (
  token: string,
  parties: readonly RelyingParty[],
  now: Date,
) => Promise<CheckedHint>;

/**
 * Checks an id_token_hint against the keys of its own tenant. Entra issues it expired, so that it is
 * good for nothing else; what bounds it here is its age.
 */
export const makeCheckHint =
  (findKey: FindHintKey): CheckHint =>
  async (token, parties, now) => {
    const { compactVerify, decodeJwt, decodeProtectedHeader } = await import('jose');
    const unverified = attempt(() => ({
      header: decodeProtectedHeader(token),
      claims: decodeJwt(token),
    }));
    const { header } = unverified ?? {};
    if (unverified === undefined || header?.alg !== 'RS256' || header.kid === undefined) {
      return refused('bad_signature');
    }
    // Only to know whose keys to ask for: nothing is believed before they verified it.
    const { tid } = unverified.claims;
    const party = parties.find(({ tenantId }) => isSame(tenantId, tid));
    if (party === undefined) return refused('wrong_tenant');
    const found = await findKey(party, header.kid, now);
    if (found.kind === 'unreachable') return refused('metadata_unreachable', found.why);
    if (found.kind === 'unknown-key') return refused('bad_signature', 'unknown_key');
    const verified = await compactVerify(token, found.key, { algorithms: ['RS256'] }).catch(
      () => undefined,
    );
    if (verified === undefined) return refused('bad_signature');
    const { issuer } = found;
    const trial = 'trial' in found ? found.trial : undefined;
    const payload = Buffer.from(verified.payload).toString('utf8');
    const signed = token.slice(0, token.lastIndexOf('.'));
    return judge(payload, { party, issuer, now, signed, trial });
  };

type Judging = {
  readonly party: RelyingParty;
  readonly issuer: string;
  readonly now: Date;
  readonly signed: string;
  readonly trial: BegunTrial | undefined;
};

function judge(payload: string, { party, issuer, now, signed, trial }: Judging): CheckedHint {
  const parsed = claims.safeParse(attempt(() => JSON.parse(payload)));
  if (!parsed.success) return refused('malformed', 'hint_claims');
  const { iss, aud, iat, tid, oid, sub, preferred_username: userName, name } = parsed.data;
  if (iss !== issuer) return refused('wrong_issuer');
  if (aud !== party.clientId) return refused('wrong_audience');
  if (tid !== party.tenantId) return refused('wrong_tenant');
  const age = now.getTime() - iat * 1000;
  if (age > party.hintMaxAgeMs || age < -SKEW_MS) return refused('hint_too_old');
  return {
    kind: 'genuine',
    party,
    trial,
    hint: {
      sub,
      objectId: oid,
      userName,
      displayName: name,
      issuedAt: new Date(iat * 1000),
      signed,
    },
  };
}

const isSame = (tenantId: string, claimed: unknown): boolean =>
  typeof claimed === 'string' && claimed.toLowerCase() === tenantId;

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

import type { RelyingParty } from '#relying-parties/ports.ts';
import type { Trial, Trials } from '#relying-parties/trials.ts';
import { CLOUDS } from './issuer.ts';
import type { FindTenantKey, TenantKey } from './tenant-keys.ts';

/** Microsoft's key IDs are base64url, which has no dot. */
const PREFIX = 'trial.';

export const toTrialKey = (trialId: string): string => `${PREFIX}${trialId}`;

/** As a tenant's own document names it. */
export const issuerOfTenant = ({
  cloud,
  tenantId,
}: Pick<RelyingParty, 'cloud' | 'tenantId'>): string =>
  `${CLOUDS[cloud].authority}/${tenantId}/v2.0`;

export type BegunTrial = Trial & { readonly id: string };

export type HintKey =
  | TenantKey
  /** Of a trial: whoever uses it has to be asked whether it is theirs. */
  | (Extract<TenantKey, { readonly kind: 'key' }> & { readonly trial: BegunTrial });

export type FindHintKey = (party: RelyingParty, kid: string, now: Date) => Promise<HintKey>;

/** Keys of the tenant, and the one key of a trial of this very connection. */
export const makeFindHintKey =
  (findTenantKey: FindTenantKey, trials: Pick<Trials, 'find'>): FindHintKey =>
  async (party, kid, now) => {
    if (!kid.startsWith(PREFIX)) return findTenantKey(party, kid, now);
    const id = kid.slice(PREFIX.length);
    const trial = await trials.find(id);
    if (trial?.partyId !== party.id) return { kind: 'unknown-key' };
    const { importJWK } = await import('jose');
    const key = await importJWK({ ...trial.publicKey }, 'RS256');
    if (key instanceof Uint8Array) return { kind: 'unknown-key' };
    return { kind: 'key', issuer: issuerOfTenant(party), key, trial: { ...trial, id } };
  };

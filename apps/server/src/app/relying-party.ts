import { readFileSync } from 'node:fs';
import { makeRelyingParty, type RelyingParty } from '#authenticators/passkey/relying-party.ts';
import type { Config } from '#config/config.ts';
import { OPEN_PASSKEY_POLICY } from '#domain/passkey-policy.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Read at the start: a file that is not there stops it. */
export function makeRelyingPartyOf(config: Config): RelyingParty {
  const { publicUrl, passkeys } = config;
  const { allowed, blocked, deviceBoundOnly, attestationRootsFile: file } = passkeys;
  const roots = file === undefined ? [] : (readFileSync(file, 'utf8').match(CERTIFICATE) ?? []);
  if (file !== undefined && roots.length === 0) throw new Error(`${file} has no certificate`);
  const attestation = file === undefined ? ('none' as const) : { roots };
  const policy = { ...OPEN_PASSKEY_POLICY, allowed, blocked, deviceBoundOnly, attestation };
  return {
    ...makeRelyingParty(publicUrl, '', policy),
    get name() {
      return config.organisation;
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { AuditLog } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { BeginTrial, RelyingParty } from '#relying-parties/ports.ts';
import type { Trials } from '#relying-parties/trials.ts';
import type { Tokens } from '#sign-in/ports.ts';
import { CLOUDS, PATHS } from './issuer.ts';
import { AMR_FACTORS } from './methods.ts';
import { toTrialKey, issuerOfTenant } from './trial-keys.ts';

type Dependencies = {
  readonly publicUrl: string;
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly trials: Pick<Trials, 'save'>;
  readonly tokens: Pick<Tokens, 'random'>;
  readonly clock: Clock;
};

/** What Microsoft's example of a request for a second step asks for. */
const ASKED = {
  id_token: {
    acr: { essential: true, values: ['possessionorinherence'] },
    amr: { essential: true, values: Object.keys(AMR_FACTORS) },
  },
} as const;

/**
 * The form that Entra would have the browser post, about the administrator who asks for it. It is
 * signed by a key that exists for this one signature: its public half is kept with the session, and
 * who posts the form from any other session is refused (docs/adr/0080).
 */
export const makeBeginTrial =
  ({ publicUrl, transact, trials, tokens, clock }: Dependencies): BeginTrial =>
  async (party, { user, session, context }) => {
    const { exportJWK, generateKeyPair, SignJWT } = await import('jose');
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const id = tokens.random();
    const issuedAt = Math.floor(clock().getTime() / 1000);
    const hint = await new SignJWT({
      ver: '2.0',
      iss: issuerOfTenant(party),
      aud: party.clientId,
      iat: issuedAt,
      nbf: issuedAt,
      // As Entra does it: good for nothing but a hint.
      exp: issuedAt - 1,
      tid: party.tenantId,
      // Of nobody in the tenant.
      oid: randomUUID(),
      sub: `trial-${tokens.random()}`,
      preferred_username: user.login,
      name: user.displayName,
    })
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: toTrialKey(id) })
      .sign(privateKey);
    await trials.save(id, {
      partyId: party.id,
      publicKey: await exportJWK(publicKey),
      signInId: undefined,
      sessionId: session.id,
      userId: user.id,
    });
    await transact('attempt', (tx) =>
      tx.audit.append(
        [
          {
            event: 'relying_party.trial_begun',
            outcome: 'success',
            target: { type: 'relying_party', id: party.id },
            detail: { relyingParty: party.name },
            ...auditOf(context, user.id),
          },
        ],
        clock(),
      ),
    );
    return { action: `${publicUrl}${PATHS.authorize}`, fields: fieldsOf(party, hint, tokens) };
  };

const fieldsOf = (
  party: RelyingParty,
  hint: string,
  tokens: Dependencies['tokens'],
): Readonly<Record<string, string>> => ({
  scope: 'openid',
  response_type: 'id_token',
  response_mode: 'form_post',
  client_id: party.clientId,
  redirect_uri: CLOUDS[party.cloud].redirectUri,
  nonce: tokens.random(),
  state: tokens.random(),
  id_token_hint: hint,
  claims: JSON.stringify(ASKED),
  'client-request-id': randomUUID(),
});

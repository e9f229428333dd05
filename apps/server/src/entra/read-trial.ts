import type { Clock } from '#domain/write.ts';
import type { ReadTrial, TrialFinding } from '#relying-parties/ports.ts';
import type { SigningKeys } from '#relying-parties/signing-keys.ts';
import type { TakeTrial } from '#relying-parties/take-trial.ts';
import type { SignAnswer } from './answer-token.ts';
import { CLOUDS } from './issuer.ts';
import { isOneOfAsked } from './methods.ts';
import { readReply } from './reply.ts';

type Dependencies = {
  readonly issuer: string;
  readonly takeTrial: TakeTrial;
  readonly signAnswer: SignAnswer;
  readonly keys: Pick<SigningKeys, 'published'>;
  readonly clock: Clock;
};

/**
 * What came of a trial: the answer is made and signed as for Entra, held against what Entra checks,
 * and thrown away. Only what stood in it leaves the house.
 */
export const makeReadTrial =
  (dependencies: Dependencies): ReadTrial =>
  async (trialId, by) => {
    const taken = await dependencies.takeTrial(trialId, by);
    if (taken.kind === 'nothing') return undefined;
    const { party } = taken;
    const about = { tenant: party.name, answersTo: CLOUDS[party.cloud].redirectUri };
    if (taken.kind !== 'proven') return { ...about, state: taken.kind };
    const { method, reply } = taken;
    const token = await dependencies.signAnswer({ clientId: party.clientId, method, reply });
    const { claims, findings } = await judgeAnswer(dependencies, {
      token,
      reply,
      clientId: party.clientId,
    });
    return { ...about, state: 'verified', method, claims, findings };
  };

type Judging = { readonly token: string; readonly reply: string; readonly clientId: string };

/** As Microsoft's provider reference lists it. */
async function judgeAnswer(
  { issuer, keys, clock }: Dependencies,
  { token, reply, clientId }: Judging,
) {
  const { createLocalJWKSet, compactVerify, decodeJwt } = await import('jose');
  const set = createLocalJWKSet({
    keys: (await keys.published()).map((key) => ({ ...key, x5c: [...key.x5c] })),
  });
  const isSigned = await compactVerify(token, set, { algorithms: ['RS256'] }).then(
    ({ protectedHeader: { kid = '' } }) => /^[\w-]+$/.test(kid),
    () => false,
  );
  const claims = decodeJwt<{ readonly acr?: unknown; readonly amr?: unknown }>(token);
  const { sub, nonce, ask } = readReply(reply);
  const amr = Array.isArray(claims.amr) ? claims.amr.map(String) : [];
  const acr = String(claims.acr);
  const { exp = 0, iat = 0 } = claims;
  const now = clock().getTime() / 1000;
  const checks: Readonly<Record<TrialFinding['what'], boolean>> = {
    signature: isSigned,
    issuer: claims.iss === issuer,
    audience: claims.aud === clientId,
    subject: claims.sub === sub,
    nonce: claims['nonce'] === nonce,
    acr: ask.acr.includes(acr),
    amr: amr.length === 1 && isOneOfAsked(amr[0] ?? '', ask),
    time: iat <= now && exp > now,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
  const findings = (Object.keys(checks) as readonly TrialFinding['what'][]).map((what) => ({
    what,
    isGood: checks[what],
  }));
  return {
    claims: {
      iss: String(claims.iss),
      aud: String(claims.aud),
      sub: String(claims.sub),
      iat: new Date(iat * 1000),
      exp: new Date(exp * 1000),
      acr,
      amr,
    },
    findings,
  };
}

import { isAtLeast, isStrength, type Strength } from '#domain/strength.ts';
import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { strengthAskedBy } from './client.ts';
import { provenAtOf } from './own-session.ts';
import { acrToTell, requiredBy } from './requirement.ts';

const { base, Check, Prompt } = interactionPolicy;

/** Ours judge how strong a sign-in is; and a native application needs no more consent than another. */
const REPLACED = new Set(['essential_acr', 'essential_acrs', 'native_client_prompt']);

/** OpenID Connect Core Error Code unmet_authentication_requirements 1.0. */
const unmet = (): Error =>
  new errors.CustomOIDCProviderError(
    'unmet_authentication_requirements',
    'the sign-in cannot be made as strong as it was asked to be',
  );

const given = ({ oidc }: KoaContextWithOIDC): Strength => {
  const { acr } = oidc.session ?? {};
  return acr !== undefined && isStrength(acr) ? acr : 'one-step';
};

/**
 * Whether this session is strong enough: for the application, and for what the request names (RFC
 * 9470). Where it is, `acr` says so in the words of the request.
 */
function needsMore(ctx: KoaContextWithOIDC): boolean {
  const { client, session, params } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return false;
  const required = requiredBy(params ?? {}, strengthAskedBy(client));
  if (required.isImpossible) throw unmet();
  const strength = given(ctx);
  if (!isAtLeast(strength, required.strength)) return true;
  session.acr = acrToTell(strength, required);
  return false;
}

/** What has to happen on our pages before a request is answered. */
export function makePolicy() {
  const policy = base();
  const [login, consent] = [policy.get('login'), policy.get('consent')];
  if (login === undefined || consent === undefined)
    throw new Error('the library has other prompts');
  const ours = new Check('strength', 'a stronger sign-in is required', 'login_required', needsMore);
  const asked = new Prompt(
    { name: 'login', requestable: true },
    // When the proof was made that there is: a new one is a later one.
    ({ oidc }) => ({ provenAt: provenAtOf(oidc.session) }),
    // The library adds the check for its own prompt anew.
    ...login.checks.filter(({ reason }) => !REPLACED.has(reason) && reason !== 'login_prompt'),
    ours,
  );
  policy.clear();
  policy.add(asked);
  consent.checks.remove('native_client_prompt');
  policy.add(consent);
  return policy;
}

import { isStrength, type Strength } from '#domain/strength.ts';
import type { Application } from '#relying-parties/ports.ts';
import type { Payload } from './artifacts.ts';

/** What we know of an application and the library does not. */
export const OWN_METADATA = ['proofup_id', 'proofup_strength', 'proofup_consent'] as const;

/** An application in the words of RFC 7591. */
export function describeClient(application: Application): Payload {
  const { metadata, secretHash } = application;
  const { backchannelLogoutUri } = metadata;
  return {
    client_id: application.clientId,
    client_name: application.name,
    ...(secretHash !== undefined && { client_secret: secretHash }),
    application_type: metadata.isNative ? 'native' : 'web',
    redirect_uris: metadata.redirectUris,
    post_logout_redirect_uris: metadata.postLogoutRedirectUris,
    response_types: metadata.grantTypes.includes('authorization_code') ? ['code'] : [],
    grant_types: metadata.grantTypes,
    token_endpoint_auth_method: metadata.authentication,
    scope: metadata.scopes.join(' '),
    dpop_bound_access_tokens: metadata.bindsTokens,
    require_pushed_authorization_requests: metadata.pushesRequests,
    ...(backchannelLogoutUri !== undefined && {
      backchannel_logout_uri: backchannelLogoutUri,
      backchannel_logout_session_required: true,
    }),
    proofup_id: application.id,
    proofup_strength: application.strength,
    proofup_consent: application.consent,
  };
}

/** A client of the library, which keeps our fields beside its own. */
type Client = { readonly [field: string]: unknown };

export function strengthAskedBy(client: Client): Strength {
  const strength = client['proofup_strength'];
  // What cannot be read asks for the most.
  return typeof strength === 'string' && isStrength(strength) ? strength : 'phishing-resistant';
}

export const isOwn = (client: Client): boolean => client['proofup_consent'] === 'none';

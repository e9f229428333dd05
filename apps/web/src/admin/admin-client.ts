import { type ClientOf, makeClientOf } from '@proofup/contract/client.ts';
import { ENDPOINTS, type EndpointName } from '@proofup/contract/endpoints.ts';
import { type AskForToken, timedFetch } from '#api/client.ts';

/** For what people do for others, too. */
export type AdminClient = ClientOf<EndpointName>;

export const adminClientAsking = (csrfToken: AskForToken): AdminClient =>
  makeClientOf(ENDPOINTS, { fetch: timedFetch, csrfToken });

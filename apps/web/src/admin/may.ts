import type { Endpoint } from '@proofup/contract/endpoint.ts';
import { ENDPOINTS, type EndpointName } from '@proofup/contract/endpoints.ts';
import type { SessionView } from '@proofup/contract/schemas.ts';
import { isAmong } from '@proofup/contract/roles.ts';

/** Whether this role may call this operation: the server asks the same table. */
export function may(role: SessionView['role'], name: EndpointName): boolean {
  const { roles }: Endpoint = ENDPOINTS[name];
  return isAmong(roles, role);
}

import type { SessionView } from '@proofup/contract/schemas.ts';
import { ADMINISTRATION } from '@proofup/contract/endpoints/administration.ts';

/** Whether this role may call this operation: the server asks the same table. */
export const may = (role: SessionView['role'], name: keyof typeof ADMINISTRATION): boolean =>
  ADMINISTRATION[name].roles.some((one) => one === role);

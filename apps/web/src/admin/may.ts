import type { SessionView } from '@proofup/contract/schemas.ts';
import { ADMINISTRATION } from '@proofup/contract/endpoints/administration.ts';
import { isAmong } from '@proofup/contract/roles.ts';

/** Whether this role may call this operation: the server asks the same table. */
export const may = (role: SessionView['role'], name: keyof typeof ADMINISTRATION): boolean =>
  isAmong(ADMINISTRATION[name].roles, role);

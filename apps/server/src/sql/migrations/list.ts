import { foundation } from './0001-foundation.ts';
import { securityInfo } from './0002-security-info.ts';
import type { Migration } from './migration.ts';

/** In the order in which they are applied. */
export const MIGRATIONS: readonly Migration[] = [foundation, securityInfo];

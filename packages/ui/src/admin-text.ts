import { textsOf } from './text.ts';
import { EN } from './texts/en.ts';
import { EN_ADMIN } from './texts/en-admin.ts';
import { EN_GROUPS } from './texts/en-groups.ts';
import { EN_POLICY } from './texts/en-policy.ts';

/** For the pages of the administration. */
export const t = textsOf({ ...EN, ...EN_ADMIN, ...EN_GROUPS, ...EN_POLICY });

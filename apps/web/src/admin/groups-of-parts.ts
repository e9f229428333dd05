import type { SessionView } from '@proofup/contract/schemas.ts';
import { may } from '#admin/may.ts';
import { PART_GROUPS, type Part, type PartGroup, PARTS } from '#admin/parts.ts';

/** The pages that somebody of this role may open, by group; groups of which none is left are not there. */
export const groupsOf = (
  role: SessionView['role'],
): readonly { readonly group: PartGroup; readonly parts: readonly Part[] }[] =>
  PART_GROUPS.map((group) => ({
    group,
    parts: PARTS.filter((part) => part.group === group && may(role, part.name)),
  })).filter(({ parts }) => parts.length > 0);

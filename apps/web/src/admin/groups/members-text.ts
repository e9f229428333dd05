import type { GroupView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';

export const membersText = ({ members, more }: GroupView): string => {
  if (more) return t('groups.members.more', { n: members });
  return members === 1 ? t('groups.members.one') : t('groups.members', { n: members });
};

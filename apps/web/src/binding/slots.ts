import type { OptionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';

type Slot = NonNullable<OptionView['slot']>;

/** The order that people find their numbers in. */
export const SLOTS = ['mobile', 'office', 'alternate'] as const satisfies readonly Slot[];

export const SLOT_TITLES: Readonly<Record<Slot, () => string>> = {
  mobile: () => t('method.mobile'),
  office: () => t('method.office'),
  alternate: () => t('method.alternate'),
};

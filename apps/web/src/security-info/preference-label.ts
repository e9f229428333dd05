import type { OptionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';

type Slot = NonNullable<OptionView['slot']>;

const CALLS: Readonly<Record<Slot, () => string>> = {
  mobile: () => t('preferred.call.mobile'),
  office: () => t('preferred.call.office'),
  alternate: () => t('preferred.call.alternate'),
};

const TEXTS: Readonly<Record<Slot, () => string>> = {
  mobile: () => t('preferred.text.mobile'),
  office: () => t('preferred.text.office'),
  alternate: () => t('preferred.text.alternate'),
};

/** What people live on; codes on paper and passes are for the day when that fails. */
const LABELS = {
  call: ({ slot = 'mobile' }: OptionView) => CALLS[slot](),
  text: ({ slot = 'mobile' }: OptionView) => TEXTS[slot](),
  push: () => t('preferred.push'),
  totp: () => t('preferred.totp'),
  'hardware-token': () => t('preferred.hardware-token'),
  passkey: () => t('preferred.passkey'),
} as const;

type Preferable = OptionView & { readonly type: keyof typeof LABELS };

export const isPreferable = (option: OptionView): option is Preferable => option.type in LABELS;

/** There is one number in each place, but there may be several apps. */
export function preferenceLabel(option: Preferable, among: readonly OptionView[]): string {
  const label = LABELS[option.type](option);
  const alike = among.filter(({ type }) => type === option.type);
  const isOwn = ['totp', 'push', 'hardware-token'].includes(option.type);
  if (!isOwn || alike.length < 2) return label;
  const n = alike.findIndex(({ id }) => id === option.id) + 1;
  return option.name === undefined
    ? t('preferred.another', { label, n })
    : t('option.which', { label, which: option.name });
}

import type { OptionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';

type Type = OptionView['type'];
type Slot = NonNullable<OptionView['slot']>;
type Options = readonly OptionView[];

const SLOTS: Readonly<Record<Slot, () => string>> = {
  mobile: () => t('slot.mobile'),
  office: () => t('slot.office'),
  alternate: () => t('slot.alternate'),
};

const LABELS: Readonly<Record<Type, (option: OptionView, among: Options) => string>> = {
  text: (option, among) => t('option.text', { number: phoneText(option, among) }),
  call: (option, among) => t('option.call', { number: phoneText(option, among) }),
  'spoken-code': (option, among) => t('option.spoken-code', { number: phoneText(option, among) }),
  passkey: () => t('option.passkey'),
  push: (option, among) => ownText(t('option.push'), option, among),
  totp: (option, among) => ownText(t('option.totp'), option, among),
  'hardware-token': (option, among) => ownText(t('option.hardware-token'), option, among),
  'saved-recovery-code': () => t('option.saved-recovery-code'),
  'temporary-access-pass': () => t('option.temporary-access-pass'),
};

export const optionLabel = (option: OptionView, among: Options): string =>
  LABELS[option.type](option, among);

/** The masked number; which one it is only where another ends in the same two digits. */
export function phoneText({ masked = '', slot }: OptionView, among: Options): string {
  const alike = among.some((other) => other.masked === masked && other.slot !== slot);
  return alike && slot !== undefined
    ? t('option.which', { label: masked, which: SLOTS[slot]() })
    : masked;
}

/** By its name where there are several of its kind. */
function ownText(label: string, { name, type }: OptionView, among: Options): string {
  const several = among.filter((other) => other.type === type).length > 1;
  return several && name !== undefined ? t('option.which', { label, which: name }) : label;
}

/** A code that is read out is for those whose keypad fails: it stands behind its call, not in the list. */
export const mainOptions = (options: Options): Options =>
  options.filter(({ type }) => type !== 'spoken-code');

export const spokenCodeFor = (call: OptionView, options: Options): OptionView | undefined =>
  options.find(({ type, slot }) => type === 'spoken-code' && slot === call.slot);

const SENT: ReadonlySet<Type> = new Set(['text', 'call', 'spoken-code', 'push']);

/** Something goes out to a phone, which can be followed and asked for again. */
export const isSent = ({ type }: OptionView): boolean => SENT.has(type);

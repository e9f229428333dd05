import { PHONE_SLOTS, type PhoneSlot, propertiesOf } from '#domain/authenticator.ts';
import type { Role } from '#domain/role.ts';

type Policy = {
  /** Roles that may not add a number. */
  readonly forbiddenFor: readonly Role[];
  /** ISO 3166-1 alpha-2 codes; empty: nothing is sent that way. */
  readonly countries: { readonly texts: readonly string[]; readonly calls: readonly string[] };
};

/** The places that people of a role may have a number in, as far as anything reaches them. */
export type SlotsFor = (role: Role) => readonly PhoneSlot[];

const SLOTS: readonly PhoneSlot[] = ['mobile', 'office', 'alternate'];

export function makeSlotsFor({ forbiddenFor, countries }: Policy): SlotsFor {
  const reached = (sends: 'text' | 'call'): boolean =>
    (sends === 'text' ? countries.texts : countries.calls).length > 0;
  const isReached = (slot: PhoneSlot): boolean =>
    PHONE_SLOTS[slot].types.some((type) => {
      const { sends } = propertiesOf(type);
      return sends !== null && sends !== 'push' && reached(sends);
    });
  return (role) => (forbiddenFor.includes(role) ? [] : SLOTS.filter(isReached));
}

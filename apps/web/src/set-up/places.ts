import type { OptionView, SignInView } from '@proofup/contract/schemas.ts';

export type Contact = NonNullable<OptionView['slot']> | 'app' | 'passkey' | 'device';

export type Place =
  | { readonly kind: 'invitation' | 'contact' | 'second' | 'codes' | 'apps' }
  | { readonly kind: 'add'; readonly contact: Contact };

/** After a reload, on from what the server says is done. */
export function firstPlace({ setUp }: Pick<SignInView, 'setUp'>): Place {
  if (setUp === undefined || setUp.methods === 0) return { kind: 'invitation' };
  return { kind: setUp.methods > 1 || setUp.recoveryCodes ? 'codes' : 'second' };
}

export type Done = {
  /** Nothing has been added yet. */
  readonly first: boolean;
  /** What this page saw being added, after the slots that were taken before a reload. */
  readonly added: readonly Contact[];
};

/** By what this page saw and what the server says, which comes a moment later or came before. */
export const doneBy = ({ setUp }: Pick<SignInView, 'setUp'>, seen: readonly Contact[]): Done => ({
  first: seen.length === 0 && !setUp?.methods,
  added: [...new Set([...seen, ...(setUp?.slots ?? [])])],
});

type Offer = {
  readonly slots: readonly NonNullable<OptionView['slot']>[];
  readonly app: boolean;
  /** Allowed, and this browser can make them. */
  readonly passkey: boolean;
  readonly device: boolean;
};

/** An alternate number is a second one, and taking a place again would replace what is there. */
export function contactsOffered({ slots, app, passkey, device }: Offer, done: Done): Contact[] {
  const { first, added } = done;
  const all: readonly Contact[] = [
    ...(passkey ? (['passkey'] as const) : []),
    ...(device ? (['device'] as const) : []),
    ...slots,
    ...(app ? (['app'] as const) : []),
  ];
  return all.filter(
    (contact) =>
      (contact === 'app' || contact === 'device' || !added.includes(contact)) &&
      (contact !== 'alternate' || !first),
  );
}

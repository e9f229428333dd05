import type { NewCodeAccount } from '#codes/code-account.ts';

const PARTS = ['issuer', 'account', 'secret', 'algorithm', 'digits', 'period'] as const;

const identityOf = (one: NewCodeAccount): string => JSON.stringify(PARTS.map((part) => one[part]));

/**
 * Of what a file brings, what is not here yet. Same name but another key is another account: neither
 * takes the place of the other, as nobody here can tell which one the site still knows.
 */
export function withoutDuplicates(
  brought: readonly NewCodeAccount[],
  here: readonly NewCodeAccount[],
): readonly NewCodeAccount[] {
  const known = new Set(here.map(identityOf));
  return brought.filter((one) => {
    const identity = identityOf(one);
    if (known.has(identity)) return false;
    known.add(identity);
    return true;
  });
}

import { textOf } from '#kit/forms.ts';

export type Entries = { readonly current: string; readonly next: string };
export type Name = keyof Entries;

/** NIST SP 800-63B-4 section 3.1.1.2, with a second step. The server judges again, and better. */
const LEAST = 8;

/** As typed: a blank at the end of a password is a part of it. */
export const entriesOf = (data: FormData): Entries => ({
  current: textOf(data, 'current'),
  next: textOf(data, 'next'),
});

/** In the order of the page. */
export function wrongIn({ current, next }: Entries, asksCurrent: boolean): readonly Name[] {
  const names: Name[] = [];
  if (asksCurrent && current === '') names.push('current');
  if (Array.from(next).length < LEAST) names.push('next');
  return names;
}

/** As people write it: +1 (212) 555-0167. Other countries' numbers stay as they are. */
export function shownNumber(number: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? [];
  return area === undefined ? number : `+1 (${area}) ${exchange}-${line}`;
}

/** What people type between the digits is left out. */
export const typedNumber = (text: string): string => text.replace(/[\s().-]/g, '');

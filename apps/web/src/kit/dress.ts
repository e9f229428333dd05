/** The organisation's colour, over our own: a stylesheet of this origin, as everything that styles a page is. */
export function dress(address: string | undefined): void {
  if (address === undefined) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  document.head.append(link);
}

/**
 * An address as it stays in the audit log when its time is over: the first 24 bits of IPv4 (RFC 791),
 * the first 48 of IPv6 (RFC 4291 section 2.2), the others 0. What is no address stays as it is.
 */
export function coarseAddress(address: string): string {
  const octets = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address);
  if (octets !== null) return `${octets[1]}.0`;
  if (!address.includes(':')) return address;
  const [head = ''] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const kept = [...groups, '0', '0', '0'].slice(0, 3);
  return `${kept.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::`;
}

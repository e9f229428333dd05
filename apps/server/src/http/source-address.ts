import { BlockList, isIP, isIPv4 } from 'node:net';

/** Which hops may say whom they speak for. */
export type TrustedProxies = { includes(address: string): boolean };

/** CIDR ranges or single addresses; configuration has checked them. */
export function makeTrustedProxies(ranges: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return {
    includes: (address) =>
      isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'),
  };
}

/** `::ffff:192.0.2.1` is an IPv4 address that came over an IPv6 socket. */
export const plainAddress = (address: string): string =>
  address.replace(/^::ffff:(?=[0-9]+\.)/i, '').trim();

/**
 * The socket's address, or behind a named proxy the right-most hop that is not one. A value that is
 * no address ends the walk: it is ignored, and whoever sent it speaks for itself.
 */
export function sourceAddress(
  socketAddress: string,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string {
  const hops = (forwardedFor ?? '').slice(-2048).split(',').map(plainAddress);
  let address = plainAddress(socketAddress);
  while (proxies.includes(address)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) return address;
    address = hop;
  }
  return address;
}

/** What one budget is counted for: an IPv6 customer has a /64 at least, so that counts as one. */
export function sourceOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('%', 1).join('').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

import { BlockList, isIP, isIPv4 } from 'node:net';
import { plainAddress } from '#domain/address.ts';

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

import { type Address, parseAddress } from './address.ts';

type Network = { readonly bits: 32 | 128; readonly from: bigint; readonly to: bigint };

const V4_IN_V6 = 0xffffn;

/** `::ffff:10.0.0.1` is the IPv4 address in it, however it is written (RFC 4291 section 2.5.5.2). */
function plainAddress(text: string): Address | undefined {
  const dotted = /^::ffff:([0-9.]+)$/i.exec(text)?.[1];
  const address = parseAddress(dotted ?? text);
  if (address?.bits !== 128 || address.value >> 32n !== V4_IN_V6) return address;
  return { bits: 32, value: address.value & 0xffffffffn };
}

/** `192.0.2.0/24`, `2001:db8::/32`, or one address; undefined: none of these, or everybody's. */
export function parseNetwork(text: string): Network | undefined {
  const [typed = '', prefix, ...more] = text.split('/');
  const address = plainAddress(typed);
  if (address === undefined || more.length > 0) return undefined;
  const { bits, value } = address;
  const length = prefix === undefined ? bits : Number(prefix);
  const isLength = prefix === undefined || /^[0-9]{1,3}$/.test(prefix);
  if (!isLength || length < 1 || length > bits) return undefined;
  const free = BigInt(bits - length);
  const from = (value >> free) << free;
  return { bits, from, to: from + (1n << free) - 1n };
}

export function isWithin(text: string, ranges: readonly string[]): boolean {
  const address = plainAddress(text);
  if (address === undefined) return false;
  return ranges.some((range) => {
    const network = parseNetwork(range);
    return (
      network?.bits === address.bits && address.value >= network.from && address.value <= network.to
    );
  });
}

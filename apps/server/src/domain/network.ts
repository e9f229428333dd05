import { parseAddress, plainAddress } from './address.ts';

type Network = { readonly bits: 32 | 128; readonly from: bigint; readonly to: bigint };

/** `192.0.2.0/24`, `2001:db8::/32`, or one address; undefined: none of these, or everybody's. */
export function parseNetwork(text: string): Network | undefined {
  const [typed = '', prefix, ...more] = text.split('/');
  const address = parseAddress(plainAddress(typed));
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
  const address = parseAddress(plainAddress(text));
  if (address === undefined) return false;
  return ranges.some((range) => {
    const network = parseNetwork(range);
    return (
      network?.bits === address.bits && address.value >= network.from && address.value <= network.to
    );
  });
}

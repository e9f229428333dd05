/** An IP address as one number, so that networks are ranges of them. */
export type Address = { readonly bits: 32 | 128; readonly value: bigint };

/** Undefined: no address (RFC 4291 section 2.2, without zones). */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = parseV4(text);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const value = parseV6(text);
  return value === undefined ? undefined : { bits: 128, value };
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && +part <= 255)) {
    return undefined;
  }
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

const GROUPS = 8;

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = GROUPS - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

/** The last 32 bits may be written as an IPv4 address (RFC 4291 section 2.2, form 3). */
const withoutDots = (text: string): string =>
  text.replace(/(?<=:)[0-9]+(?:\.[0-9]+){3}$/, (dotted) => {
    const value = parseV4(dotted);
    return value === undefined
      ? dotted
      : `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });

const V4_IN_V6 = 0xffffn;

/**
 * `::ffff:192.0.2.1` is the IPv4 address that came over an IPv6 socket, however it is written
 * (RFC 4291 section 2.5.5.2); everything else stays as it is.
 */
export function plainAddress(text: string): string {
  const trimmed = text.trim();
  const address = trimmed.includes(':') ? parseAddress(withoutDots(trimmed)) : undefined;
  if (address === undefined || address.value >> 32n !== V4_IN_V6) return trimmed;
  return [24n, 16n, 8n, 0n].map((shift) => (address.value >> shift) & 0xffn).join('.');
}

/** The network that one customer has at least, an IPv6 /64; an IPv4 address, or what is none, itself. */
export function sourceOf(text: string): string {
  const plain = plainAddress(text).split('%', 1).join('');
  const address = plain.includes(':') ? parseAddress(withoutDots(plain)) : undefined;
  if (address === undefined) return plain;
  const groups = [112n, 96n, 80n, 64n].map((shift) => (address.value >> shift) & 0xffffn);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}

/** Enough to recognise one's own, too little to be found by: a /24 of IPv4, a /48 of IPv6. */
export function shortenAddress(text: string): string {
  const address = parseAddress(text.split('%', 1).join(''));
  if (address === undefined) return '';
  if (address.bits === 32) return `${text.split('.').slice(0, 3).join('.')}.x`;
  const groups = [112n, 96n, 80n].map((shift) => ((address.value >> shift) & 0xffffn).toString(16));
  return `${groups.join(':')}:x`;
}

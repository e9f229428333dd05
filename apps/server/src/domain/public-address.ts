import { parseAddress } from './address.ts';

/** IANA special-purpose address registries: nothing that is reached from the outside. */
const NOT_PUBLIC_V4 = `
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
  192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
  224.0.0.0/4 240.0.0.0/4
`
  .trim()
  .split(/\s+/);
/** All that is public; and inside it: tunnels (they hold an IPv4 address) and examples. */
const PUBLIC_V6 = ['2000::/3'];
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

type Block = { readonly shift: bigint; readonly value: bigint };

const blockOf = (range: string): Block => {
  const [network = '', prefix] = range.split('/');
  const address = parseAddress(network);
  if (address === undefined) throw new Error(`not a network: ${range}`);
  const shift = BigInt(address.bits - Number(prefix));
  return { shift, value: address.value >> shift };
};

const BLOCKED_V4 = NOT_PUBLIC_V4.map(blockOf);
const OPEN_V6 = PUBLIC_V6.map(blockOf);
const BLOCKED_V6 = NOT_PUBLIC_V6.map(blockOf);

const isIn = (blocks: readonly Block[], address: bigint): boolean =>
  blocks.some(({ shift, value }) => address >> shift === value);

/** Whether an address is one of the outside world; whatever is no address is not. */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text);
  if (address === undefined) return false;
  return address.bits === 32
    ? !isIn(BLOCKED_V4, address.value)
    : isIn(OPEN_V6, address.value) && !isIn(BLOCKED_V6, address.value);
}

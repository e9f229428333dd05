import { parseAddress, shortenAddress } from './address.ts';

/** Where a request came from, as far as people are told: never the whole address. */
export type Place = {
  /** ISO 3166-1 alpha-2, where a list of networks says it. */
  readonly country: string | undefined;
  readonly address: string;
};

export type PlaceOf = (address: string) => Place;

type Range = { readonly first: bigint; readonly last: bigint; readonly country: string };
type Networks = Readonly<Record<32 | 128, readonly Range[]>>;

export type Places =
  | { readonly kind: 'places'; readonly placeOf: PlaceOf }
  /** The line that is not `network,country`. */
  | { readonly kind: 'refused'; readonly line: number };

const LINE = /^"?([0-9a-f.:]+)\/(\d{1,3})"?,"?([A-Z]{2})"?$/i;

/**
 * Reads `network,country` a line (CIDR, ISO 3166-1 alpha-2); a heading is skipped.
 * Networks do not overlap.
 */
export function parsePlaces(csv: string): Places {
  const networks: Record<32 | 128, Range[]> = { 32: [], 128: [] };
  for (const [index, line] of csv.split(/\r?\n/).entries()) {
    if (line.trim() === '' || (index === 0 && /^"?network/i.test(line))) continue;
    const range = rangeOf(line.trim());
    if (range === undefined) return { kind: 'refused', line: index + 1 };
    networks[range.bits].push(range);
  }
  for (const ranges of [networks[32], networks[128]]) {
    ranges.sort((a, b) => (a.first < b.first ? -1 : 1));
  }
  return { kind: 'places', placeOf: placeIn(networks) };
}

function rangeOf(line: string): (Range & { readonly bits: 32 | 128 }) | undefined {
  const [, network = '', prefix = '', country = ''] = LINE.exec(line) ?? [];
  const address = parseAddress(network);
  if (address === undefined || Number(prefix) > address.bits) return undefined;
  const size = 1n << BigInt(address.bits - Number(prefix));
  const first = address.value - (address.value % size);
  return { bits: address.bits, first, last: first + size - 1n, country: country.toUpperCase() };
}

const placeIn =
  (networks: Networks): PlaceOf =>
  (text) => {
    const address = parseAddress(text);
    const country = address && countryIn(networks[address.bits], address.value);
    return { country, address: shortenAddress(text) };
  };

function countryIn(ranges: readonly Range[], value: bigint): string | undefined {
  const range = lastBefore(ranges, value);
  return range !== undefined && range.last >= value ? range.country : undefined;
}

/** The last range that begins at or before the value. */
function lastBefore(ranges: readonly Range[], value: bigint): Range | undefined {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.first ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  return ranges[low - 1];
}

/** Without a list: parts of addresses and nothing else. */
export const NO_PLACES: PlaceOf = (address) => ({
  country: undefined,
  address: shortenAddress(address),
});

/** What JSON can hold; a property that is undefined counts as absent. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * One text for one value, whatever order its properties came back in (RFC 8785: sorted by UTF-16
 * code units; numbers and strings as ECMAScript writes them).
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError('not a JSON number');
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const properties = Object.entries(value)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${properties.join(',')}}`;
}

/** Array.isArray does not narrow a readonly array. */
const isList = (value: object): value is readonly Json[] => Array.isArray(value);

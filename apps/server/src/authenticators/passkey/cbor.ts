import { demand, Refusal } from './refusal.ts';

export type CborMap = ReadonlyMap<number | string, CborValue>;
export type CborValue =
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | readonly CborValue[]
  | CborMap;

export const isCborMap = (value: CborValue | undefined): value is CborMap => value instanceof Map;

const MAX_DEPTH = 16;
/** Entries of one map or array; a certificate chain and a COSE key stay far below. */
const MAX_ENTRIES = 256;

type Cursor = { readonly bytes: Uint8Array; at: number };

/**
 * Reads one item of the CBOR that CTAP2 allows (RFC 8949; CTAP 2.1 section 8): definite lengths
 * within what is there, no tags, no floats, map keys that are numbers or texts and occur once. It
 * looks at everything before a library may, and answers with where the item ends.
 */
export function decodeCbor(
  bytes: Uint8Array,
  from = 0,
): { readonly value: CborValue; readonly end: number } {
  const cursor: Cursor = { bytes, at: from };
  const value = readItem(cursor, 1);
  return { value, end: cursor.at };
}

function readItem(cursor: Cursor, depth: number): CborValue {
  demand(depth <= MAX_DEPTH, 'malformed');
  const head = byteAt(cursor);
  const [major, info] = [head >> 5, head & 0x1f];
  if (major === 7) return readSimple(info);
  const argument = readArgument(cursor, info);
  switch (major) {
    case 0:
      return argument;
    case 1:
      return -1 - argument;
    case 2:
      return take(cursor, argument);
    case 3:
      return readText(take(cursor, argument));
    case 4:
      return readArray(cursor, argument, depth);
    case 5:
      return readMap(cursor, argument, depth);
    default:
      // Tags: nothing in a ceremony has one.
      throw new Refusal('malformed');
  }
}

const SIMPLE: ReadonlyMap<number, CborValue> = new Map<number, CborValue>([
  [20, false],
  [21, true],
  [22, null],
]);

function readSimple(info: number): CborValue {
  const value = SIMPLE.get(info);
  demand(value !== undefined, 'malformed');
  return value;
}

/** The number in the head: 1, 2, 4 or 8 bytes. Lengths of 2^53 and more are nothing that exists here. */
function readArgument(cursor: Cursor, info: number): number {
  if (info < 24) return info;
  const size = new Map([
    [24, 1],
    [25, 2],
    [26, 4],
    [27, 8],
  ]).get(info);
  demand(size !== undefined, 'malformed');
  const argument = take(cursor, size).reduce((total, byte) => total * 256 + byte, 0);
  demand(Number.isSafeInteger(argument), 'malformed');
  return argument;
}

function byteAt(cursor: Cursor): number {
  const byte = cursor.bytes[cursor.at];
  demand(byte !== undefined, 'malformed');
  cursor.at += 1;
  return byte;
}

function take(cursor: Cursor, length: number): Uint8Array {
  demand(length <= cursor.bytes.length - cursor.at, 'malformed');
  const taken = cursor.bytes.subarray(cursor.at, cursor.at + length);
  cursor.at += length;
  return taken;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const readText = (bytes: Uint8Array): string => UTF8.decode(bytes);

function readArray(cursor: Cursor, length: number, depth: number): readonly CborValue[] {
  demand(length <= MAX_ENTRIES, 'malformed');
  return Array.from({ length }, () => readItem(cursor, depth + 1));
}

function readMap(cursor: Cursor, length: number, depth: number): CborMap {
  demand(length <= MAX_ENTRIES, 'malformed');
  const map = new Map<number | string, CborValue>();
  for (let n = 0; n < length; n += 1) {
    const key = readItem(cursor, depth + 1);
    demand(typeof key === 'number' || typeof key === 'string', 'malformed');
    demand(!map.has(key), 'malformed');
    map.set(key, readItem(cursor, depth + 1));
  }
  return map;
}

import { createHash } from 'node:crypto';

/** Something that only its owner may know, and what it is. */
export type Known = { readonly what: string; readonly value: string | Uint8Array };

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 section 6 without padding, written out again so that the server's own is not the judge. */
function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** The forms in which a secret would still be one: as it is, encoded, backwards, hashed without a key. */
export function formsOf({ value }: Known): readonly Buffer[] {
  const raw = Buffer.from(value);
  const plain = typeof value === 'string' ? [raw, Buffer.from(value.replaceAll('-', ''))] : [raw];
  const all = plain.flatMap((bytes) => {
    const hashes = ['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(bytes).digest());
    const texts = [bytes, ...hashes].flatMap((one) => [
      one.toString('hex'),
      one.toString('base64').replace(/=+$/, ''),
      one.toString('base64url'),
    ]);
    const forms = [...texts, base32(bytes)].map((text) => Buffer.from(text));
    return [bytes, ...forms, Buffer.from(bytes.toString('hex').toUpperCase()), ...hashes];
  });
  return all.flatMap((form) => [form, Buffer.from(form.toReversed())]);
}

/** Digits of ids, times and hashes are no code; what stands alone is one. */
const alone = (code: string): RegExp => new RegExp(`(?<![0-9a-z])${code}(?![0-9a-z])`, 'i');

const SHORT = 8;
const PREFIX = 4;

/** What of it is found in there, in any form; short codes in plain, where they stand alone. */
export function findKnown(haystack: Buffer, known: readonly Known[]): readonly string[] {
  const text = haystack.toString('latin1');
  const short = known.filter(({ value }) => value.length < SHORT);
  const long = known.filter(({ value }) => value.length >= SHORT);
  const found = short.filter(({ value }) => alone(String(value)).test(text));
  return [...found, ...searchAll(haystack, long)].map(
    ({ what, value }) => `${what}: ${Buffer.from(value).toString('latin1')}`,
  );
}

type Form = { readonly of: Known; readonly bytes: Buffer };

/** One pass over megabytes for thousands of needles, by their first four bytes. */
function searchAll(haystack: Buffer, known: readonly Known[]): readonly Known[] {
  const forms = new Map<number, Form[]>();
  for (const of of known) {
    for (const bytes of formsOf(of)) {
      const prefix = bytes.readInt32BE(0);
      forms.set(prefix, [...(forms.get(prefix) ?? []), { of, bytes }]);
    }
  }
  const found = new Set<Known>();
  for (let at = 0; at <= haystack.length - PREFIX; at += 1) {
    for (const { of, bytes } of forms.get(haystack.readInt32BE(at)) ?? []) {
      if (haystack.subarray(at, at + bytes.length).equals(bytes)) found.add(of);
    }
  }
  return [...found];
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 section 6 as people type it: case, blanks, hyphens and padding do not matter. Undefined: not that. */
export function fromBase32(typed: string): Uint8Array<ArrayBuffer> | undefined {
  const letters = typed.toUpperCase().replaceAll(/[\s-]|=+$/g, '');
  if (letters === '' || !/^[A-Z2-7]+$/.test(letters)) return undefined;
  const bytes: number[] = [];
  let [bits, value] = [0, 0];
  for (const letter of letters) {
    value = (value << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
    value &= (1 << bits) - 1;
  }
  return Uint8Array.from(bytes);
}

/** What an organisation looks like to its people: where it says nothing, the settings and our own colours do. */
export type Brand = {
  /** Its name, as texts, calls, mails and the authenticator say it. */
  readonly organisation: string | undefined;
  /** `#rrggbb`, lower case. */
  readonly accent: string | undefined;
  readonly logo: BrandLogo | undefined;
};

export type BrandLogo = {
  /** SHA-256 of the file, base64url. */
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
};

/**
 * The only text of anybody's that is spoken and texted, so what it may be made of is closed: Latin
 * letters, digits, and what names of organisations have between them. No colon (an app's label ends
 * there), no dot inside a word (phones make a link of it), no digits that could be dialled.
 */
const NAME = /^[\p{Script=Latin}0-9][\p{Script=Latin}0-9 .,&'()-]{1,39}$/u;
const DIALLED = /[0-9](?:[ .()-]*[0-9]){4}/;
const LINKED = /[^ ]\.[^ .,]/;
const LETTERS = /[a-z].*[a-z0-9]/i;

export const isBrandName = (name: string): boolean =>
  name === name.trim().normalize('NFC') &&
  !name.includes('  ') &&
  NAME.test(name) &&
  !DIALLED.test(name) &&
  !LINKED.test(name) &&
  // What a text message can carry of it must still be a name.
  LETTERS.test(name.normalize('NFKD').replaceAll(/[^a-z0-9]/gi, ''));

type Colour = readonly [red: number, green: number, blue: number];

/** Where words in the accent colour stand, or the words of a button stand in them (packages/ui tokens.css). */
const LIGHT: readonly Colour[] = [
  [0xff, 0xff, 0xff],
  [0xf5, 0xf7, 0xfa],
];
const DARK: readonly Colour[] = [
  [0x11, 0x16, 0x1d],
  [0x1a, 0x21, 0x2b],
];
/** The share of the accent colour in the wash behind what is chosen. */
const WASH = 0.08;
/** WCAG 2.2 success criterion 1.4.3. */
const CONTRAST = 4.5;
const WHITE: Colour = [0xff, 0xff, 0xff];
const STEPS = 20;

const parse = (hex: string): Colour => {
  const at = (n: number) => Number.parseInt(hex.slice(n, n + 2), 16);
  return [at(1), at(3), at(5)];
};

const print = (colour: Colour): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

const mix = (one: Colour, other: Colour, share: number): Colour => {
  const part = (n: 0 | 1 | 2) => one[n] * share + other[n] * (1 - share);
  return [part(0), part(1), part(2)];
};

/** WCAG 2.2, relative luminance. */
const luminance = (colour: Colour): number => {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
};

const contrast = (one: Colour, other: Colour): number => {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};

const isReadableOn = (colour: Colour, [paper = WHITE, ...others]: readonly Colour[]): boolean =>
  [paper, ...others, mix(colour, paper, WASH)].every(
    (ground) => contrast(colour, ground) >= CONTRAST,
  );

/** Whether words in this colour can be read on every light ground of ours. */
export const isReadableAccent = (accent: string): boolean => isReadableOn(parse(accent), LIGHT);

/** The same colour for dark grounds: as much lighter as it has to be. */
export function darkAccentOf(accent: string): string {
  const colour = parse(accent);
  for (let step = 0; step < STEPS; step += 1) {
    const lighter = mix(WHITE, colour, step / STEPS);
    if (isReadableOn(lighter, DARK)) return print(lighter);
  }
  return print(WHITE);
}

/** A stylesheet that changes the one colour, in both schemes, and nothing else. */
export const accentSheet = (accent: string): string =>
  `:root{--accent:${accent}}@media (prefers-color-scheme:dark){:root{--accent:${darkAccentOf(accent)}}}\n`;

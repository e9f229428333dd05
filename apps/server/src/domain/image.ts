export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp';

/** As large as a logo may be. A picture of more points costs every visitor memory, however small its file. */
export const IMAGE_LIMITS = { bytes: 100 * 1024, points: 2048 } as const;

type Size = { readonly width: number; readonly height: number };

/**
 * What a picture is, by its own structure from the first byte to the last, whatever it is called: PNG
 * (W3C PNG section 5), JPEG (ISO/IEC 10918-1 annex B) or WebP (RFC 9649). Undefined: none of them,
 * something behind it, one that moves, or more points than there may be. SVG is none: it can hold code.
 */
export function readImage(file: Uint8Array): ImageType | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [type, size] = READERS.map(([name, read]) => [name, read(view)] as const).find(
    ([, read]) => read !== undefined,
  ) ?? ['image/png', undefined];
  if (size === undefined) return undefined;
  const isFit = [size.width, size.height].every((side) => side > 0 && side <= IMAGE_LIMITS.points);
  return isFit ? type : undefined;
}

const nameAt = (view: DataView, at: number): string =>
  at + 4 > view.byteLength
    ? ''
    : String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(at + n)));

const PNG = [0x89504e47, 0x0d0a1a0a] as const;

function readPng(view: DataView): Size | undefined {
  if (view.byteLength < 45 || view.getUint32(0) !== PNG[0] || view.getUint32(4) !== PNG[1]) {
    return undefined;
  }
  if (nameAt(view, 12) !== 'IHDR' || view.getUint32(8) !== 13) return undefined;
  for (let at = 8; at + 12 <= view.byteLength; ) {
    const end = at + 12 + view.getUint32(at);
    const name = nameAt(view, at + 4);
    // Animated.
    if (end > view.byteLength || name === 'acTL') return undefined;
    if (name === 'IEND') {
      return end === view.byteLength
        ? { width: view.getUint32(16), height: view.getUint32(20) }
        : undefined;
    }
    at = end;
  }
  return undefined;
}

const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const frameSize = (view: DataView, at: number, bytes: number): Size | undefined =>
  bytes < 8 ? undefined : { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };

/** Fill bytes, and an end before the picture. */
const OUT_OF_PLACE: readonly number[] = [0xff, 0xd9];

/** Whether it begins and ends as one. */
const isJpeg = (view: DataView): boolean =>
  view.byteLength >= 20 &&
  view.getUint16(0) === 0xffd8 &&
  view.getUint16(view.byteLength - 2) === 0xffd9;

function readJpeg(view: DataView): Size | undefined {
  const { byteLength: length } = view;
  if (!isJpeg(view)) return undefined;
  let size: Size | undefined;
  for (let at = 2; at + 4 <= length; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff || OUT_OF_PLACE.includes(marker)) return undefined;
    const bytes = view.getUint16(at + 2);
    if (bytes < 2 || at + 2 + bytes > length) return undefined;
    if (isFrame(marker)) size = frameSize(view, at, bytes);
    // What follows is the picture itself; its end was looked at.
    if (marker === 0xda) return size !== undefined && endOfScans(view, at) ? size : undefined;
    at += 2 + bytes;
  }
  return undefined;
}

/** The first end of image is the end of the file. */
function endOfScans(view: DataView, from: number): boolean {
  for (let at = from + 2; at + 1 < view.byteLength; at += 1) {
    if (view.getUint16(at) === 0xffd9) return at + 2 === view.byteLength;
  }
  return false;
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000;

/** The first chunk of a WebP has the size; each kind in its own way. */
const WEBP_SIZES: Readonly<Record<string, (view: DataView) => Size | undefined>> = {
  'VP8 ': (view) =>
    uint24(view, 23) === 0x2a019d
      ? { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
      : undefined,
  VP8L: (view) => {
    const bits = view.getUint32(21, true);
    return view.getUint8(20) === 0x2f
      ? { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
      : undefined;
  },
  VP8X: (view) =>
    // The second bit: it moves.
    (view.getUint8(20) & 2) === 0
      ? { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 }
      : undefined,
};

function readWebp(view: DataView): Size | undefined {
  if (view.byteLength < 30 || nameAt(view, 0) !== 'RIFF' || nameAt(view, 8) !== 'WEBP') {
    return undefined;
  }
  if (view.getUint32(4, true) + 8 !== view.byteLength) return undefined;
  for (let at = 12; at < view.byteLength; ) {
    if (at + 8 > view.byteLength) return undefined;
    const bytes = view.getUint32(at + 4, true);
    at += 8 + bytes + (bytes % 2);
    if (at > view.byteLength) return undefined;
  }
  return WEBP_SIZES[nameAt(view, 12)]?.(view);
}

const READERS: readonly (readonly [ImageType, (view: DataView) => Size | undefined])[] = [
  ['image/png', readPng],
  ['image/jpeg', readJpeg],
  ['image/webp', readWebp],
];

type Picture = HTMLVideoElement | ImageBitmap;

/** The text of a QR code in a picture, where there is one. */
export type Reader = (picture: Picture) => Promise<string | undefined>;

/** https://wicg.github.io/shape-detection-api/: Chromium on Android and macOS has it. */
type Detector = {
  detect(picture: Picture): Promise<readonly { readonly rawValue: string }[]>;
};
type DetectorClass = {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
};

const FORMAT = 'qr_code';
/** A larger picture takes longer and shows no more of a code that somebody holds up. */
const MOST_PIXELS_WIDE = 1280;

export async function makeReader(): Promise<Reader> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- not in every browser, and not in lib.dom
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  const formats = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  return BarcodeDetector !== undefined && formats.includes(FORMAT)
    ? readBy(new BarcodeDetector({ formats: [FORMAT] }))
    : readByDecoder();
}

const readBy =
  (detector: Detector): Reader =>
  async (picture) =>
    (await detector.detect(picture).catch(() => []))[0]?.rawValue;

/** Safari and Firefox have no detector. */
async function readByDecoder(): Promise<Reader> {
  const { decodeQR } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (picture) => {
    const size = sizeOf(picture);
    if (context === null || size.width === 0) return undefined;
    Object.assign(canvas, size);
    context.drawImage(picture, 0, 0, size.width, size.height);
    try {
      return decodeQR(context.getImageData(0, 0, size.width, size.height));
    } catch {
      return undefined;
    }
  };
}

function sizeOf(picture: Picture) {
  const [width, height] =
    picture instanceof ImageBitmap
      ? [picture.width, picture.height]
      : [picture.videoWidth, picture.videoHeight];
  const scale = Math.min(1, MOST_PIXELS_WIDE / Math.max(width, height, 1));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

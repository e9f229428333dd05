export type Sound = {
  readonly mediaType: 'audio/wav' | 'audio/mpeg';
  readonly seconds: number;
};

/** As large as a recording may be, and as long: a longer one outlives the time for an answer. */
export const SOUND_LIMITS = { bytes: 1024 * 1024, seconds: 20 } as const;

/**
 * What a file of sound is, by its own headers and whole structure, whatever it is called: RIFF WAVE,
 * or MPEG audio layer III from its first frame to its last (ISO/IEC 11172-3 section 2.4.2.3).
 * Undefined: neither.
 */
export const readSound = (file: Uint8Array): Sound | undefined => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return readWave(view) ?? readMpeg(view);
};

const nameAt = (view: DataView, at: number): string =>
  at + 4 > view.byteLength
    ? ''
    : String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(at + n)));

/** PCM, A-law and mu-law: what carriers play. */
const CODECS: readonly number[] = [1, 6, 7];

function readWave(view: DataView): Sound | undefined {
  if (nameAt(view, 0) !== 'RIFF' || nameAt(view, 8) !== 'WAVE') return undefined;
  if (view.getUint32(4, true) + 8 !== view.byteLength) return undefined;
  const parts = partsOf(view) ?? [];
  const format = parts.find(({ name, size }) => name === 'fmt ' && size >= 16);
  const [data, ...more] = parts.filter(({ name }) => name === 'data');
  if (format === undefined || data === undefined || more.length > 0) return undefined;
  if (!CODECS.includes(view.getUint16(format.at, true))) return undefined;
  const bytesPerSecond = rateOf(view, format.at);
  if (bytesPerSecond === 0 || data.size === 0) return undefined;
  return { mediaType: 'audio/wav', seconds: data.size / bytesPerSecond };
}

type Part = { readonly name: string; readonly at: number; readonly size: number };

/** From the first to the end of the file; undefined: they do not fill it. */
function partsOf(view: DataView): readonly Part[] | undefined {
  const parts: Part[] = [];
  let at = 12;
  while (at + 8 <= view.byteLength) {
    const size = view.getUint32(at + 4, true);
    parts.push({ name: nameAt(view, at), at: at + 8, size });
    at += 8 + size;
    if (at > view.byteLength) return undefined;
    // The byte that makes it even may be left out behind the last.
    at += size % 2;
  }
  return at >= view.byteLength ? parts : undefined;
}

/** By what it is played at: what the file says beside it has to be the same. */
function rateOf(view: DataView, at: number): number {
  const [channels, rate, said, bits] = [
    view.getUint16(at + 2, true),
    view.getUint32(at + 4, true),
    view.getUint32(at + 8, true),
    view.getUint16(at + 14, true),
  ];
  return said === (channels * rate * bits) / 8 ? said : 0;
}

/** Kilobits a second of layer III, by index: MPEG 1, then MPEG 2 and 2.5. */
const BIT_RATES = [
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

type Frame = { readonly bytes: number; readonly seconds: number };

function frameAt(view: DataView, at: number): Frame | undefined {
  if (at + 4 > view.byteLength) return undefined;
  const header = view.getUint32(at);
  if (header >>> 21 !== 0x7ff || ((header >>> 17) & 3) !== 1) return undefined;
  const version = (header >>> 19) & 3;
  const rate = SAMPLE_RATES[(header >>> 10) & 3];
  const kilobits = BIT_RATES[version === 3 ? 0 : 1][((header >>> 12) & 15) - 1];
  if (version === 1 || rate === undefined || kilobits === undefined) return undefined;
  const sampleRate = version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
  const samples = version === 3 ? 1152 : 576;
  const padding = (header >>> 9) & 1;
  const bytes = Math.floor(((samples / 8) * kilobits * 1000) / sampleRate) + padding;
  return { bytes, seconds: samples / sampleRate };
}

/** The size of an ID3v2 tag in front, 7 bits a byte. */
function afterTag(view: DataView): number {
  if (view.byteLength < 10 || nameAt(view, 0).slice(0, 3) !== 'ID3') return 0;
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (view.getUint8(at) & 0x7f), 0);
  return 10 + size;
}

function readMpeg(view: DataView): Sound | undefined {
  let at = afterTag(view);
  let seconds = 0;
  let frames = 0;
  for (let frame = frameAt(view, at); frame !== undefined; frame = frameAt(view, at)) {
    at += frame.bytes;
    seconds += frame.seconds;
    frames += 1;
  }
  // Behind the frames nothing but an ID3v1 tag, or a last frame that was cut.
  const rest = view.byteLength - at;
  const isWhole = rest <= 0 || (rest === 128 && nameAt(view, at).startsWith('TAG'));
  return frames >= 3 && isWhole ? { mediaType: 'audio/mpeg', seconds } : undefined;
}

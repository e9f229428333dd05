import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSound } from './sound.ts';

function wave(seconds: number, codec = 1): Buffer {
  const data = Buffer.alloc(seconds * 8000);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(codec, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** Frames of MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes and 26 ms each. */
const mpeg = (frames: number): Buffer =>
  Buffer.concat(
    Array.from({ length: frames }, () => {
      const frame = Buffer.alloc(417);
      frame.writeUInt32BE(0xff_fb_90_00, 0);
      return frame;
    }),
  );

const ID3 = Buffer.from([...Buffer.from('ID3'), 4, 0, 0, 0, 0, 0, 20, ...Buffer.alloc(20)]);

describe('a file of sound', () => {
  it('is what its own headers say, and as long', () => {
    assert.deepEqual(readSound(wave(3)), { mediaType: 'audio/wav', seconds: 3 });
    assert.deepEqual(readSound(wave(3, 7)), { mediaType: 'audio/wav', seconds: 3 });
    const found = readSound(Buffer.concat([ID3, mpeg(100)]));
    assert.equal(found?.mediaType, 'audio/mpeg');
    assert.ok(Math.abs((found?.seconds ?? 0) - 2.612) < 0.01);
  });

  it('is nothing else: no text, page, program, other codec, or sound with something behind it', () => {
    const cut = wave(3);
    cut.writeUInt32LE(1_000_000, 40);
    // Says that it is over in a moment, and is played for three seconds.
    const fast = wave(3);
    fast.writeUInt32LE(8_000_000, 28);
    for (const file of [
      Buffer.alloc(0),
      Buffer.from('<html><script>alert(1)</script>'),
      Buffer.from('RIFF____WAVE'),
      wave(1, 0x55),
      cut,
      mpeg(2),
      fast,
      Buffer.concat([wave(1), Buffer.from('<script>alert(1)</script>')]),
      Buffer.concat([mpeg(20), Buffer.from('<script>alert(1)</script>'.repeat(40))]),
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, ...Buffer.alloc(500)]),
    ]) {
      assert.equal(readSound(file), undefined);
    }
  });
});

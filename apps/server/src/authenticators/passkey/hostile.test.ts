import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, it } from 'node:test';
import { type Encodable, encodeCbor } from '../../../../../test/harness/cbor-encoder.ts';
import { decodeCbor } from './cbor.ts';
import type { HostileRun } from './testing/hostile-run.ts';

const ROUNDS = 20_000;

const nested = (depth: number): Buffer =>
  Buffer.concat([Buffer.alloc(depth - 1, 0x81), Buffer.from([0])]);

describe('G09 hostile answers', () => {
  it(`are refused, ${ROUNDS} of the row's 200,000, quickly and without growing`, () => {
    // A process of its own: what others do at the same time is no growth of this.
    const script = path.join(import.meta.dirname, 'testing/hostile-run.ts');
    const printed = execFileSync(process.execPath, [script, String(ROUNDS)], { encoding: 'utf8' });
    const { accepted, refused, slowestMs, grownBytes }: HostileRun = JSON.parse(printed);
    assert.equal(accepted, 0);
    assert.ok(refused > ROUNDS / 2);
    assert.ok(slowestMs <= 50, `the slowest took ${slowestMs} ms`);
    assert.ok(grownBytes <= 20 * 1024 * 1024, `${grownBytes} bytes more`);
  });

  it('are at most 16 deep', () => {
    assert.equal(decodeCbor(nested(16)).end, 16);
    assert.throws(() => decodeCbor(nested(17)));
    assert.throws(() => decodeCbor(nested(60_000)));
  });

  const refusedBytes: Readonly<Record<string, readonly number[]>> = {
    'a key that occurs twice': [0xa2, 1, 2, 1, 3],
    'a key that is a map': [0xa1, 0xa0, 1],
    'bytes of no definite length': [0x5f, 0x41, 0, 0xff],
    'a map of no definite length': [0xbf, 0xff],
    'a length that is not there': [0x5a, 255, 255, 255, 255],
    'a length beyond all numbers': [0x5b, 255, 255, 255, 255, 255, 255, 255, 255],
    'an array too long to be one': [0x99, 0x01, 0x01],
    'a tag': [0xc0, 0],
    'a float': [0xf9, 0x3c, 0],
    'text that is none': [0x61, 0xff],
    nothing: [],
  };
  for (const [name, bytes] of Object.entries(refusedBytes)) {
    it(`may not hold ${name}`, () => assert.throws(() => decodeCbor(Buffer.from(bytes))));
  }

  it('are told from what an authenticator writes', () => {
    const item = new Map<number | string, Encodable>([
      [1, -7],
      [-300, [true, false, null, 'text', 70_000, new Map()]],
    ]);
    const bytes = encodeCbor(item);
    assert.deepEqual(decodeCbor(bytes), { value: item, end: bytes.length });
  });
});

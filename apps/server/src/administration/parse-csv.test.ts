import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCsv } from './parse-csv.ts';

const fieldsOf = (text: string) =>
  parseCsv(text).map((record) => (record.kind === 'fields' ? record.fields : record.kind));

describe('CSV', () => {
  it('is read as RFC 4180 has it, line by line', () => {
    assert.deepEqual(fieldsOf('\ufeffa,b\r\n\r\n"a ""x""", c \n'), [
      ['a', 'b'],
      ['a "x"', 'c'],
    ]);
    assert.deepEqual(fieldsOf('a,\n,'), [
      ['a', ''],
      ['', ''],
    ]);
    assert.deepEqual(fieldsOf('"a\nb","c"x\nd'), ['malformed', 'malformed', ['d']]);
  });

  it('takes time in proportion to its length', () => {
    const began = performance.now();
    parseCsv(`"${'""'.repeat(500_000)}`);
    assert.ok(performance.now() - began < 2000);
  });
});

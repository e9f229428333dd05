import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { generated } from '../../docs/generate.ts';

const DOCS = path.join(import.meta.dirname, '../../docs');

for (const [file, text] of Object.entries(generated())) {
  it(`docs/${file} is what the code says`, () => {
    assert.equal(readFileSync(path.join(DOCS, file), 'utf8'), text, 'run node docs/generate.ts');
  });
}

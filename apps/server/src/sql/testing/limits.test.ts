import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';

const FOLDER = path.dirname(import.meta.dirname);

/** A bound LIMIT makes SQLite compile the statement whenever it is bound (statement.ts). */
it('a LIMIT that never varies is in the text of its statement', () => {
  const files = globSync('*.ts', { cwd: FOLDER });
  const read = (file: string) => readFileSync(path.join(FOLDER, file), 'utf8');
  assert.ok(files.some((file) => read(file).includes('.limit(literal(1))')));
  assert.deepEqual(
    files.filter((file) => /\.limit\(\s*[0-9A-Z_]+\s*\)/.test(read(file))),
    [],
  );
});

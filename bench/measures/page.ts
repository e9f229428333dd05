import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figures } from '../lib/figures.ts';
import { round } from '../lib/numbers.ts';

const DIST = path.resolve(import.meta.dirname, '../../apps/web/dist');

/**
 * What a browser loads before somebody can type a name: the page, what it names, what those import
 * statically, and the fonts of their style sheets; each gzipped as a server sends it.
 */
export function measurePage(dist = DIST): Figures {
  if (!existsSync(path.join(dist, 'index.html'))) {
    throw new Error('apps/web/dist is not there: npm run build');
  }
  const loaded = new Set(['index.html']);
  for (const file of loaded) {
    const text = readFileSync(path.join(dist, file), 'utf8');
    for (const reference of referencesIn(file, text)) loaded.add(resolve(file, reference));
  }
  const sizes = [...loaded].map((file) => sizeOf(path.join(dist, file)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return {
    signInPageKb: { value: round(total / 1000, 1), unit: 'kB', atMost: 110 },
    signInPageFiles: { value: loaded.size, unit: '' },
  };
}

/** Named by the page itself; by an import that is not a call of `import()`; by a style sheet. */
const REFERENCES: Readonly<Record<string, RegExp>> = {
  '.html': /(?:src|href)="([^"]+)"/g,
  '.js': /(?:\bimport|\bfrom)\s*"(\.[^"]+\.js)"/g,
  '.css': /url\(["']?([^"')]+)["']?\)/g,
};

function referencesIn(file: string, text: string): readonly string[] {
  const pattern = REFERENCES[path.extname(file)];
  if (pattern === undefined) return [];
  return [...text.matchAll(pattern)]
    .map(([, reference = '']) => reference)
    .filter((reference) => !reference.startsWith('data:'));
}

const resolve = (from: string, reference: string): string =>
  reference.startsWith('/')
    ? reference.slice(1)
    : path.posix.join(path.posix.dirname(from), reference);

/** Fonts are compressed as they are. */
function sizeOf(file: string): number {
  const bytes = readFileSync(file);
  return file.endsWith('.woff2') ? bytes.length : gzipSync(bytes).length;
}

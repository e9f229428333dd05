import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');

export type SourceFile = {
  /** From the repository's root, with forward slashes. */
  readonly file: string;
  readonly text: string;
};

const EVERYTHING = '{apps,packages}/*/{src,page}/**/*.{ts,tsx}';

export const sourceFiles = (): readonly SourceFile[] =>
  globSync(EVERYTHING, { cwd: ROOT, exclude: ['**/node_modules/**'] })
    .map((file) => file.replaceAll(path.sep, '/'))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));

/** Tests and what only tests use may look behind every wall of their own workspace. */
export const isTest = (file: string): boolean =>
  /\.test\.tsx?$/.test(file) || file.includes('/testing/');

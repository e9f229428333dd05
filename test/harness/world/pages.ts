import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type BuiltPages = { readonly folder: string; remove(): void };

/** Stands for the built web where only the server's part of a page matters: nothing has to be built. */
export function makePages(): BuiltPages {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-pages-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(
    path.join(folder, 'index.html'),
    '<!doctype html><html lang="en"><head><title>Page</title></head><body></body></html>',
  );
  writeFileSync(path.join(folder, 'assets/page-1a2b3c4d.js'), 'export {};');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

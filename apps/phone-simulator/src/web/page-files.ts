import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';

export type PageFile = { readonly contentType: string; readonly body: string };

const FOLDER = path.join(import.meta.dirname, '../../page');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
};

/** The page by URL path. There is no build: what is TypeScript loses its types when it is read. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const files = readdirSync(FOLDER).flatMap((name): [string, PageFile][] => {
    const contentType = CONTENT_TYPES[path.extname(name)];
    if (contentType === undefined) return [];
    const source = readFileSync(path.join(FOLDER, name), 'utf8');
    const body = name.endsWith('.ts') ? withoutTypes(source) : source;
    return [[name === 'index.html' ? '/' : `/${name}`, { contentType, body }]];
  });
  return new Map(files);
}

/** The function is as old as running TypeScript itself, but still warns that it may change. */
function withoutTypes(source: string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

import path from 'node:path';
import type { SourceFile } from './files.ts';
import { withoutComments } from './text.ts';

export type Import = {
  readonly from: string;
  /** As it is written. */
  readonly specifier: string;
  /** The file it leads to, if that is one of ours. */
  readonly to: string | undefined;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
};

const STATIC =
  /(?:^|[\n;])\s*(?:import|export)\s+(?<type>type\s+)?(?:[\w$*\s{},]+?\s+from\s+|\*\s*from\s+)?['"](?<specifier>[^'"\n]+)['"]/g;
const DYNAMIC = /\bimport\s*\(\s*['"](?<specifier>[^'"\n]+)['"]/g;

export function importsOf({ file, text }: SourceFile): readonly Import[] {
  const code = withoutComments(text);
  return [...code.matchAll(STATIC), ...code.matchAll(DYNAMIC)].map(({ groups }) => {
    const specifier = groups?.['specifier'] ?? '';
    const typeOnly = groups?.['type'] !== undefined;
    return { from: file, specifier, to: resolve(file, specifier), typeOnly };
  });
}

export const workspaceOf = (file: string): string => file.split('/').slice(0, 2).join('/');

/** The npm package that a specifier of somebody else's code names; built-ins keep their `node:`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function resolve(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    return path.posix.join(path.posix.dirname(file), specifier);
  }
  if (specifier.startsWith('#')) return `${workspaceOf(file)}/src/${specifier.slice(1)}`;
  const shared = /^@proofup\/(contract|ui)\/(.+)$/.exec(specifier);
  return shared === null ? undefined : `packages/${shared[1]}/src/${shared[2]}`;
}

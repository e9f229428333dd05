import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import os from 'node:os';

/** Room for a cluster, its log and the databases of every test that runs at the same time. */
const ENOUGH_BYTES = 3 * 1024 ** 3;
const IN_MEMORY = '/dev/shm';

/**
 * Where tests keep what they throw away: in memory where there is room for it, as a flush to a
 * disk costs more than most of what it is done for. Which commits ask for a flush is unchanged.
 * A folder that somebody chose (TMPDIR) stays.
 */
export function scratchFolder({ TMPDIR }: Readonly<Record<string, string | undefined>>): string {
  if (TMPDIR !== undefined && TMPDIR !== '') return TMPDIR;
  return hasRoom(IN_MEMORY) ? IN_MEMORY : os.tmpdir();
}

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  try {
    accessSync(folder, constants.W_OK);
    // Containers often mount it so; programs that come in packages are unpacked and run here.
    if (/ \/dev\/shm \S+ \S*\bnoexec\b/.test(readFileSync('/proc/mounts', 'utf8'))) return false;
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}

import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** `nobody` and `nogroup` on Debian; initdb wants a user that /etc/passwd knows. */
const UNPRIVILEGED = { uid: 65534, gid: 65534 };

/** The private folder that holds the data, the socket and the log, and whom the server runs as. */
export type PostgresHome = {
  readonly folder: string;
  /** For spawn(): PostgreSQL refuses to run as root. */
  readonly runAs: { readonly uid?: number; readonly gid?: number };
  /** Gives all that is in the folder to the user whom the server runs as. */
  readonly handOver: () => void;
  readonly remove: () => void;
};

export function makePostgresHome(): PostgresHome {
  const asRoot = process.getuid?.() === 0;
  const folder = mkdtempSync(path.join(temporaryFolder(asRoot), 'proofup-postgres-'));
  chmodSync(folder, 0o700);
  const handOver = (): void => {
    if (!asRoot) return;
    const { uid, gid } = UNPRIVILEGED;
    spawnSync('chown', ['-R', `${uid}:${gid}`, folder], { stdio: 'inherit' });
  };
  handOver();
  return {
    folder,
    runAs: asRoot ? UNPRIVILEGED : {},
    handOver,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** The path of a UNIX socket may have 107 bytes, and the server's user must get there. */
function temporaryFolder(asRoot: boolean): string {
  const folder = realpathSync(os.tmpdir());
  const unusable = folder.length > 60 || (asRoot && !everybodyCanEnter(folder));
  return unusable ? '/tmp' : folder;
}

function everybodyCanEnter(folder: string): boolean {
  const parent = path.dirname(folder);
  const open = (lstatSync(folder).mode & 0o001) !== 0;
  return open && (parent === folder || everybodyCanEnter(parent));
}

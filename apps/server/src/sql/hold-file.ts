import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

export type Held = { readonly release: () => void };

/** SQLITE_BUSY (https://sqlite.org/rescode.html). */
const BUSY = 5;

/**
 * Keeps a file for this process, made where it is missing; undefined: another has it. It is the
 * operating system's lock, so that it ends with the process, however that ends; the file goes when it is released.
 */
export function holdFile(file: string): Held | undefined {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return undefined;
    throw error;
  }
  return {
    release: () => {
      // First: whoever takes it after that makes a file of their own. Windows removes nothing that is open.
      if (process.platform !== 'win32') rmSync(file, { force: true });
      lock.close();
    },
  };
}

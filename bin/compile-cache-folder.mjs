import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Node runs what it finds in its compile cache, so whoever can write there owns this process: no
 * folder is better than one that somebody else can change or swap.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string | undefined}
 */
export function compileCacheFolder(environment) {
  // Windows has no modes to judge a folder by.
  if (process.getuid === undefined) return undefined;
  try {
    const folder = path.join(cacheHome(environment), 'proofup', 'compile-cache');
    makePrivate(path.dirname(folder));
    makePrivate(folder);
    return everyFolderAbove(realpathSync(folder)).every(isSafeFromOthers) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Readonly<Record<string, string | undefined>>} environment */
function cacheHome({ XDG_CACHE_HOME: chosen = '' }) {
  // The XDG base directory specification has relative paths ignored.
  return path.isAbsolute(chosen) ? chosen : path.join(os.homedir(), '.cache');
}

/** @param {string} folder */
function makePrivate(folder) {
  makeFolder(folder);
  const { uid, mode } = ownStat(folder);
  if (uid !== process.getuid?.()) throw new Error(`${folder} belongs to somebody else`);
  if ((mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

/**
 * Not by `recursive`: Node 24 never comes back from a folder that refuses (in /proc) to have any.
 *
 * @param {string} folder
 */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** @param {string} folder */
function ownStat(folder) {
  const stat = lstatSync(folder);
  if (!stat.isDirectory()) throw new Error(`${folder} is not a folder`);
  return stat;
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function everyFolderAbove(folder) {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...everyFolderAbove(parent)];
}

/** @param {string} folder */
function isSafeFromOthers(folder) {
  const { uid, mode } = lstatSync(folder);
  const othersMayWrite = (mode & 0o022) !== 0;
  const sticky = (mode & 0o1000) !== 0;
  return (uid === 0 || uid === process.getuid?.()) && (!othersMayWrite || sticky);
}

import module from 'node:module';
import { compileCacheFolder } from './compile-cache-folder.mjs';

/** @param {readonly string[]} args */
export async function launch(args) {
  const cache = compileCacheFolder(process.env);
  if (cache !== undefined) module.enableCompileCache(cache);
  const { main } = await import('../apps/server/src/main.ts');
  // Node writes the cache on an orderly exit, which a server that is killed never has.
  module.flushCompileCache();
  process.exitCode = await main(args);
}

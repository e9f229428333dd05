import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run screenshots [-- FOLDER] [-- --only NAME]`: the pictures of README and guides into the folder
 * (docs/images), and one of every screen, phone and desktop, light and dark, into `screens` in it.
 */
const ROOT = path.resolve(import.meta.dirname, '../../..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' } },
});
const folder = path.resolve(positionals[0] ?? path.join(ROOT, 'docs/images'));
const config = 'test/e2e/screenshots/playwright.config.ts';

const build = (app: string) => ['node_modules/vite/bin/vite.js', 'build', app, '-l', 'warn'];
const only = values.only === undefined ? [] : ['-g', values.only];
const take = ['node_modules/@playwright/test/cli.js', 'test', '-c', config, ...only];

for (const args of [build('apps/web'), build('apps/authenticator'), take]) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PROOFUP_SCREENSHOTS: folder },
  });
  if (status !== 0) process.exit(status ?? 1);
}

import { readFileSync } from 'node:fs';
import { createApp } from '../../apps/server/src/app.ts';
import type { Config } from '../../apps/server/src/config/config.ts';
import { loadKeyRing } from '../../apps/server/src/crypto/key-ring-file.ts';

/** A server that somebody else is about to kill: `node crash-server.ts CONFIG.json`. */
const [file = ''] = process.argv.slice(2);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the test a moment ago
const config = JSON.parse(readFileSync(file, 'utf8')) as Config;
const app = await createApp(config, {
  clock: () => new Date(),
  keyRing: loadKeyRing(config.keyRingFile),
});
await app.start();
process.stdout.write('ready\n');

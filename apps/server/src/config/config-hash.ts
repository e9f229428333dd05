import { createHash } from 'node:crypto';
import type { Config } from './config.ts';

const SECRETS = new Set(['authToken', 'password', 'connectionString', 'key']);

/**
 * What the log says of the configuration: whether it is the same as before. Secrets are left out, or
 * a short one could be guessed from the hash.
 */
export const configHash = (config: Config): string =>
  createHash('sha256')
    .update(JSON.stringify(config, (key, value: unknown) => (SECRETS.has(key) ? null : value)))
    .digest('hex');

import { closeSync, openSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import type { DatabaseConfig } from '../../apps/server/src/config/config.ts';
import type { GeneratorCommands } from '../generator.ts';
import type { ServerCommands, ServerSettings } from '../server.ts';
import type { Group } from './accounts.ts';
import { type Remote, start } from './rpc.ts';
import type { Scale } from './scale.ts';
import type { Store } from './stores.ts';

/** Where a measure is taken: a store, the load, and as many servers as it starts. */
export type Stage = {
  readonly store: Store;
  readonly scale: Scale;
  readonly load: Remote<GeneratorCommands>['ask'];
  readonly log: (line: string) => void;
};

export type Server = {
  readonly port: number;
  readonly ask: Remote<ServerCommands>['ask'];
  readonly stop: () => Promise<void>;
  /** The next accounts of a group that nobody has used in this run. */
  readonly take: (group: Group, count: number) => readonly number[];
};

const BENCH = path.dirname(import.meta.dirname);

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Its log goes to a file, as a service's does. */
export async function startServer(
  { store }: Pick<Stage, 'store'>,
  database: DatabaseConfig,
  more: Pick<ServerSettings, 'phones' | 'keyRingFile'> = {},
): Promise<Server> {
  const settings: ServerSettings = { port: await freePort(), database, ...more };
  const log = openSync(path.join(store.folder, 'server.log'), 'a');
  const remote = await start<ServerCommands>(
    path.join(BENCH, 'server.ts'),
    [JSON.stringify(settings)],
    { stdio: ['ignore', log, 'inherit', 'ipc'] },
  );
  closeSync(log);
  const taken = new Map<Group, number>();
  return {
    port: settings.port,
    ask: remote.ask,
    stop: remote.stop,
    take: (group, count) => {
      const first = taken.get(group) ?? 0;
      taken.set(group, first + count);
      return Array.from({ length: count }, (_, index) => first + index);
    },
  };
}

export const startGenerator = (): Promise<Remote<GeneratorCommands>> =>
  start<GeneratorCommands>(path.join(BENCH, 'generator.ts'), []);

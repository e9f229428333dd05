import type { Config } from '#config/config.ts';
import { assertKeyRingFits, recordKeyRing } from '#crypto/key-check.ts';
import { sealedBoxOf } from '#crypto/key-ring.ts';
import { registerHealth } from '#http/health.ts';
import type { makeWeb } from '#http/server.ts';
import { hasSchema } from '#sql/has-schema.ts';
import { type Database, openDatabase } from '#sql/open-database.ts';
import { accountOf } from './app/activity.ts';
import { makeAuthenticator } from './app/authenticator.ts';
import { makeCore } from './app/core.ts';
import { makeWebOf, registerDoors } from './app/doors.ts';
import type { Edges } from './app/edges.ts';
import { openBrand, openPolicy, withPolicy } from './app/live-policy.ts';

export type { Edges } from './app/edges.ts';

export type App = {
  readonly url: string;
  readonly database: Database;
  /** Listens; what it resolves to is where, as port 0 finds a free one. */
  start(): Promise<void>;
  /** Not ready at once, then drained: what is in flight ends, streams are told to reconnect. */
  stop(): Promise<void>;
  /** Answers a request without a socket (light-my-request). */
  readonly inject: Inject;
  /** The same on the authenticator's origin; undefined where there is none. */
  readonly authenticator: { readonly url: string; readonly inject: Inject } | undefined;
};

type Inject = ReturnType<typeof makeWeb>['server']['inject'];

const STOP_AFTER_MS = 25_000;
/** What another process changed on the command line is heard of in no other way with SQLite. */
const POLICY_EVERY_MS = 5_000;

/** The only wiring there is: everything that runs is made here and handed what it uses. */
export async function createApp(settings: Config, edges: Edges): Promise<App> {
  const database = await openStore(settings, edges);
  const policy = await openPolicy(settings, database);
  const brand = await openBrand(settings, database);
  const config = withPolicy(settings, { policy, brand });
  const core = makeCore(config, edges, { database, policy, brand });
  const refresh = async (): Promise<void> => {
    await policy.refresh();
    await brand.refresh();
  };
  core.addJob({ name: 'policy', everyMs: POLICY_EVERY_MS, work: refresh });
  const web = makeWebOf(config, core);
  const streams = await registerDoors(config, core, web);

  let isStopping = false;
  const isReady = async () => !isStopping && (await database.ping());
  registerHealth(web, { isReady });
  const authenticator = await makeAuthenticator(config, core, isReady);

  return {
    url: config.publicUrl,
    database,
    inject: web.server.inject.bind(web.server),
    authenticator: authenticator && {
      url: config.authenticator?.publicUrl ?? '',
      inject: authenticator.server.inject.bind(authenticator.server),
    },
    start: async () => {
      // The decoy is hashed now, so that the first unknown name costs what every other one costs.
      await core.hasher.verify(undefined, '');
      await web.server.listen(config.listen);
      await authenticator?.server.listen(authenticator.listen);
      await core.record('sys_startup');
    },
    stop: async () => {
      isStopping = true;
      streams.closeAll();
      authenticator?.closeAll();
      const closing = [web, authenticator].map((one) => Promise.resolve(one?.server.close()));
      await closeWithin(Promise.all(closing), STOP_AFTER_MS);
      await core.record('sys_shutdown');
      await core.stopJobs();
      await database.close();
    },
  };
}

async function closeWithin(closing: PromiseLike<unknown>, ms: number): Promise<void> {
  const deadline = Promise.withResolvers<void>();
  const timer = setTimeout(deadline.resolve, ms);
  await Promise.race([closing, deadline.promise]);
  clearTimeout(timer);
}

/** The keys are held against the database before anything is written to it. */
async function openStore({ database: settings, node }: Config, edges: Edges): Promise<Database> {
  const box = sealedBoxOf(edges.keyRing);
  const database = await openDatabase({ settings, box, node, accountOf, clock: edges.clock });
  try {
    if (await hasSchema(database.engine)) {
      await assertKeyRingFits(database.stores.meta, edges.keyRing);
    }
    await database.migrate();
    await database.transact('fact', ({ meta }) => recordKeyRing(meta, edges.keyRing));
  } catch (error) {
    await database.close();
    throw error;
  }
  return edges.wrapDatabase?.(database) ?? database;
}

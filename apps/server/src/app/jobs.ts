import { writeHeadFile } from '#audit/head-file.ts';
import { makeSealAudit } from '#audit/seal.ts';
import type { Config } from '#config/config.ts';
import { auditKeysOf } from '#crypto/key-ring.ts';
import { type Channels, makeDispatch } from '#delivery/dispatch.ts';
import type { StoredMessage } from '#delivery/ports.ts';
import { makeSweep } from '#sql/sweep.ts';
import { type Database } from '#sql/open-database.ts';
import { makeInBackground } from '#worker/in-background.ts';
import { runEvery } from '#worker/run-every.ts';
import type { Edges } from './edges.ts';

const DISPATCH_EVERY_MS = 1_000;
const SEAL_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 60_000;

type JobParts = {
  readonly config: Config;
  readonly edges: Edges;
  readonly database: Database;
  readonly channels: Channels;
  readonly onMoved: (message: StoredMessage) => void;
};

/** What runs again and again beside the requests. */
export function makeJobs({ config, edges, database, channels, onMoved }: JobParts) {
  const { clock, keyRing } = edges;
  const { transact } = database;
  const onError = (name: string): void => {
    // One line and no values: what failed is in the database's own log.
    process.stderr.write(
      `${JSON.stringify({ level: 'error', job: name, time: clock().toISOString() })}\n`,
    );
  };
  const { auditHeadFile } = config;
  const seal = makeSealAudit({
    transact,
    privateKey: auditKeysOf(keyRing).privateKey,
    clock,
    publishHead: async (head) => {
      if (auditHeadFile !== undefined) await writeHeadFile(auditHeadFile, head);
    },
  });
  const sweep = makeSweep(database.engine);
  const jobs = {
    dispatch: runEvery({
      name: 'dispatch',
      everyMs: DISPATCH_EVERY_MS,
      work: makeDispatch({ transact, channels, clock, onMoved }),
      onError,
    }),
    seal: runEvery({ name: 'seal', everyMs: SEAL_EVERY_MS, work: seal, onError }),
    sweep: runEvery({
      name: 'sweep',
      everyMs: SWEEP_EVERY_MS,
      work: () => sweep(clock()),
      onError,
    }),
  };
  const background = makeInBackground(() => onError('background'));
  return {
    ...jobs,
    inBackground: (work: () => Promise<void>): void => background.run(work),
    /** What was queued and not sealed stays: the next start goes on with it. */
    stop: async () => {
      await background.drained();
      await Promise.all([jobs.dispatch.stop(), jobs.sweep.stop()]);
      await jobs.seal.stop();
      await seal();
    },
  };
}

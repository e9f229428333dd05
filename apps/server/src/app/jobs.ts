import { writeHeadFile } from '#audit/head-file.ts';
import type { Refusals } from '#audit/refusals.ts';
import { makeForgetAudit } from '#audit/forget.ts';
import { makeSealAudit } from '#audit/seal.ts';
import { parseNumber } from '#authenticators/phone/parse-number.ts';
import type { Config } from '#config/config.ts';
import { auditKeysOf } from '#crypto/key-ring.ts';
import { type Channels, makeDispatch } from '#delivery/dispatch.ts';
import type { E164, StoredMessage } from '#delivery/ports.ts';
import { describeError } from '#domain/describe-error.ts';
import { makeSweep } from '#sql/sweep.ts';
import { type Database } from '#sql/open-database.ts';
import { makeInBackground } from '#worker/in-background.ts';
import { type Job, runEvery } from '#worker/run-every.ts';
import type { Edges } from './edges.ts';

const DISPATCH_EVERY_MS = 1_000;
const SEAL_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 60_000;
const FORGET_EVERY_MS = 60 * 60_000;
const TELL_LEFT_OUT_EVERY_MS = 60_000;

type JobParts = {
  readonly config: Config;
  readonly edges: Edges;
  readonly database: Database;
  readonly channels: Channels;
  readonly onMoved: (message: StoredMessage) => void;
  readonly refusals: Refusals;
};

/** What runs again and again beside the requests. */
export function makeJobs({ config, edges, database, channels, ...parts }: JobParts) {
  const { clock, keyRing } = edges;
  const { tellLeftOut } = parts.refusals;
  const onError = (name: string, error: unknown): void => {
    const line = {
      level: 'error',
      time: clock().toISOString(),
      job: name,
      err: describeError(error),
    };
    (edges.logStream ?? process.stderr).write(`${JSON.stringify(line)}\n`);
  };
  const { auditHeadFile } = config;
  const seal = makeSealAudit({
    transact: database.transact,
    keys: auditKeysOf(keyRing),
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
      work: dispatchOf(config, { ...database, channels, clock, onMoved: parts.onMoved }),
      onError,
    }),
    seal: runEvery({ name: 'seal', everyMs: SEAL_EVERY_MS, work: seal, onError }),
    sweep: runEvery({
      name: 'sweep',
      everyMs: SWEEP_EVERY_MS,
      work: () => sweep(clock()),
      onError,
    }),
    refusals: runEvery({
      name: 'refusals',
      everyMs: TELL_LEFT_OUT_EVERY_MS,
      work: tellLeftOut,
      onError,
    }),
  };
  const later = makeLateJobs(onError);
  later.add({ name: 'forget', everyMs: FORGET_EVERY_MS, work: forgetOf(edges, database) });
  const background = makeInBackground((error) => onError('background', error));
  return {
    ...jobs,
    inBackground: (work: () => Promise<void>): void => background.run(work),
    addJob: later.add,
    /** What was queued and not sealed stays: the next start goes on with it. */
    stop: async () => {
      await background.drained();
      await later.stop();
      await Promise.all([jobs.dispatch.stop(), jobs.sweep.stop(), jobs.refusals.stop()]);
      await tellLeftOut();
      await jobs.seal.stop();
      await seal().catch((error: unknown) => onError('seal', error));
    },
  };
}

const forgetOf = ({ clock, keyRing }: Edges, { transact }: Database) =>
  makeForgetAudit({ transact, keys: auditKeysOf(keyRing), clock });

/** As reports name whoever carries texts and calls. */
export const providerOf = ({ carrier }: Config): string =>
  carrier === undefined ? 'none' : new URL(carrier.baseUrl).hostname;

/** ISO 3166-1 alpha-2 of a number. */
export const countryOf = (number: E164): string | undefined => parseNumber(number, '')?.country;

type Carrying = Omit<Parameters<typeof makeDispatch>[0], 'provider' | 'countryOf'>;

/** With what the count of messages wants to know: who carries them, and where to. */
const dispatchOf = (config: Config, carrying: Carrying) =>
  makeDispatch({
    ...carrying,
    provider: providerOf(config),
    countryOf,
  });

export type NamedJob = {
  readonly name: string;
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
};

/** What runs for a door, and is made with it. */
function makeLateJobs(onError: (name: string, error: unknown) => void) {
  const jobs: Job[] = [];
  return {
    add: (job: NamedJob): Job => {
      const added = runEvery({ ...job, onError });
      jobs.push(added);
      return added;
    },
    stop: async (): Promise<void> => void (await Promise.all(jobs.map((job) => job.stop()))),
  };
}

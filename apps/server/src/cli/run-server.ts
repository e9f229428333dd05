import { createApp } from '../app.ts';
import { configHash } from '#config/config-hash.ts';
import type { Config } from '#config/config.ts';
import { makeLiveKeyRing } from '#crypto/live-key-ring.ts';
import { EXIT, type Exit } from './command.ts';
import type { Installation } from './installation.ts';
import type { Io } from './io.ts';
import { releaseMemory } from './release-memory.ts';
import { untilSignal } from './until-signal.ts';

/** How soon a rotated key ring is taken up where nothing forces it sooner; docs/configuration.md says so. */
const LOOK_AT_RING_MS = 1_000;

/** Whoever waited for the server to start has been answered by then. */
const RELEASE_AFTER_MS = 1_000;

type Running = {
  readonly io: Io;
  /** The server listens; what is printed then is true. */
  readonly onReady: (installation: Installation) => Promise<void>;
  /** Something that the server does not go on without. */
  readonly needs?: { readonly what: string; readonly gone: Promise<void> };
};

/** From start to a drained stop. */
export async function runServer(config: Config, { io, onReady, needs }: Running): Promise<Exit> {
  const keyRing = makeLiveKeyRing(config.keyRingFile, () => performance.now());
  const app = await createApp(config, { clock: () => new Date(), keyRing });
  const { database } = app;
  for (const weakness of database.weaknesses) io.error(`proofup: warning: ${weakness}`);
  const look = setInterval(keyRing.refresh, LOOK_AT_RING_MS).unref();
  const signal = untilSignal();
  let release: NodeJS.Timeout | undefined;
  try {
    await app.start();
    await recordConfig(config, database);
    await onReady({ config, keyRing, database });
    release = setTimeout(releaseMemory, RELEASE_AFTER_MS).unref();
    const lost = needs?.gone.then(() => needs.what);
    const ended = await Promise.race(lost === undefined ? [signal] : [signal, lost]);
    if (ended !== needs?.what) return EXIT.done;
    io.error(`proofup: ${ended} has ended`);
    return EXIT.refused;
  } finally {
    clearInterval(look);
    clearTimeout(release);
    await app.stop();
  }
}

const recordConfig = (config: Config, { transact }: Installation['database']): Promise<void> =>
  transact('attempt', ({ audit }) =>
    audit.append(
      [
        {
          event: 'config.loaded',
          outcome: 'info',
          actor: { type: 'system', id: config.node },
          detail: { hash: configHash(config), mode: config.mode },
        },
      ],
      new Date(),
    ),
  );

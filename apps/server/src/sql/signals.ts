import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig, type Notification } from 'pg';
import type { Signals } from '#sign-in/ports.ts';

export type OpenSignals = Signals & { readonly close: () => Promise<void> };

type Subject = Parameters<Signals['changed']>[0];

const CHANNEL = 'proofup_changed';
/** So that an operator can tell the connection from those of the pool. */
const SIGNALS = 'proofup signals';
/** NOTIFY takes less than 8000 bytes (PostgreSQL, section "NOTIFY"); a subject is 36 and a comma. */
const SUBJECTS_PER_NOTICE = 200;
const RECONNECT_MS = 500;

/** For one process, which is all there is with SQLite. */
export function makeLocalSignals(): OpenSignals {
  const emitter = makeEmitter();
  return {
    changed: (subject) => {
      emitter.emit(subject);
    },
    listen: (subject, heard) => listen(emitter, subject, heard),
    close: async () => {
      emitter.removeAllListeners();
    },
  };
}

function makeEmitter(): EventEmitter {
  const emitter = new EventEmitter();
  // As many listeners as there are pages that wait.
  emitter.setMaxListeners(0);
  return emitter;
}

function listen(emitter: EventEmitter, subject: Subject, heard: () => void): () => void {
  emitter.on(subject, heard);
  return () => {
    emitter.off(subject, heard);
  };
}

/** A notice names its sender, who has told its own pages already. */
type Notice = { readonly from: string; readonly subjects: readonly string[] };

function parseNotice(payload: string | undefined): Notice {
  const [from = '', ...subjects] = (payload ?? '').split(',');
  return { from, subjects };
}

/**
 * For several nodes: one connection that both tells and listens. Subjects that change while a
 * notice is on its way go together in the next.
 */
export function makePostgresSignals(config: ClientConfig): OpenSignals {
  const self = randomUUID();
  const emitter = makeEmitter();
  const untold = new Set<string>();
  let client: Client | undefined;
  const state = { telling: false, closed: false };
  const closing = new AbortController();

  function hear({ payload }: Notification): void {
    const { from, subjects } = parseNotice(payload);
    if (from === self) return;
    for (const subject of subjects) emitter.emit(subject);
  }

  async function connect(): Promise<void> {
    while (!state.closed) {
      try {
        client = await openListener(config, { hear, lost: () => void reconnect() });
        // What changed meanwhile was heard by nobody here: everyone looks once.
        for (const subject of emitter.eventNames()) emitter.emit(subject);
        return;
      } catch {
        await pause(closing.signal);
      }
    }
  }

  async function reconnect(): Promise<void> {
    client = undefined;
    await connect();
    await tell();
  }

  async function tell(): Promise<void> {
    if (state.telling || client === undefined) return;
    state.telling = true;
    try {
      while (untold.size > 0) await tellSome(client, self, untold);
    } catch {
      // The connection is gone: `lost` is called, and what is untold is told by the next one.
    } finally {
      state.telling = false;
    }
  }

  const ready = connect();
  return {
    changed: (subject) => {
      emitter.emit(subject);
      untold.add(subject);
      void tell();
    },
    listen: (subject, heard) => listen(emitter, subject, heard),
    close: async () => {
      state.closed = true;
      // A pause that keeps no process alive would end it in silence if it were waited for here.
      closing.abort();
      await ready;
      emitter.removeAllListeners();
      await client?.end();
    },
  };
}

const pause = (closing: AbortSignal): Promise<void> =>
  sleep(RECONNECT_MS, undefined, { ref: false, signal: closing }).catch(() => undefined);

async function tellSome(client: Client, self: string, untold: Set<string>): Promise<void> {
  const subjects = [...untold].slice(0, SUBJECTS_PER_NOTICE);
  await client.query('select pg_notify($1, $2)', [CHANNEL, [self, ...subjects].join(',')]);
  for (const subject of subjects) untold.delete(subject);
}

type Ears = { readonly hear: (notice: Notification) => void; readonly lost: () => void };

async function openListener(config: ClientConfig, { hear, lost }: Ears): Promise<Client> {
  const client = new Client({
    ...config,
    application_name: SIGNALS,
    keepAlive: true,
  });
  client.on('notification', hear);
  // An error is followed by the end.
  client.on('error', () => undefined);
  await client.connect();
  client.once('end', lost);
  // A notice is a commit, and commits of notices wait for each other: none waits for the disk.
  await client.query(`set synchronous_commit = off; listen ${CHANNEL}`);
  return client;
}

import { type RawBuilder, sql as raw } from 'kysely';
import { makeSql } from './connection.ts';
import { toTime } from './convert.ts';
import type { Engine } from './engine.ts';
import type { Schema } from './schema.ts';
import { type Statement, statement } from './statement.ts';

/** Rows in one transaction: others wait no longer than for that. */
const BATCH = 500;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** For a while it can still be said that something expired, and not only that it is unknown. */
const GRACE_MS = 5 * MINUTE;
const SENT_MS = 7 * DAY;
/** After its message has expired, a call that was placed may still go on. */
const CALL_MS = 60 * MINUTE;
/** As long as the audit log is kept that they are about. */
const CASE_MS = 400 * DAY;
/** What was done stands in the audit log. */
const IMPORT_MS = 30 * DAY;
/** As long as the audit log is kept that names them: until then no other key has that name. */
const KEY_MS = 400 * DAY;
/** As long as a roll-out is looked back at. */
const REMINDER_MS = 400 * DAY;
/** Browsers keep a cookie no longer (RFC 6265bis section 5.5). */
const BROWSER_MS = 400 * DAY;
/** Whoever was not there for so long is told of it again. */
const NETWORK_MS = 90 * DAY;

type Cutoff = { before: number; limit: number };
type Sweep = { readonly statement: Statement<Cutoff, unknown>; readonly olderMs: number };
type Rows = {
  readonly table: keyof Schema;
  readonly key: readonly string[];
  readonly where: (before: number) => RawBuilder<unknown>;
};

const some = ({ table, key, where }: Rows, { before, limit }: Cutoff, engine: string) => {
  const columns = raw.join(key.map((name) => raw.ref(name)));
  // What somebody else is about to change, or sweeps, is left for the next time.
  const locking = engine === 'postgres' ? raw`for update skip locked` : raw``;
  return raw`(${columns}) in (
    select ${columns} from ${raw.table(table)} where ${where(before)} limit ${limit} ${locking})`;
};

const remove = (rows: Rows, olderMs: number): Sweep => ({
  olderMs,
  statement: statement((_, given: Cutoff, engine) => ({
    compile: (builder) =>
      raw`delete from ${raw.table(rows.table)} where ${some(rows, given, engine)}`.compile(builder),
  })),
});

const byTime = (table: keyof Schema, column: string, key = ['id']): Rows => ({
  table,
  key,
  where: (before) => raw`${raw.ref(column)} <= ${before}`,
});

/** Not before what applications hold of it was taken back: that is looked up by its row. */
const sessionsOver = (column: 'expires_at' | 'ended_at'): Rows => ({
  table: 'session',
  key: ['id'],
  where: (before) =>
    raw`${raw.ref(column)} <= ${before} and not exists (
      select 1 from oidc_artifact
      where oidc_artifact.session_id = session.id and oidc_artifact.kind = 'Session')`,
});

const closedCases: Rows = {
  table: 'support_case',
  key: ['id'],
  where: (before) => raw`created_at <= ${before} and state = 'closed'`,
};

const finishedPayloads: Rows = {
  table: 'outbox_message',
  key: ['id'],
  where: (before) => raw`expires_at <= ${before} and payload is not null and status <> 'queued'`,
};

const erasePayloads: Sweep = {
  olderMs: CALL_MS,
  statement: statement((_, given: Cutoff, engine) => ({
    compile: (builder) =>
      raw`update outbox_message set payload = null
        where ${some(finishedPayloads, given, engine)}`.compile(builder),
  })),
};

/** Children before parents, so that a batch is no larger than it says. */
const SWEEPS: readonly Sweep[] = [
  remove(byTime('challenge', 'expires_at'), GRACE_MS),
  remove(byTime('sign_in', 'expires_at'), GRACE_MS),
  remove(byTime('device_move', 'expires_at'), 0),
  remove(byTime('device_activation', 'expires_at', ['code_hash']), 0),
  remove(byTime('binding', 'expires_at'), GRACE_MS),
  remove(sessionsOver('expires_at'), 0),
  remove(sessionsOver('ended_at'), 0),
  remove(byTime('throttle', 'forget_at', ['lane']), 0),
  erasePayloads,
  remove(byTime('outbox_message', 'created_at'), SENT_MS),
  remove(byTime('alert', 'created_at'), SENT_MS),
  remove(byTime('report_export', 'expires_at'), 0),
  remove(byTime('known_browser', 'seen_at', ['token_hash', 'user_id']), BROWSER_MS),
  remove(byTime('known_network', 'seen_at', ['user_id', 'network_hash']), NETWORK_MS),
  remove(byTime('freeze_token', 'expires_at', ['token_hash']), 0),
  remove(closedCases, CASE_MS),
  remove(byTime('import_run', 'started_at'), IMPORT_MS),
  remove(byTime('approval', 'expires_at'), 7 * DAY),
  remove(byTime('caller_check', 'expires_at'), GRACE_MS),
  remove(byTime('bypass', 'expires_at'), GRACE_MS),
  remove(byTime('remembered_browser', 'expires_at'), 0),
  remove(byTime('spent_ceremony', 'expires_at', ['token_hash']), 0),
  remove(byTime('bootstrap_token', 'expires_at', ['token_hash']), 0),
  remove(byTime('proof_request', 'forget_at', ['request_hash']), 0),
  remove(byTime('signing_key', 'retires_at'), 0),
  remove(byTime('reset_token', 'expires_at', ['token_hash']), 0),
  remove(byTime('oidc_artifact', 'expires_at'), DAY),
  remove(byTime('api_reply', 'expires_at'), 0),
  remove(byTime('api_key', 'expires_at', ['name']), KEY_MS),
  remove(byTime('api_call', 'started_at', ['key_name']), KEY_MS),
  remove(byTime('spending', 'forget_at', ['day']), 0),
  remove(byTime('reminder', 'sent_at', ['user_id', 'day']), REMINDER_MS),
  remove(byTime('coverage', 'counted_at', ['day', 'group_id']), REMINDER_MS),
];

/** Deletes what has had its time, batch by batch, while others go on; how many rows went. */
export function makeSweep<Stores>({
  withConnection,
}: Pick<Engine<Stores>, 'withConnection'>): (now: Date) => Promise<number> {
  async function sweepOne(sweep: Sweep, now: Date): Promise<number> {
    const given = { before: toTime(now) - sweep.olderMs, limit: BATCH };
    for (let total = 0; ; ) {
      const count = await withConnection('attempt', (connection) =>
        makeSql(connection).count(sweep.statement, given),
      );
      total += count;
      if (count < BATCH) return total;
    }
  }

  return async (now) => {
    let total = 0;
    for (const sweep of SWEEPS) total += await sweepOne(sweep, now);
    return total;
  };
}

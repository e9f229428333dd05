import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { SessionId, UserId } from '#domain/ids.ts';
import type { Session } from '#domain/session.ts';
import type { SessionInUse, SessionStore } from '#sessions/ports.ts';
import type { Sql } from './connection.ts';
import {
  fromJson,
  fromNullable,
  fromNullableTime,
  fromTime,
  toJson,
  toNullable,
  toNullableTime,
  toTime,
} from './convert.ts';
import type { SessionTable } from './schema.ts';
import { forgetAllOf } from './remembered-browser-store.ts';
import { type Builder, insertStatement, literal, statement } from './statement.ts';
import { takeTurns } from './take-turns.ts';
import { fromRow as toUser } from './user-store.ts';

const INSERT = insertStatement('session');

const FIND = statement((db, given: { id: SessionId }) =>
  db.selectFrom('session').selectAll().where('id', '=', given.id).where('ended_at', 'is', null),
);

/** With its account, in one read; what both have a column for is the account's, the session's by a name of its own. */
const withAccount = (db: Builder) =>
  db
    .selectFrom('session')
    .innerJoin('user_account', 'user_account.id', 'session.user_id')
    .selectAll('user_account')
    .select([
      'session.id as session_id',
      'session.role as session_role',
      'session.created_at as begun_at',
      'session.user_id',
      'session.amr',
      'session.acr',
      'session.authenticated_at',
      'session.last_seen_at',
      'session.expires_at',
      'session.failed_steps_before',
      'session.second_step',
      'session.held_until',
    ])
    .where('session.ended_at', 'is', null);

const USE_BY_TOKEN_HASH = statement((db, given: { token_hash: string }) =>
  withAccount(db).where('session.token_hash', '=', given.token_hash),
);

const USE = statement((db, given: { id: SessionId }) =>
  withAccount(db).where('session.id', '=', given.id),
);

type Renewal = Pick<
  SessionTable,
  'id' | 'token_hash' | 'authenticated_at' | 'amr' | 'acr' | 'second_step'
>;

const RENEW = statement((db, given: Renewal) =>
  db
    .updateTable('session')
    .set({
      token_hash: given.token_hash,
      authenticated_at: given.authenticated_at,
      amr: given.amr,
      acr: given.acr,
      second_step: given.second_step,
    })
    .where('id', '=', given.id)
    .where('ended_at', 'is', null),
);

const MARK_PROVED = statement((db, given: { id: SessionId; second_step: AuthenticatorType }) =>
  db
    .updateTable('session')
    .set({ second_step: given.second_step })
    .where('id', '=', given.id)
    .where('ended_at', 'is', null),
);

const TOUCH = statement((db, given: { id: SessionId; last_seen_at: number }) =>
  db
    .updateTable('session')
    .set({ last_seen_at: given.last_seen_at })
    .where('id', '=', given.id)
    .where('last_seen_at', '<', given.last_seen_at),
);

const END = statement((db, given: { id: SessionId; reason: string; now: number }) =>
  db
    .updateTable('session')
    .set({ ended_at: given.now, ended_reason: given.reason })
    .where('id', '=', given.id)
    .where('ended_at', 'is', null),
);

const LIST = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('session')
    .selectAll()
    .where('user_id', '=', given.user_id)
    .where('ended_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc'),
);

type EndOne = { id: SessionId; user_id: UserId; reason: string; now: number };

const END_ONE = statement((db, given: EndOne) =>
  db
    .updateTable('session')
    .set({ ended_at: given.now, ended_reason: given.reason })
    .where('id', '=', given.id)
    .where('user_id', '=', given.user_id)
    .where('ended_at', 'is', null),
);

const KEEP_NEWEST = statement((db, given: { user_id: UserId; most: number; now: number }) =>
  db
    .updateTable('session')
    .set({ ended_at: given.now, ended_reason: 'too_many' })
    .where('user_id', '=', given.user_id)
    .where('ended_at', 'is', null)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('session as older')
        .select('older.id')
        .where('older.user_id', '=', given.user_id)
        .where('older.ended_at', 'is', null)
        .orderBy('older.created_at', 'desc')
        .orderBy('older.id', 'desc')
        // A bound LIMIT makes SQLite compile the statement each time (50 µs); a bound OFFSET does not.
        .limit(literal(Number.MAX_SAFE_INTEGER))
        .offset(given.most),
    ),
);

type EndAll = { user_id: UserId; reason: string; now: number; except: SessionId };

const END_ALL = statement((db, given: EndAll) =>
  db
    .updateTable('session')
    .set({ ended_at: given.now, ended_reason: given.reason })
    .where('user_id', '=', given.user_id)
    .where('id', '<>', given.except)
    .where('ended_at', 'is', null),
);

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no session has this id
const NONE = '' as SessionId;

export const makeSessionStore = (sql: Sql): SessionStore => ({
  insert: async (session) => {
    sql.tell(INSERT, [
      {
        id: session.id,
        token_hash: session.tokenHash,
        user_id: session.userId,
        role: session.role,
        ...assuranceColumns(session),
        created_at: toTime(session.createdAt),
        authenticated_at: toTime(session.authenticatedAt),
        last_seen_at: toTime(session.lastSeenAt),
        expires_at: toTime(session.expiresAt),
        address: session.address,
        user_agent: session.userAgent,
        failed_steps_before: session.failedStepsBefore,
        ended_at: null,
        ended_reason: null,
        second_step: toNullable(session.secondStep),
        held_until: toNullableTime(session.heldUntil),
      },
    ]);
  },
  find: async (id) => {
    const row = await sql.first(FIND, { id });
    return row === undefined ? undefined : fromRow(row);
  },
  findInUse: (by) => findInUse(sql, by),
  renew: async (id, renewal) => {
    const authenticated_at = toTime(renewal.authenticatedAt);
    const second_step = toNullable(renewal.secondStep);
    const columns = { token_hash: renewal.tokenHash, authenticated_at, second_step };
    return (await sql.count(RENEW, { id, ...columns, ...assuranceColumns(renewal) })) === 1;
  },
  markProved: async (id, secondStep) => sql.tell(MARK_PROVED, { id, second_step: secondStep }),
  listOf: async (userId) =>
    (await sql.all(LIST, { user_id: userId })).map((row) => ({
      ...fromRow(row),
      address: row.address,
      userAgent: row.user_agent,
    })),
  endOneOf: async (userId, id, { reason, now }) =>
    (await sql.count(END_ONE, { id, user_id: userId, reason, now: toTime(now) })) === 1,
  keepNewest: async (userId, most, now) => {
    // Two that begin at once would not see each other.
    takeTurns(sql, `sessions of ${userId}`);
    sql.tell(KEEP_NEWEST, { user_id: userId, most, now: toTime(now) });
  },
  touch: async (id, lastSeenAt) => sql.tell(TOUCH, { id, last_seen_at: toTime(lastSeenAt) }),
  end: async (id, reason, now) => sql.tell(END, { id, reason, now: toTime(now) }),
  endAllOf: async (userId, { reason, now, except }) => {
    // First: a sign-in that uses one holds it, and its session is there when the others end.
    const browsers = await forgetAllOf(sql, userId);
    const given = { user_id: userId, reason, now: toTime(now), except: except ?? NONE };
    return { sessions: await sql.count(END_ALL, given), browsers };
  },
});

async function findInUse(
  sql: Sql,
  by: Parameters<SessionStore['findInUse']>[0],
): Promise<SessionInUse | undefined> {
  const row =
    'id' in by
      ? await sql.first(USE, by)
      : await sql.first(USE_BY_TOKEN_HASH, { token_hash: by.tokenHash });
  if (row === undefined) return undefined;
  const { session_id: id, session_role: role, begun_at: created_at } = row;
  return { session: fromRow({ ...row, id, role, created_at }), user: toUser(row) };
}

const assuranceColumns = ({ assurance }: Pick<Session, 'assurance'>) => ({
  amr: toJson(assurance.amr),
  acr: assurance.acr,
});

type Unshown = 'token_hash' | 'address' | 'user_agent' | 'ended_at' | 'ended_reason';

const fromRow = (row: Omit<SessionTable, Unshown>): Session => ({
  id: row.id,
  userId: row.user_id,
  role: row.role,
  assurance: { amr: fromJson(row.amr), acr: row.acr },
  createdAt: fromTime(row.created_at),
  authenticatedAt: fromTime(row.authenticated_at),
  lastSeenAt: fromTime(row.last_seen_at),
  expiresAt: fromTime(row.expires_at),
  failedStepsBefore: row.failed_steps_before,
  secondStep: fromNullable(row.second_step),
  heldUntil: fromNullableTime(row.held_until),
});

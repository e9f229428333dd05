import { sql as raw } from 'kysely';
import type { CallerCheckStore } from '#administration/ports.ts';
import type { AuthenticatorId, CallerCheckId, UserId } from '#domain/ids.ts';
import type { Sql } from './connection.ts';
import { fromNullable, fromTime, toNullable, toTime } from './convert.ts';
import type { CallerCheckTable } from './schema-help.ts';
import { insertStatement, literal, locking, statement } from './statement.ts';

const INSERT = insertStatement('caller_check');

/** A newer number is the only one. */
const END_OTHERS = statement((db, given: { user_id: UserId; staff_id: UserId }) =>
  db
    .updateTable('caller_check')
    .set({ attempts_left: 0 })
    .where('user_id', '=', given.user_id)
    .where('staff_id', '=', given.staff_id),
);

const HOLD = statement((db, given: { id: CallerCheckId }, engine) =>
  db.selectFrom('caller_check').selectAll().where('id', '=', given.id).$call(locking(engine)),
);

/** Before the number is looked at; concurrent calls never share an attempt. */
const RESERVE = statement((db, given: { id: CallerCheckId; staff_id: UserId; now: number }) =>
  db
    .updateTable('caller_check')
    .set((eb) => ({ attempts_left: eb('attempts_left', '-', eb.lit(1)) }))
    .where('id', '=', given.id)
    .where('staff_id', '=', given.staff_id)
    .where('attempts_left', '>', 0)
    .where('expires_at', '>', given.now)
    .where('verified_at', 'is', null),
);

type Verifying = { id: CallerCheckId; now: number; until: number };

const VERIFY = statement((db, given: Verifying) =>
  db
    .updateTable('caller_check')
    .set({ verified_at: given.now, attempts_left: 0, expires_at: given.until })
    .where('id', '=', given.id)
    .where('verified_at', 'is', null),
);

type Using = {
  id: CallerCheckId;
  staff_id: UserId;
  user_id: UserId;
  now: number;
  mark: string;
  pattern: string;
};

const USE = statement((_, given: Using) => ({
  compile: (builder) =>
    raw<Pick<CallerCheckTable, 'sent_by'>>`
      update caller_check set used_for = used_for || ${given.mark}
      where id = ${given.id} and staff_id = ${given.staff_id} and user_id = ${given.user_id}
        and verified_at is not null and expires_at > ${given.now}
        and used_for not like ${given.pattern}
      returning sent_by`.compile(builder),
}));

/** The newest that its owner may still read out. */
const SHOWN_ON = statement((db, given: { authenticator_id: AuthenticatorId; now: number }) =>
  db
    .selectFrom('caller_check')
    .select(['id', 'expires_at'])
    .where('authenticator_id', '=', given.authenticator_id)
    .where('expires_at', '>', given.now)
    .where('attempts_left', '>', 0)
    .where('verified_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(literal(1)),
);

export const makeCallerCheckStore = (sql: Sql): CallerCheckStore => ({
  insert: async (check) => {
    await sql.count(END_OTHERS, { user_id: check.userId, staff_id: check.staffId });
    await sql.count(INSERT, [
      {
        id: check.id,
        user_id: check.userId,
        staff_id: check.staffId,
        sent_by: check.sentBy,
        code_hash: check.codeHash,
        attempts_left: check.attempts,
        created_at: toTime(check.createdAt),
        expires_at: toTime(check.expiresAt),
        verified_at: null,
        used_for: '',
        authenticator_id: toNullable(check.shownOn),
      },
    ]);
  },
  shownOn: async (device, now) => {
    const row = await sql.first(SHOWN_ON, { authenticator_id: device, now: toTime(now) });
    return row && { id: row.id, expiresAt: fromTime(row.expires_at) };
  },
  reserve: async (id, { staffId, now }) => {
    const given = { id, staff_id: staffId, now: toTime(now) };
    if ((await sql.count(RESERVE, given)) !== 1) return undefined;
    const row = await sql.first(HOLD, { id });
    return (
      row && {
        userId: row.user_id,
        codeHash: row.code_hash,
        sentBy: row.sent_by,
        shownOn: fromNullable(row.authenticator_id),
      }
    );
  },
  verify: async (id, { now, until }) =>
    (await sql.count(VERIFY, { id, now: toTime(now), until: toTime(until) })) === 1,
  use: async (id, { staffId, userId, act, now }) => {
    const mark = `,${act}.`;
    const given = { id, staff_id: staffId, user_id: userId, now: toTime(now), mark };
    return (await sql.first(USE, { ...given, pattern: `%${mark}%` }))?.sent_by;
  },
});

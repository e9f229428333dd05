import type { ReplyStore } from '#api-keys/ports.ts';
import type { SealedBox } from '#crypto/sealed-box.ts';
import type { Sql } from './connection.ts';
import { fromBytes, fromTime, toBytes, toTime } from './convert.ts';
import type { Sealed } from './columns.ts';
import { insertStatement, statement } from './statement.ts';

const BEGIN = insertStatement('api_reply', 'ignore');

const FIND = statement((db, given: { id: string }) =>
  db.selectFrom('api_reply').selectAll().where('id', '=', given.id),
);

const TAKE_OVER = statement((db, given: { id: string; begun_at: number; now: number }) =>
  db
    .updateTable('api_reply')
    .set({ begun_at: given.now })
    .where('id', '=', given.id)
    .where('begun_at', '=', given.begun_at)
    .where('status', 'is', null),
);

const FINISH = statement((db, given: { id: string; status: number; body: Sealed | null }) =>
  db
    .updateTable('api_reply')
    .set({ status: given.status, body: given.body })
    .where('id', '=', given.id),
);

const FORGET = statement((db, given: { id: string }) =>
  db.deleteFrom('api_reply').where('id', '=', given.id),
);

const placeOf = (row: string) => ({ table: 'api_reply', column: 'body', row }) as const;

export const makeApiReplyStore = (sql: Sql, box: SealedBox): ReplyStore => ({
  begin: async (id, { fingerprint, begunAt, expiresAt }) => {
    const row = {
      id,
      fingerprint,
      status: null,
      body: null,
      begun_at: toTime(begunAt),
      expires_at: toTime(expiresAt),
    };
    return (await sql.count(BEGIN, [row])) === 1;
  },
  find: async (id) => {
    const row = await sql.first(FIND, { id });
    if (row === undefined) return undefined;
    const { status, body } = row;
    return {
      fingerprint: row.fingerprint,
      begunAt: fromTime(row.begun_at),
      reply:
        status === null
          ? undefined
          : { status, body: body === null ? undefined : fromBytes(box.open(body, placeOf(id))) },
    };
  },
  takeOver: async (id, begunAt, now) =>
    (await sql.count(TAKE_OVER, { id, begun_at: toTime(begunAt), now: toTime(now) })) === 1,
  finish: async (id, { status, body }) => {
    const sealed = body === undefined ? null : box.seal(toBytes(body), placeOf(id));
    sql.tell(FINISH, { id, status, body: sealed });
  },
  forget: async (id) => sql.tell(FORGET, { id }),
});

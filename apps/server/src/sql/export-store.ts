import type { Kysely } from 'kysely';
import type {
  ExportOwner,
  ExportProgress,
  ExportStore,
  NewExport,
  ReportAsked,
  ReportExport,
} from '#administration/ports.ts';
import type { SealedBox } from '#crypto/sealed-box.ts';
import type { ExportId, UserId } from '#domain/ids.ts';
import type { Sql } from './connection.ts';
import { fromBytes, fromJson, fromTime, toBytes, toJson, toNullable, toTime } from './convert.ts';
import type { Schema } from './schema.ts';
import type { ExportTable } from './schema-reports.ts';
import { insertStatement, literal, statement } from './statement.ts';
import { takeTurns } from './take-turns.ts';

const INSERT = insertStatement('report_export');
const INSERT_PART = insertStatement('report_part');

const latest = (db: Kysely<Schema>) =>
  db
    .selectFrom('report_export')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(literal(20));

const LIST_OF_PERSON = statement((db, given: { user_id: UserId }) =>
  latest(db).where('user_id', '=', given.user_id),
);

const LIST_OF_KEY = statement((db, given: { key_name: string }) =>
  latest(db).where('key_name', '=', given.key_name),
);

const FIND = statement((db, given: { id: ExportId }) =>
  db.selectFrom('report_export').selectAll().where('id', '=', given.id),
);

const TAKE = statement((db, given: { now: number; until: number }, engine) =>
  db
    .updateTable('report_export')
    .set({ taken_until: given.until })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('report_export')
        .select('id')
        .where('state', '=', literal('running'))
        .where('taken_until', '<=', given.now)
        .orderBy('taken_until')
        .limit(literal(1))
        .$call((query) => (engine === 'postgres' ? query.forUpdate().skipLocked() : query)),
    )
    .returningAll(),
);

type Step = Pick<
  ExportTable,
  'id' | 'state' | 'lines' | 'percent' | 'parts' | 'place_time' | 'place_id'
> & { parts_before: number };

const ADVANCE = statement((db, given: Step) =>
  db
    .updateTable('report_export')
    .set({
      state: given.state,
      lines: given.lines,
      percent: given.percent,
      parts: given.parts,
      place_time: given.place_time,
      place_id: given.place_id,
      taken_until: 0,
    })
    .where('id', '=', given.id)
    .where('state', '=', 'running')
    .where('parts', '=', given.parts_before),
);

const PART = statement((db, given: { id: string }) =>
  db.selectFrom('report_part').select(['id', 'content']).where('id', '=', given.id),
);

const REMOVE = statement((db, given: { id: ExportId }) =>
  db.deleteFrom('report_export').where('id', '=', given.id),
);

export const makeExportStore = (sql: Sql, box: SealedBox): ExportStore => ({
  insert: async (one, most) => {
    const { userId, keyName = '' } = one.owner;
    takeTurns(sql, `exports of ${userId ?? `key ${keyName}`}`);
    if ((await rowsOf(sql, one.owner)).length >= most) return false;
    sql.tell(INSERT, [toRow(one)]);
    return true;
  },
  listOf: async (owner) => (await rowsOf(sql, owner)).map(fromRow),
  find: async (id) => {
    const row = await sql.first(FIND, { id });
    return row && fromRow(row);
  },
  take: async (now, leaseMs) => {
    const row = await sql.first(TAKE, { now: toTime(now), until: toTime(now) + leaseMs });
    return row && fromRow(row);
  },
  advance: async (before, after, text) => {
    if ((await sql.count(ADVANCE, stepOf(before, after))) !== 1) return false;
    if (after.parts > before.parts) {
      const id = partId(before.id, before.parts);
      const content = box.seal(toBytes(text), placeOf(id));
      sql.tell(INSERT_PART, [{ id, export_id: before.id, part: before.parts, content }]);
    }
    return true;
  },
  part: async (id, part) => {
    const row = await sql.first(PART, { id: partId(id, part) });
    return row && fromBytes(box.open(row.content, placeOf(row.id)));
  },
  remove: async (id) => sql.tell(REMOVE, { id }),
});

const rowsOf = (sql: Sql, { userId, keyName }: ExportOwner): Promise<readonly ExportTable[]> =>
  userId === undefined
    ? sql.all(LIST_OF_KEY, { key_name: keyName })
    : sql.all(LIST_OF_PERSON, { user_id: userId });

const partId = (id: ExportId, part: number): string => `${id}:${part}`;

const placeOf = (id: string) => ({ table: 'report_part', column: 'content', row: id }) as const;

const stepOf = (before: ReportExport, after: ExportProgress): Step => ({
  id: before.id,
  parts_before: before.parts,
  state: after.state,
  lines: after.lines,
  percent: after.percent,
  parts: after.parts,
  place_time: after.place?.time ?? null,
  place_id: after.place?.id ?? null,
});

const toRow = (one: NewExport): ExportTable => ({
  id: one.id,
  user_id: toNullable(one.owner.userId),
  key_name: toNullable(one.owner.keyName),
  asked: toJson<ReportAsked>(one.asked),
  state: 'running',
  lines: 0,
  percent: 0,
  parts: 0,
  place_time: null,
  place_id: null,
  created_at: toTime(one.createdAt),
  expires_at: toTime(one.expiresAt),
  taken_until: 0,
});

function ownerOf({ id, user_id, key_name }: ExportTable): ExportOwner {
  if (user_id !== null) return { userId: user_id };
  if (key_name !== null) return { keyName: key_name };
  throw new Error(`report_export ${id} is nobody's`);
}

const fromRow = (row: ExportTable): ReportExport => ({
  id: row.id,
  owner: ownerOf(row),
  asked: fromJson(row.asked),
  createdAt: fromTime(row.created_at),
  expiresAt: fromTime(row.expires_at),
  state: row.state,
  lines: row.lines,
  percent: row.percent,
  parts: row.parts,
  place:
    row.place_time === null || row.place_id === null
      ? undefined
      : { time: row.place_time, id: row.place_id },
});

import type { SealedBox } from '#crypto/sealed-box.ts';
import type { Issuer, SigningKey, SigningKeyStore } from '#relying-parties/ports.ts';
import type { Sql } from './connection.ts';
import { fromNullableTime, fromTime, toTime } from './convert.ts';
import type { SigningKeyTable } from './schema-relying-parties.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('signing_key', 'ignore');

const LIST = statement((db, given: { issuer: Issuer }) =>
  db
    .selectFrom('signing_key')
    .select(['id', 'ordinal', 'certificate', 'created_at', 'signs_from', 'retires_at'])
    .where('issuer', '=', given.issuer)
    .orderBy('ordinal'),
);

const SECRET = statement((db, given: { id: string }) =>
  db.selectFrom('signing_key').select('secret').where('id', '=', given.id),
);

const RETIRE = statement((db, given: { issuer: Issuer; ordinal: number; retires_at: number }) =>
  db
    .updateTable('signing_key')
    .set({ retires_at: given.retires_at })
    .where('issuer', '=', given.issuer)
    .where('ordinal', '=', given.ordinal),
);

export const makeSigningKeyStore = (sql: Sql, box: SealedBox): SigningKeyStore => ({
  list: async (issuer) => (await sql.all(LIST, { issuer })).map(fromRow),
  secretOf: async (id) => {
    const row = await sql.first(SECRET, { id });
    return row && box.open(row.secret, placeOf(id));
  },
  add: async (key) => {
    const row: SigningKeyTable = {
      id: key.id,
      issuer: key.issuer,
      ordinal: key.ordinal,
      certificate: key.certificate,
      secret: box.seal(key.privateKey, placeOf(key.id)),
      created_at: toTime(key.createdAt),
      signs_from: toTime(key.signsFrom),
      retires_at: null,
    };
    if ((await sql.count(INSERT, [row])) !== 1) return false;
    const retires_at = toTime(key.predecessorRetiresAt);
    sql.tell(RETIRE, { issuer: key.issuer, ordinal: key.ordinal - 1, retires_at });
    return true;
  },
});

const placeOf = (id: string) => ({ table: 'signing_key', column: 'secret', row: id }) as const;

const fromRow = (row: Omit<SigningKeyTable, 'secret' | 'issuer'>): SigningKey => ({
  id: row.id,
  ordinal: row.ordinal,
  certificate: row.certificate,
  createdAt: fromTime(row.created_at),
  signsFrom: fromTime(row.signs_from),
  retiresAt: fromNullableTime(row.retires_at),
});

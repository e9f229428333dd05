import { createHash } from 'node:crypto';
import type { BrandStore } from '#policy/ports.ts';
import type { Sql } from './connection.ts';
import { fromNullable, toNullable } from './convert.ts';
import type { BrandTable } from './schema-people.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('brand', 'ignore');

const SET_WORDS = statement((db, given: Pick<BrandTable, 'organisation' | 'accent'>) =>
  db.updateTable('brand').set({ organisation: given.organisation, accent: given.accent }),
);

type Logo = Pick<BrandTable, 'logo' | 'logo_type' | 'logo_bytes' | 'logo_digest'>;

const SET_LOGO = statement((db, given: Logo) =>
  db.updateTable('brand').set({
    logo: given.logo,
    logo_type: given.logo_type,
    logo_bytes: given.logo_bytes,
    logo_digest: given.logo_digest,
  }),
);

/** Without the picture: every node reads it again and again. */
const FIND = statement((db) =>
  db
    .selectFrom('brand')
    .select(['organisation', 'accent', 'logo_type', 'logo_bytes', 'logo_digest']),
);

const FIND_LOGO = statement((db, given: { digest: string }) =>
  db.selectFrom('brand').select('logo').where('logo_digest', '=', given.digest),
);

const NO_LOGO: Logo = { logo: null, logo_type: null, logo_bytes: null, logo_digest: null };

export function makeBrandStore(sql: Sql): BrandStore {
  const prepare = (): void =>
    sql.tell(INSERT, [{ id: 1, organisation: null, accent: null, ...NO_LOGO }]);
  return {
    find: async () => {
      const row = await sql.first(FIND, {});
      const { organisation = null, accent = null, logo_type = null } = row ?? {};
      const digest = row?.logo_digest ?? null;
      return {
        organisation: fromNullable(organisation),
        accent: fromNullable(accent),
        logo:
          digest === null || logo_type === null
            ? undefined
            : { digest, mediaType: logo_type, bytes: row?.logo_bytes ?? 0 },
      };
    },
    logo: async (digest) => fromNullable((await sql.first(FIND_LOGO, { digest }))?.logo ?? null),
    setWords: async ({ organisation, accent }) => {
      prepare();
      sql.tell(SET_WORDS, { organisation: toNullable(organisation), accent: toNullable(accent) });
    },
    setLogo: async (logo) => {
      prepare();
      sql.tell(
        SET_LOGO,
        logo === undefined
          ? NO_LOGO
          : {
              logo: logo.bytes,
              logo_type: logo.mediaType,
              logo_bytes: logo.bytes.length,
              logo_digest: createHash('sha256').update(logo.bytes).digest('base64url'),
            },
      );
    },
  };
}

import { sql as raw } from 'kysely';
import type { SealedBox } from '#crypto/sealed-box.ts';
import type { ApplicationId } from '#domain/ids.ts';
import type { ArtifactStore, FoundArtifact } from '#relying-parties/ports.ts';
import type { Sql } from './connection.ts';
import {
  fromBytes,
  fromNullable,
  fromNullableTime,
  toBytes,
  toNullable,
  toTime,
} from './convert.ts';
import type { ArtifactTable } from './schema-relying-parties.ts';
import { type Builder, literal, statement } from './statement.ts';

const SAVE = statement((db, given: ArtifactTable) => {
  const row = {
    id: given.id,
    kind: given.kind,
    payload: given.payload,
    grant_hash: given.grant_hash,
    user_code_hash: given.user_code_hash,
    application_id: given.application_id,
    session_id: given.session_id,
    user_id: given.user_id,
    consumed_at: given.consumed_at,
    expires_at: given.expires_at,
    claimed_by: given.claimed_by,
  };
  const { id: _, kind: __, consumed_at: ___, claimed_by: ____, ...changes } = row;
  return db
    .insertInto('oidc_artifact')
    .values(row)
    .onConflict((taken) => taken.column('id').doUpdateSet(changes));
});

/** What session, account and application of an artifact say of it: read each time, so that each ends it at once. */
const usable = (db: Builder, now: number) =>
  db
    .selectFrom('oidc_artifact')
    .leftJoin('session', 'session.id', 'oidc_artifact.session_id')
    .leftJoin('user_account', 'user_account.id', 'oidc_artifact.user_id')
    .leftJoin('application', 'application.id', 'oidc_artifact.application_id')
    .select([
      'oidc_artifact.id',
      'oidc_artifact.payload',
      'oidc_artifact.session_id',
      'oidc_artifact.consumed_at',
    ])
    .where('session.ended_at', 'is', null)
    .where('application.disabled_at', 'is', null)
    .where((eb) => eb.or([eb('user_account.id', 'is', null), eb('user_account.active', '=', 1)]))
    .where((eb) =>
      eb.or([
        eb('user_account.blocked_until', 'is', null),
        eb('user_account.blocked_until', '<=', now),
      ]),
    );

const FIND = statement((db, given: { id: string; now: number }) =>
  usable(db, given.now).where('oidc_artifact.id', '=', given.id),
);

/** With its grant, and with what the provider noted beside its session. */
const FIND_WITH_ORIGIN = statement((db, given: { id: string; now: number }) =>
  usable(db, given.now).where('oidc_artifact.id', 'in', (eb) =>
    eb
      .selectFrom('oidc_artifact as itself')
      .select('itself.id')
      .where('itself.id', '=', given.id)
      .unionAll((of) =>
        of
          .selectFrom('oidc_artifact as of_grant')
          .select(raw<string>`'Grant:' || of_grant.grant_hash`.as('id'))
          .where('of_grant.id', '=', given.id),
      )
      .unionAll((of) =>
        of
          .selectFrom('oidc_artifact as of_session')
          .innerJoin('oidc_artifact as noted', 'noted.session_id', 'of_session.session_id')
          .select('noted.id')
          .where('of_session.id', '=', given.id)
          .where('noted.kind', '=', literal('Session')),
      ),
  ),
);

const FIND_BY_USER_CODE = statement((db, given: { user_code_hash: string; now: number }) =>
  usable(db, given.now).where('oidc_artifact.user_code_hash', '=', given.user_code_hash),
);

const CLAIM = statement((db, given: { user_code_hash: string; claimed_by: string }) =>
  db
    .updateTable('oidc_artifact')
    .set({ claimed_by: given.claimed_by })
    .where('user_code_hash', '=', given.user_code_hash)
    .where((eb) => eb.or([eb('claimed_by', 'is', null), eb('claimed_by', '=', given.claimed_by)])),
);

const CONSUME = statement((db, given: { id: string; now: number }) =>
  db
    .updateTable('oidc_artifact')
    .set({ consumed_at: given.now })
    .where('id', '=', given.id)
    .where('consumed_at', 'is', null),
);

const REMOVE = statement((db, given: { id: string }) =>
  db.deleteFrom('oidc_artifact').where('id', '=', given.id),
);

const REMOVE_GRANT = statement((db, given: { grant_hash: string }) =>
  db.deleteFrom('oidc_artifact').where('grant_hash', '=', given.grant_hash),
);

const REMOVE_OF = statement((db, given: { application_id: ApplicationId }) =>
  db.deleteFrom('oidc_artifact').where('application_id', '=', given.application_id),
);

/** A session that is gone was swept, so it is over as well. */
const LIST_OF_ENDED = statement((db, given: { kind: string; now: number; limit: number }) =>
  db
    .selectFrom('oidc_artifact')
    .leftJoin('session', 'session.id', 'oidc_artifact.session_id')
    .select([
      'oidc_artifact.id',
      'oidc_artifact.payload',
      'oidc_artifact.session_id',
      'session.id as found',
      'session.ended_at',
    ])
    .where('oidc_artifact.kind', '=', given.kind)
    .where('oidc_artifact.session_id', 'is not', null)
    .where('oidc_artifact.consumed_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('session.id', 'is', null),
        eb('session.ended_at', 'is not', null),
        eb('session.expires_at', '<=', given.now),
      ]),
    )
    .limit(given.limit),
);

type Row = Pick<ArtifactTable, 'id' | 'payload' | 'session_id' | 'consumed_at'>;

const idOf = (kind: string, hash: string): string => `${kind}:${hash}`;
const placeOf = (id: string) => ({ table: 'oidc_artifact', column: 'payload', row: id }) as const;

export const makeArtifactStore = (sql: Sql, box: SealedBox): ArtifactStore => {
  const open = (row: Pick<Row, 'id' | 'payload'>): string =>
    fromBytes(box.open(row.payload, placeOf(row.id)));
  const fromRow = (row: Row): FoundArtifact => ({
    payload: open(row),
    sessionId: fromNullable(row.session_id),
    consumedAt: fromNullableTime(row.consumed_at),
  });
  return {
    save: async (artifact) => {
      const id = idOf(artifact.kind, artifact.hash);
      sql.tell(SAVE, {
        id,
        kind: artifact.kind,
        payload: box.seal(toBytes(artifact.payload), placeOf(id)),
        grant_hash: toNullable(artifact.grantHash),
        user_code_hash: toNullable(artifact.userCodeHash),
        application_id: toNullable(artifact.applicationId),
        session_id: toNullable(artifact.sessionId),
        user_id: toNullable(artifact.userId),
        consumed_at: null,
        expires_at: toTime(artifact.expiresAt),
        claimed_by: null,
      });
    },
    find: async (kind, hash, now) => {
      const row = await sql.first(FIND, { id: idOf(kind, hash), now: toTime(now) });
      return row && fromRow(row);
    },
    findWithOrigin: async (kind, hash, now) => {
      const rows = await sql.all(FIND_WITH_ORIGIN, { id: idOf(kind, hash), now: toTime(now) });
      return new Map(rows.map((row) => [row.id, fromRow(row)]));
    },
    findByUserCode: async (userCodeHash, now) => {
      const given = { user_code_hash: userCodeHash, now: toTime(now) };
      const row = await sql.first(FIND_BY_USER_CODE, given);
      return row && fromRow(row);
    },
    claimUserCode: async (userCodeHash, claimant) =>
      (await sql.count(CLAIM, { user_code_hash: userCodeHash, claimed_by: claimant })) === 1,
    consume: async (kind, hash, now) =>
      (await sql.count(CONSUME, { id: idOf(kind, hash), now: toTime(now) })) === 1,
    remove: async (kind, hash) => sql.tell(REMOVE, { id: idOf(kind, hash) }),
    removeGrant: async (grantHash) => sql.tell(REMOVE_GRANT, { grant_hash: grantHash }),
    removeOf: async (applicationId) => sql.tell(REMOVE_OF, { application_id: applicationId }),
    listOfEndedSessions: async (kind, now, limit) =>
      (await sql.all(LIST_OF_ENDED, { kind, now: toTime(now), limit })).flatMap((row) =>
        row.session_id === null
          ? []
          : {
              payload: open(row),
              sessionId: row.session_id,
              wasEnded: row.found === null || row.ended_at !== null,
            },
      ),
  };
};

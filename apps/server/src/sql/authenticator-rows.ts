import type { BoundAuthenticator } from '#domain/bound-authenticator.ts';
import type { AuthenticatorId, UserId } from '#domain/ids.ts';
import { fromFlag, fromNullable, fromNullableTime, fromTime } from './convert.ts';
import type { AuthenticatorTable } from './schema.ts';
import { type Builder, statement } from './statement.ts';

/** Lists of codes and passes have uses; others have none to count. */
type Row = Pick<AuthenticatorTable, (typeof COLUMNS)[number]> & {
  uses_left: number | null;
  stale: number | null;
};

const COLUMNS = [
  'id',
  'user_id',
  'kind',
  'slot',
  'name',
  'state',
  'frozen_at',
  'bound_at',
  'bound_in',
  'last_used_at',
  'expires_at',
  'last_two_digits',
  'has_extension',
  'aaguid',
  'backed_up',
] as const satisfies readonly (keyof AuthenticatorTable)[];

const select = (db: Builder) =>
  db
    .selectFrom('authenticator')
    .select(COLUMNS)
    .select((eb) =>
      eb
        .case()
        .when('kind', 'in', ['saved-recovery-codes', 'temporary-access-pass'])
        .then(
          eb
            .selectFrom('code')
            .select((count) => count.fn.countAll<number>().as('uses_left'))
            .whereRef('code.authenticator_id', '=', 'authenticator.id')
            .where('code.used_at', 'is', null),
        )
        .end()
        .as('uses_left'),
    )
    .select((eb) =>
      eb
        .case()
        .when('kind', '=', 'device')
        .then(
          eb
            .selectFrom('push_subscription')
            .select((count) => count.fn.countAll<number>().as('stale'))
            .whereRef('push_subscription.id', '=', 'authenticator.id')
            .where('push_subscription.stale_at', 'is not', null),
        )
        .end()
        .as('stale'),
    );

export const LIST = statement((db, given: { user_id: UserId }) =>
  select(db).where('user_id', '=', given.user_id).orderBy('bound_at').orderBy('id'),
);

export const FIND = statement((db, given: { id: AuthenticatorId }) =>
  select(db).where('id', '=', given.id),
);

export const IN_SLOT = statement((db, given: { user_id: UserId; slot: string }) =>
  select(db)
    .where('user_id', '=', given.user_id)
    .where((eb) => eb('slot', '=', eb.val(given.slot).$castTo<'mobile'>())),
);

export const toAuthenticator = (row: Row): BoundAuthenticator => ({
  id: row.id,
  userId: row.user_id,
  kind: row.kind,
  slot: fromNullable(row.slot),
  name: fromNullable(row.name),
  state: row.frozen_at === null ? row.state : 'frozen',
  boundAt: fromTime(row.bound_at),
  lastUsedAt: fromNullableTime(row.last_used_at),
  expiresAt: fromNullableTime(row.expires_at),
  usesLeft: fromNullable(row.uses_left),
  lastTwoDigits: fromNullable(row.last_two_digits),
  hasExtension: fromFlag(row.has_extension),
  passkey:
    row.aaguid === null
      ? undefined
      : { aaguid: row.aaguid, backedUp: fromFlag(row.backed_up ?? 0) },
  ...(row.stale === null ? {} : { device: { isStale: fromFlag(row.stale) } }),
  boundIn: fromNullable(row.bound_in),
});

import { sql as raw } from 'kysely';
import type {
  ListedUser,
  Place,
  UserDirectory,
  UserFilter,
  UserSearch,
} from '#administration/ports.ts';
import type { BoundAs } from '#domain/authenticator.ts';
import { COVERED_BY } from '#domain/coverage.ts';
import { LASTING } from '#domain/bound-authenticator.ts';
import { fold } from '#domain/fold.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import { BEST } from './best-method.ts';
import type { Sql } from './connection.ts';
import { fromNullable, fromNullableTime } from './convert.ts';
import type { UserTable } from './schema.ts';
import { type Builder, listStatement, statement } from './statement.ts';

type Window = { key: string; id: string; limit: number };
type Prefix = Window & { end: string };
type Candidate = { key: string; id: UserId };

/** Columns of an index, its bounds and its order: no page reads more of it than its window. */
const BY_NAME = statement((_, given: Window) => ({
  compile: (builder) =>
    raw<Candidate>`
      select name_key as key, id from user_account
      where (name_key, id) > (${given.key}, ${given.id})
      order by name_key, id limit ${given.limit}`.compile(builder),
}));

const BY_STATE = statement((_, given: Window & { state: string }) => ({
  compile: (builder) =>
    raw<Candidate>`
      select name_key as key, id from user_account
      where state = ${given.state} and (name_key, id) > (${given.key}, ${given.id})
      order by name_key, id limit ${given.limit}`.compile(builder),
}));

const BY_ROLE = statement((_, given: Window & { role: string }) => ({
  compile: (builder) =>
    raw<Candidate>`
      select name_key as key, id from user_account
      where role = ${given.role} and (name_key, id) > (${given.key}, ${given.id})
      order by name_key, id limit ${given.limit}`.compile(builder),
}));

/** A window of each group, merged: whoever is in several comes once. */
const BY_GROUPS = listStatement((_, given: readonly (Window & { group_id: GroupId })[]) => ({
  compile: (builder) => {
    const windows = given.map(
      (one, at) => raw`
        select name_key as key, user_id as id from (
          select name_key, user_id from group_member
          where group_id = ${one.group_id} and (name_key, user_id) > (${one.key}, ${one.id})
          order by name_key, user_id limit ${one.limit}) as ${raw.ref(`window_${at}`)}`,
    );
    return raw<Candidate>`
      select key, id from (${raw.join(windows, raw` union `)}) as found
      order by key, id limit ${given[0]?.limit ?? 0}`.compile(builder);
  },
}));

/** The members of groups whose name or login begins so: two ranges of each group. */
const BY_PREFIX_IN_GROUPS = listStatement(
  (_, given: readonly (Prefix & { group_id: GroupId })[]) => ({
    compile: (builder) => {
      const windows = given.flatMap((one, at) => [
        raw`select key, id from (
          select name_key as key, user_id as id from group_member
          where group_id = ${one.group_id} and (name_key, user_id) > (${one.key}, ${one.id})
            and name_key < ${one.end}
          order by name_key, user_id limit ${one.limit}) as ${raw.ref(`named_${at}`)}`,
        raw`select key, id from (
          select login_key as key, user_id as id from group_login
          where group_id = ${one.group_id} and login_key >= ${one.key}
            and (login_key, user_id) > (${one.key}, ${one.id}) and login_key < ${one.end}
          order by login_key limit ${one.limit}) as ${raw.ref(`called_${at}`)}`,
      ]);
      return raw<Candidate>`
        select key, id from (${raw.join(windows, raw` union `)}) as found
        order by key, id limit ${given[0]?.limit ?? 0}`.compile(builder);
    },
  }),
);

/**
 * A search begins at its prefix, without an id: of two lower bounds PostgreSQL would begin at either.
 * Two ranges, each in its own order; who is found by name and login comes once for each.
 */
const BY_PREFIX = statement((_, given: Prefix) => ({
  compile: (builder) =>
    raw<Candidate>`
      select key, id from (
        select key, id from (
          select name_key as key, id from user_account
          where (name_key, id) > (${given.key}, ${given.id}) and name_key < ${given.end}
          order by name_key, id limit ${given.limit}) as named
        union
        select key, id from (
          select login_key as key, user_id as id from login_alias
          where (login_key, user_id) > (${given.key}, ${given.id})
            and login_key < ${given.end}
          order by login_key, user_id limit ${given.limit}) as called
      ) as found
      order by key, id limit ${given.limit}`.compile(builder),
}));

const COLUMNS = [
  'id',
  'login',
  'display_name',
  'email',
  'state',
  'role',
  'blocked_until',
  'name_key',
] as const;

type Row = Pick<UserTable, (typeof COLUMNS)[number]> & {
  registered: number;
  /** The place in `COVERED_BY`; null: nothing. */
  best: number | null;
  signed_in_at: number | null;
};

const select = (db: Builder) =>
  db
    .selectFrom('user_account')
    .select(COLUMNS)
    .select((eb) => [
      eb
        .exists(
          eb
            .selectFrom('authenticator')
            .select('authenticator.id')
            .whereRef('authenticator.user_id', '=', 'user_account.id')
            .where('authenticator.kind', 'in', LASTING),
        )
        .$castTo<number>()
        .as('registered'),
      eb
        .selectFrom('authenticator')
        .select(BEST.as('best'))
        .whereRef('authenticator.user_id', '=', 'user_account.id')
        .where('authenticator.frozen_at', 'is', null)
        .as('best'),
      eb
        .selectFrom('known_network')
        .select((inner) => inner.fn.max('known_network.seen_at').as('at'))
        .whereRef('known_network.user_id', '=', 'user_account.id')
        .as('signed_in_at'),
    ]);

const FIND_ALL = listStatement((db, given: readonly { id: UserId }[]) =>
  select(db).where(
    'user_account.id',
    'in',
    given.map(({ id }) => id),
  ),
);

const BY_NUMBER = statement((db, given: { number_hash: string; limit: number }) =>
  select(db)
    .where((eb) =>
      eb(
        'user_account.id',
        'in',
        eb
          .selectFrom('authenticator')
          .select('authenticator.user_id')
          .where('authenticator.number_hash', '=', given.number_hash),
      ),
    )
    .orderBy('name_key')
    .orderBy('user_account.id')
    .limit(given.limit),
);

const LOGINS = listStatement((db, given: readonly { id: UserId }[]) =>
  db
    .selectFrom('user_account')
    .select(['id', 'login'])
    .where(
      'id',
      'in',
      given.map(({ id }) => id),
    ),
);

const OWNERS = listStatement((db, given: readonly { id: UserId; kind: BoundAs }[]) =>
  db
    .selectFrom('authenticator')
    .select('user_id')
    .where(
      'user_id',
      'in',
      given.map(({ id }) => id),
    )
    .where(
      'kind',
      'in',
      given.slice(0, 1).map(({ kind }) => kind),
    ),
);

/** How much of an index one step looks at, and how many steps a page takes at most. */
const WINDOW = 400;
const STEPS = 5;

export const makeUserDirectory = (sql: Sql): UserDirectory => ({
  search: (search) => searchIn(sql, search),
  findByNumber: async (numberHash, limit) =>
    (await sql.all(BY_NUMBER, { number_hash: numberHash, limit })).map(fromRow),
  find: async (id) => {
    const row = await sql.first(FIND_ALL, [{ id }]);
    return row === undefined ? undefined : fromRow(row);
  },
  loginsOf: async (ids) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown one is not found
    const wanted = [...new Set(ids)].map((id) => ({ id: id as UserId }));
    if (wanted.length === 0) return new Map();
    const rows = await sql.all(LOGINS, wanted);
    return new Map(rows.map(({ id, login }) => [id, login]));
  },
});

async function searchIn(sql: Sql, search: UserSearch) {
  const { limit } = search;
  const users: ListedUser[] = [];
  let after = search.after;
  for (let step = 0; step < STEPS; step += 1) {
    const { candidates, isLast } = await candidatesOf(sql, search, after);
    const found = await matching(sql, search, candidates);
    for (const { key, user } of found) {
      users.push(user);
      after = { key, id: user.id };
      if (users.length === limit) return { users, next: after };
    }
    const last = candidates.at(-1);
    if (isLast || last === undefined) return { users, next: undefined };
    after = last;
  }
  return { users, next: after };
}

async function candidatesOf(sql: Sql, search: UserSearch, after: Place | undefined) {
  const { prefix, filter, within = [], limit } = search;
  const isFiltered = Object.values(filter).some((wanted) => wanted !== undefined);
  const size = isFiltered ? WINDOW : limit + 1;
  const window = { key: after?.key ?? prefix ?? '', id: after?.id ?? '', limit: size };
  const rows = await rowsOf(sql, { prefix, filter, within, window });
  return { candidates: rows, isLast: rows.length < size };
}

type Asked = Pick<UserSearch, 'prefix' | 'filter' | 'within'> & { readonly window: Window };

function rowsOf(sql: Sql, { prefix, filter: { role, state }, within = [], window }: Asked) {
  const end = `${prefix ?? ''}\u{10ffff}`;
  if (within.length > 0) {
    const windows = within.map((group_id) => ({ ...window, end, group_id }));
    return sql.all(prefix === undefined ? BY_GROUPS : BY_PREFIX_IN_GROUPS, windows);
  }
  if (prefix !== undefined) return sql.all(BY_PREFIX, { ...window, end });
  if (role !== undefined) return sql.all(BY_ROLE, { ...window, role });
  return state === undefined ? sql.all(BY_NAME, window) : sql.all(BY_STATE, { ...window, state });
}

/** Those whom the filter lets through, each once: where the search comes to them first. */
async function matching(
  sql: Sql,
  { prefix, filter }: UserSearch,
  candidates: readonly Candidate[],
): Promise<readonly { readonly key: string; readonly user: ListedUser }[]> {
  if (candidates.length === 0) return [];
  const ids = [...new Set(candidates.map(({ id }) => id))].map((id) => ({ id }));
  const rows = new Map((await sql.all(FIND_ALL, padded(ids))).map((row) => [row.id, row]));
  const owners = await ownersOf(sql, filter.method, ids);
  return candidates.flatMap(({ key, id }) => {
    const row = rows.get(id);
    if (row === undefined || (prefix !== undefined && isRepeated(row, key, prefix))) return [];
    const user = fromRow(row);
    return owners?.has(id) !== false && isWanted(user, filter) ? [{ key, user }] : [];
  });
}

/** Who of these has such a method; undefined: nobody asks. */
async function ownersOf(
  sql: Sql,
  kind: BoundAs | undefined,
  ids: readonly { readonly id: UserId }[],
): Promise<ReadonlySet<string> | undefined> {
  if (kind === undefined) return undefined;
  const asked = padded(ids).map(({ id }) => ({ id, kind }));
  return new Set((await sql.all(OWNERS, asked)).map(({ user_id }) => user_id));
}

function isWanted(user: ListedUser, filter: UserFilter): boolean {
  const { state = user.state, role = user.role, registered = user.registered } = filter;
  return (
    user.state === state &&
    user.role === role &&
    user.registered === registered &&
    (filter.coveredBy === undefined || user.coveredBy === filter.coveredBy) &&
    isInTime(user, filter)
  );
}

const isInTime = ({ blockedUntil, lastSignInAt }: ListedUser, filter: UserFilter): boolean => {
  const { blockedAfter, signedInSince, notSignedInSince } = filter;
  return (
    (blockedAfter === undefined || isAfter(blockedUntil, blockedAfter)) &&
    (signedInSince === undefined || isAfter(lastSignInAt, signedInSince)) &&
    (notSignedInSince === undefined || !isAfter(lastSignInAt, notSignedInSince))
  );
};

const isAfter = (at: Date | undefined, other: Date): boolean => at !== undefined && at > other;

/** Of all that they are found by, only the first counts: there they have been, on whatever page. */
function isRepeated({ name_key, login, email }: Row, key: string, prefix: string): boolean {
  const keys = [name_key, fold(login), fold(email ?? '')].filter((own) => own.startsWith(prefix));
  const first = keys.toSorted(inOrder)[0] ?? key;
  return key !== first;
}

/** As both engines compare: by bytes of UTF-8, which is by code points. */
const inOrder = (a: string, b: string): number => Buffer.compare(toBuffer(a), toBuffer(b));
const toBuffer = (text: string) => Buffer.from(text, 'utf8');

/** Few lengths, so that few statements are ever made. */
function padded<Value>(values: readonly Value[]): readonly Value[] {
  const [first] = values;
  if (first === undefined) return values;
  const length = [1, 60, WINDOW].find((size) => size >= values.length) ?? values.length;
  return [...values, ...Array.from({ length: length - values.length }, () => first)];
}

const fromRow = (row: Row): ListedUser => ({
  id: row.id,
  login: row.login,
  displayName: row.display_name,
  email: fromNullable(row.email),
  state: row.state,
  role: row.role,
  blockedUntil: fromNullableTime(row.blocked_until),
  registered: Boolean(row.registered),
  coveredBy: COVERED_BY[row.best ?? 0] ?? 'none',
  lastSignInAt: fromNullableTime(row.signed_in_at),
});

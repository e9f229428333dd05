import { setImmediate } from 'node:timers/promises';
import { type Expression, type RawBuilder, type SqlBool, sql as raw } from 'kysely';
import type {
  HowMany,
  NamedPerson,
  Place,
  PolicyOn,
  PolicyPreview,
} from '#administration/ports.ts';
import type { UserId } from '#domain/ids.ts';
import { type AuthenticatorType, PHONE_SLOTS } from '#domain/authenticator.ts';
import { LASTING, typesOf } from '#domain/bound-authenticator.ts';
import { beginsAt, METHOD_OF, type Method, type Policy } from '#domain/policy.ts';
import { typesFor } from '#domain/strength.ts';
import type { Audience } from '#domain/policy-audience.ts';
import type { Sql } from './connection.ts';
import { statement } from './statement.ts';

type Asked = PolicyOn;

type Condition = Expression<SqlBool> | RawBuilder<SqlBool>;

const NOBODY = raw<SqlBool>`1 = 0`;
const EVERYBODY = raw<SqlBool>`1 = 1`;

const either = (conditions: readonly Condition[]): RawBuilder<SqlBool> =>
  conditions.length === 0 ? NOBODY : raw<SqlBool>`(${raw.join(conditions, raw` or `)})`;

const isIn = (groups: readonly string[]): RawBuilder<SqlBool> =>
  groups.length === 0
    ? NOBODY
    : raw<SqlBool>`exists (select 1 from group_member
        where group_member.user_id = user_account.id
          and group_member.group_id in (${raw.join([...groups])}))`;

const hasRole = (roles: readonly string[]): RawBuilder<SqlBool> =>
  roles.length === 0 ? NOBODY : raw<SqlBool>`user_account.role in (${raw.join([...roles])})`;

const HOLDERS = {
  phone: raw<SqlBool>`exists (select 1 from authenticator
    where authenticator.user_id = user_account.id and authenticator.kind = 'phone')`,
  'app-password': raw<SqlBool>`exists (select 1 from app_password
    where app_password.user_id = user_account.id)`,
  'remembered-browser': raw<SqlBool>`exists (select 1 from remembered_browser
    where remembered_browser.user_id = user_account.id)`,
} as const;

function audience(one: Audience): RawBuilder<SqlBool> {
  if (one.kind === 'everybody') return EVERYBODY;
  if (one.kind === 'with') return HOLDERS[one.what];
  if (one.kind === 'without') {
    return raw<SqlBool>`(not ${hasMethod(raw`authenticator.kind in (${raw.join([...one.kinds])})`)}
      and ${one.include.length === 0 ? EVERYBODY : isIn(one.include)}
      and not ${isIn(one.exclude)})`;
  }
  return either([hasRole(one.roles), isIn(one.groups)]);
}

/** As `decideDemand` has it (domain/policy.ts), said of a whole table. */
function allows(asked: Asked, method: Method): RawBuilder<SqlBool> {
  const over = asked.policy.sunset.rules.filter(
    (rule) => beginsAt(rule) <= asked.at && rule.methods.includes(method),
  );
  if (over.some(({ groups }) => groups.length === 0)) return NOBODY;
  const gone = isIn(over.flatMap(({ groups }) => groups));
  return raw<SqlBool>`(${allowsBefore(asked.policy, method)} and not ${gone})`;
}

function allowsBefore({ methods }: Policy, method: Method): RawBuilder<SqlBool> {
  const named = methods.groups.map(({ group }) => group);
  const allowing = methods.groups.filter((rule) => rule.methods.includes(method));
  const own = isIn(allowing.map(({ group }) => group));
  if (!methods.everybody.includes(method)) return own;
  return either([raw<SqlBool>`not ${isIn(named)}`, own]);
}

function mustResist({ strength }: Policy): RawBuilder<SqlBool> {
  const roles = Object.entries(strength.roles).filter(([, value]) => value === STRONGEST);
  const groups = strength.groups.filter((rule) => rule.strength === STRONGEST);
  return either([hasRole(roles.map(([role]) => role)), isIn(groups.map(({ group }) => group))]);
}

const STRONGEST = 'phishing-resistant';

/** Every kind of method to live on, a number in each of its places, with what it can be asked as. */
const KINDS = LASTING.filter((kind) => kind !== 'phone').map((kind) => ({
  is: raw<SqlBool>`authenticator.kind = ${kind}`,
  types: typesOf({ kind, slot: undefined }),
}));
const NUMBERS = Object.entries(PHONE_SLOTS).map(([slot, { types }]) => ({
  is: raw<SqlBool>`(authenticator.kind = 'phone' and authenticator.slot = ${slot})`,
  types,
}));

function isTypeTaken(asked: Asked, type: AuthenticatorType): RawBuilder<SqlBool> {
  const method = METHOD_OF[type];
  const isAllowed = method === 'back-in' ? EVERYBODY : allows(asked, method);
  return typesFor(STRONGEST)?.includes(type)
    ? either([isAllowed, mustResist(asked.policy)])
    : raw<SqlBool>`(${isAllowed} and not ${mustResist(asked.policy)})`;
}

const isTaken = (asked: Asked): RawBuilder<SqlBool> =>
  either(
    [...KINDS, ...NUMBERS].map(
      ({ is, types }) =>
        raw<SqlBool>`(${is} and ${either(types.map((type) => isTypeTaken(asked, type)))})`,
    ),
  );

const hasMethod = (condition: RawBuilder<SqlBool>): RawBuilder<SqlBool> =>
  raw<SqlBool>`exists (select 1 from authenticator
    where authenticator.user_id = user_account.id
      and authenticator.kind in (${raw.join([...LASTING])}) and ${condition})`;

const lockedOut = (asked: Asked): RawBuilder<SqlBool> =>
  raw<SqlBool>`(${hasMethod(EVERYBODY)} and not ${hasMethod(isTaken(asked))})`;

type Counted = { seen: number; count: number; last: string };
type Stretch = { after: string; limit: number };

/** Made for this one question: what it holds is in its parameters. One stretch of all accounts. */
const countOf = (where: RawBuilder<SqlBool>) =>
  statement((_, given: Stretch) => ({
    compile: (builder) =>
      raw<Counted>`
        select count(*) as seen, max(id) as last,
          coalesce(sum(case when active = 1 and ${where} then 1 else 0 end), 0) as count
        from (select * from user_account where id > ${given.after} order by id limit ${given.limit})
          as user_account`.compile(builder),
  }));

type Row = { id: UserId; login: string; display_name: string; name_key: string };
type Window = { key: string; id: string; limit: number };

const listOf = (where: RawBuilder<SqlBool>) =>
  statement((_, given: Window) => ({
    compile: (builder) =>
      raw<Row>`
        select id, login, display_name, name_key from user_account
        where active = 1 and (name_key, id) > (${given.key}, ${given.id}) and ${where}
        order by name_key, id limit ${given.limit}`.compile(builder),
  }));

const toPerson = ({ id, login, display_name }: Row): NamedPerson => ({
  id,
  login,
  displayName: display_name,
});

/** How many accounts one statement looks at: others wait no longer than for that. */
const STRETCH = 5_000;
/** A million accounts take half of it. */
const COUNT_MS = 8_000;

async function count(sql: Sql, where: RawBuilder<SqlBool>): Promise<HowMany> {
  const [counting, began] = [countOf(where), performance.now()];
  const given = { after: '', limit: STRETCH };
  for (let total = 0; ; await setImmediate()) {
    const found = await sql.first(counting, given);
    total += found?.count ?? 0;
    if (found === undefined || found.seen < STRETCH) return { count: total, more: false };
    if (performance.now() - began > COUNT_MS) return { count: total, more: true };
    given.after = found.last;
  }
}

const page = (sql: Sql, where: RawBuilder<SqlBool>, window: Window) =>
  sql.all(listOf(where), window);

export const makePolicyPreview = (sql: Sql): PolicyPreview => ({
  touched: async (one, first) => {
    const where = audience(one);
    const rows = await page(sql, where, { key: '', id: '', limit: first });
    return { ...(await count(sql, where)), first: rows.map(toPerson) };
  },
  countLockedOut: (asked) => count(sql, lockedOut(asked)),
  listLockedOut: async (asked, { after, limit }) => {
    const window = { key: after?.key ?? '', id: after?.id ?? '', limit };
    const rows = await page(sql, lockedOut(asked), window);
    const last = rows.at(-1);
    const next: Place | undefined =
      rows.length < limit || last === undefined ? undefined : { key: last.name_key, id: last.id };
    return { people: rows.map(toPerson), next };
  },
});

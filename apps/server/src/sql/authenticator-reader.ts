import type { SealedBox } from '#crypto/sealed-box.ts';
import type { PhoneSlot } from '#domain/authenticator.ts';
import type { Spend } from '#domain/challenge.ts';
import type { AuthenticatorId, BindingId, UserId } from '#domain/ids.ts';
import type { AuthenticatorReader } from '#sign-in/ports.ts';
import { FIND, LIST, toAuthenticator } from './authenticator-rows.ts';
import type { Sql } from './connection.ts';
import { fromBytes, toTime } from './convert.ts';
import type { AuthenticatorTable } from './schema.ts';
import { literal, statement } from './statement.ts';

const SECRET = statement((db, given: { id: AuthenticatorId }) =>
  db.selectFrom('authenticator').select('secret').where('id', '=', given.id),
);

const CODE = statement((db, given: { id: AuthenticatorId; number: number }) =>
  db
    .selectFrom('code')
    .select(['id', 'hash'])
    .where('authenticator_id', '=', given.id)
    .where('number', '=', given.number)
    .where('used_at', 'is', null),
);

const NEXT_CODE = statement((db, given: { id: AuthenticatorId }) =>
  db
    .selectFrom('code')
    .select('number')
    .where('authenticator_id', '=', given.id)
    .where('used_at', 'is', null)
    .orderBy('number')
    .limit(1),
);

type Counter<Id> = { id: Id; value: number };

const SPEND_COUNTER = statement((db, given: Counter<AuthenticatorId> & { now: number }) =>
  db
    .updateTable('authenticator')
    .set({ last_counter: given.value, last_used_at: given.now })
    .where('id', '=', given.id)
    .where('last_counter', '<', given.value)
    .where('state', '=', 'active')
    .where('frozen_at', 'is', null),
);

const SPEND_BINDING_COUNTER = statement((db, given: Counter<BindingId>) =>
  db
    .updateTable('binding')
    .set({ last_counter: given.value })
    .where('id', '=', given.id)
    .where('last_counter', '<', given.value),
);

const SPEND_CODE = statement((db, given: { id: AuthenticatorId; code_id: string; now: number }) =>
  db
    .updateTable('code')
    .set({ used_at: given.now })
    .where('id', '=', given.code_id)
    .where('used_at', 'is', null)
    .where('authenticator_id', 'in', (eb) =>
      eb
        .selectFrom('authenticator')
        .select('authenticator.id')
        .where('authenticator.id', '=', given.id)
        .where('authenticator.state', '=', 'active')
        .where('authenticator.frozen_at', 'is', null),
    ),
);

const MARK_USED = statement((db, given: { id: AuthenticatorId; now: number }) =>
  db.updateTable('authenticator').set({ last_used_at: given.now }).where('id', '=', given.id),
);

const DISABLE = statement((db, given: { id: AuthenticatorId }) =>
  db
    .updateTable('authenticator')
    .set({ state: 'disabled' })
    .where('id', '=', given.id)
    .where('state', '=', 'active'),
);

const PHONES = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('authenticator')
    .select(['id', 'slot', 'secret'])
    .where('user_id', '=', given.user_id)
    .where('kind', '=', literal('phone'))
    .where('frozen_at', 'is', null),
);

export const placeOfAuthenticator = (id: AuthenticatorId) =>
  ({ table: 'authenticator', column: 'secret', row: id }) as const;

export function makeAuthenticatorReader(sql: Sql, box: SealedBox): AuthenticatorReader {
  return {
    list: async (userId) => (await sql.all(LIST, { user_id: userId })).map(toAuthenticator),
    find: async (id) => {
      const row = await sql.first(FIND, { id });
      return row === undefined ? undefined : toAuthenticator(row);
    },
    secretOf: async (id) => {
      const secret = (await sql.first(SECRET, { id }))?.secret ?? undefined;
      return secret === undefined ? undefined : box.open(secret, placeOfAuthenticator(id));
    },
    codeOf: (id, number) => sql.first(CODE, { id, number }),
    nextCodeNumber: async (id) => (await sql.first(NEXT_CODE, { id }))?.number,
    spend: (spend, now) => spendOutput(sql, spend, toTime(now)),
    markUsed: async (id, now) => sql.tell(MARK_USED, { id, now: toTime(now) }),
    numbersOf: async (userId) => {
      const rows = await sql.all(PHONES, { user_id: userId });
      return rows.flatMap((row) => openNumber(box, row));
    },
    disable: async (id) => (await sql.count(DISABLE, { id })) === 1,
  };
}

function openNumber(
  box: SealedBox,
  { id, slot, secret }: Pick<AuthenticatorTable, 'id' | 'slot' | 'secret'>,
): readonly { slot: PhoneSlot; e164: string }[] {
  if (slot === null || secret === null) return [];
  const { e164 } = JSON.parse(fromBytes(box.open(secret, placeOfAuthenticator(id))));
  return [{ slot, e164 }];
}

async function spendOutput(sql: Sql, spend: Spend, now: number): Promise<boolean> {
  switch (spend.kind) {
    case 'challenge':
      return true;
    case 'counter': {
      const { authenticatorId: id, value } = spend;
      return (await sql.count(SPEND_COUNTER, { id, value, now })) === 1;
    }
    case 'binding-counter': {
      const { bindingId: id, value } = spend;
      return (await sql.count(SPEND_BINDING_COUNTER, { id, value })) === 1;
    }
    case 'use':
      return spendUse(sql, spend, now);
    default:
      return spend satisfies never;
  }
}

async function spendUse(
  sql: Sql,
  { authenticatorId: id, codeId: code_id }: Extract<Spend, { kind: 'use' }>,
  now: number,
): Promise<boolean> {
  if ((await sql.count(SPEND_CODE, { id, code_id, now })) !== 1) return false;
  sql.tell(MARK_USED, { id, now });
  return true;
}

import { sql as raw } from 'kysely';
import type { SealedBox } from '#crypto/sealed-box.ts';
import type { PhoneSlot } from '#domain/authenticator.ts';
import type { CredentialKey, Spend } from '#domain/challenge.ts';
import type { AuthenticatorId, BindingId, UserId } from '#domain/ids.ts';
import { REUSABLE } from '#domain/reusable-code.ts';
import type { AuthenticatorReader, BoundPasskey } from '#sign-in/ports.ts';
import { FIND, LIST, toAuthenticator } from './authenticator-rows.ts';
import { placeOfBinding } from './binding-store.ts';
import type { Sql } from './connection.ts';
import { fromBytes, fromTime, toBytes, toFlag, toJson, toTime } from './convert.ts';
import type { AuthenticatorTable, BindingTable } from './schema.ts';
import { literal, statement } from './statement.ts';

const SECRET = statement((db, given: { id: AuthenticatorId }) =>
  db.selectFrom('authenticator').select('secret').where('id', '=', given.id),
);

const LAST_STEP = statement((db, given: { id: AuthenticatorId }) =>
  db
    .selectFrom('authenticator')
    .select(['last_counter', 'last_used_at', 'bound_at'])
    .where('id', '=', given.id),
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
    .limit(literal(1)),
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

type Assertion = Counter<AuthenticatorId> & { now: number; backed_up: number };

const SPEND_ANSWER = statement((db, given: { id: AuthenticatorId; now: number }) =>
  db
    .updateTable('authenticator')
    .set({ last_used_at: given.now })
    .where('id', '=', given.id)
    .where('state', '=', 'active')
    .where('frozen_at', 'is', null),
);

/** An authenticator that does not count says 0 for ever (W3C WebAuthn Level 3 section 6.1.1). */
const SPEND_ASSERTION = statement((db, given: Assertion) =>
  db
    .updateTable('authenticator')
    .set({ last_counter: given.value, last_used_at: given.now, backed_up: given.backed_up })
    .where('id', '=', given.id)
    .where('state', '=', 'active')
    .where('frozen_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('last_counter', '<', given.value),
        eb.and([eb('last_counter', '=', 0), eb(eb.val(given.value), '=', 0)]),
      ]),
    ),
);

type Credential = Pick<BindingTable, 'id' | 'last_counter'> & {
  credential_id: string;
  aaguid: string;
  backed_up: number;
  secret: Uint8Array;
};

const SPEND_CREDENTIAL = statement((db, given: Credential) =>
  db
    .updateTable('binding')
    .set({
      credential_id: given.credential_id,
      aaguid: given.aaguid,
      backed_up: given.backed_up,
      last_counter: given.last_counter,
      secret: given.secret,
    })
    .where('id', '=', given.id)
    .where('state', '=', 'pending')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('authenticator')
            .select('authenticator.id')
            .where('authenticator.credential_id', '=', given.credential_id),
        ),
      ),
    ),
);

const PASSKEY_COLUMNS = [
  'id',
  'user_id',
  'credential_id',
  'aaguid',
  'last_counter',
  'secret',
] as const;

const PASSKEYS_OF = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('authenticator')
    .select(PASSKEY_COLUMNS)
    .where('user_id', '=', given.user_id)
    .where('kind', '=', 'passkey')
    .where('state', '=', 'active')
    .where('frozen_at', 'is', null)
    .orderBy('bound_at')
    .orderBy('id'),
);

const PASSKEY = statement((db, given: { credential_id: string }) =>
  db
    .selectFrom('authenticator')
    .select(PASSKEY_COLUMNS)
    .where('credential_id', '=', given.credential_id)
    .where('kind', '=', 'passkey')
    .where('state', '=', 'active')
    .where('frozen_at', 'is', null),
);

const SPEND_CODE = statement((db, given: { id: AuthenticatorId; code_id: string; now: number }) =>
  db
    .updateTable('code')
    .set({
      used_at: raw`case when number = ${raw.lit(REUSABLE)} then null else cast(${given.now} as bigint) end`,
    })
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
    lastStepOf: async (id) => {
      const row = await sql.first(LAST_STEP, { id });
      return row && { step: row.last_counter, at: fromTime(row.last_used_at ?? row.bound_at) };
    },
    passkeysOf: async (userId) =>
      (await sql.all(PASSKEYS_OF, { user_id: userId })).map((row) => openPasskey(box, row)),
    findPasskey: async (credentialId) => {
      const row = await sql.first(PASSKEY, { credential_id: credentialId });
      return row === undefined ? undefined : openPasskey(box, row);
    },
    codeOf: (id, number) => sql.first(CODE, { id, number }),
    nextCodeNumber: async (id) => (await sql.first(NEXT_CODE, { id }))?.number,
    spend: (spend, now) => spendOutput({ sql, box }, spend, toTime(now)),
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

type PasskeyRow = Pick<AuthenticatorTable, (typeof PASSKEY_COLUMNS)[number]>;

function openPasskey(box: SealedBox, row: PasskeyRow): BoundPasskey {
  const { id, secret, credential_id: credentialId, aaguid } = row;
  if (secret === null || credentialId === null || aaguid === null) {
    throw new Error(`passkey ${id} has no key`);
  }
  const key: CredentialKey = JSON.parse(fromBytes(box.open(secret, placeOfAuthenticator(id))));
  return { id, userId: row.user_id, credentialId, aaguid, counter: row.last_counter, key };
}

type Dependencies = { readonly sql: Sql; readonly box: SealedBox };

async function spendOutput(
  { sql, box }: Dependencies,
  spend: Spend,
  now: number,
): Promise<boolean> {
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
    case 'assertion': {
      const { authenticatorId: id, counter: value, backedUp } = spend;
      const backed_up = toFlag(backedUp);
      return (await sql.count(SPEND_ASSERTION, { id, value, now, backed_up })) === 1;
    }
    case 'credential':
      return (await sql.count(SPEND_CREDENTIAL, toCredential(box, spend))) === 1;
    case 'answer': {
      const { authenticatorId: id } = spend;
      return id === undefined || (await sql.count(SPEND_ANSWER, { id, now })) === 1;
    }
    case 'use':
      return spendUse(sql, spend, now);
    default:
      return spend satisfies never;
  }
}

function toCredential(
  box: SealedBox,
  { bindingId: id, credential }: Extract<Spend, { kind: 'credential' }>,
): Credential {
  return {
    id,
    credential_id: credential.credentialId,
    aaguid: credential.aaguid,
    backed_up: toFlag(credential.backedUp),
    last_counter: credential.counter,
    secret: box.seal(toBytes(toJson(credential.key)), placeOfBinding(id)),
  };
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

import type { SealedBox } from '#crypto/sealed-box.ts';
import type { Device, DeviceStore, DeviceSubject } from '#devices/ports.ts';
import type { AuthenticatorId, BindingId, ChallengeId, UserId } from '#domain/ids.ts';
import { placeOfAuthenticator } from './authenticator-reader.ts';
import { placeOfBinding } from './binding-store.ts';
import { toChallenge } from './challenge-store.ts';
import { findMoving, makeDeviceMoves } from './device-moves.ts';
import type { Sql } from './connection.ts';
import { fromBytes, fromNullable, fromNullableTime, toBytes, toJson, toTime } from './convert.ts';
import type { AuthenticatorTable, BindingTable } from './schema.ts';
import { insertStatement, literal, statement } from './statement.ts';

const INSERT_ACTIVATION = insertStatement('device_activation');
const INSERT_REQUEST = insertStatement('device_request');

const ACTIVATION = statement((db, given: { code_hash: string; now: number }) =>
  db
    .selectFrom('device_activation')
    .innerJoin('binding', 'binding.id', 'device_activation.binding_id')
    .select(['binding.id', 'binding.user_id'])
    .where('device_activation.code_hash', '=', given.code_hash)
    .where('device_activation.expires_at', '>', given.now),
);

type Registration = Pick<BindingTable, 'id'> & {
  credential_id: string;
  secret: Uint8Array;
  name: string;
  now: number;
};

/** Once: whoever has another code of the same addition finds it taken. */
const REGISTER = statement((db, given: Registration) =>
  db
    .updateTable('binding')
    .set({ credential_id: given.credential_id, secret: given.secret, name: given.name })
    .where('id', '=', given.id)
    .where('kind', '=', 'device')
    .where('state', '=', 'pending')
    .where('credential_id', 'is', null)
    .where('expires_at', '>', given.now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('authenticator')
            .select('authenticator.id')
            .where('authenticator.credential_id', '=', given.credential_id),
        ),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('binding as other')
            .select('other.id')
            .where('other.kind', '=', literal('device'))
            .where('other.credential_id', '=', given.credential_id),
        ),
      ),
    ),
);

const FORGET_ACTIVATIONS = statement((db, given: { binding_id: BindingId }) =>
  db.deleteFrom('device_activation').where('binding_id', '=', given.binding_id),
);

const BOUND = statement((db, given: { credential_id: string }) =>
  db
    .selectFrom('authenticator')
    .select(['id', 'user_id', 'name', 'state', 'frozen_at', 'last_used_at', 'secret'])
    .where('credential_id', '=', given.credential_id)
    .where('kind', '=', 'device'),
);

const WAITING = statement((db, given: { credential_id: string; now: number }) =>
  db
    .selectFrom('binding')
    .select(['id', 'user_id', 'name', 'secret'])
    .where('credential_id', '=', given.credential_id)
    .where('kind', '=', literal('device'))
    .where('state', '=', 'pending')
    .where('expires_at', '>', given.now),
);

const REQUEST_FOR = {
  authenticator: statement((db, given: { id: AuthenticatorId; now: number }) =>
    db
      .selectFrom('challenge')
      .selectAll()
      .where('authenticator_id', '=', given.id)
      .where('type', '=', 'push')
      .where('state', '=', 'live')
      .where('expires_at', '>', given.now)
      .orderBy('created_at', 'desc')
      .limit(literal(1)),
  ),
  binding: statement((db, given: { id: BindingId; now: number }) =>
    db
      .selectFrom('challenge')
      .selectAll()
      .where('binding_id', '=', given.id)
      .where('type', '=', 'push')
      .where('state', '=', 'live')
      .where('expires_at', '>', given.now)
      .orderBy('created_at', 'desc')
      .limit(literal(1)),
  ),
};

const SUPERSEDE_REQUESTS = statement((db, given: { user_id: UserId }) =>
  db
    .updateTable('challenge')
    .set({ state: 'superseded' })
    .where('user_id', '=', given.user_id)
    .where('type', '=', 'push')
    .where('state', '=', 'live'),
);

const ORIGIN = statement((db, given: { id: ChallengeId }) =>
  db.selectFrom('device_request').select(['address', 'user_agent']).where('id', '=', given.id),
);

const INSERT_SUBSCRIPTION = insertStatement('push_subscription');

/** An account that was added again on the same phone: its old key is not asked any more. */
const DROP_SAME = statement((db, given: { subscription_hash: string; id: AuthenticatorId }) =>
  db
    .deleteFrom('push_subscription')
    .where('subscription_hash', '=', given.subscription_hash)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('authenticator as own')
        .innerJoin('authenticator as other', 'other.user_id', 'own.user_id')
        .select('other.id')
        .where('own.id', '=', given.id),
    ),
);

const UNSUBSCRIBE = statement((db, given: { id: AuthenticatorId }) =>
  db.deleteFrom('push_subscription').where('id', '=', given.id),
);

const SUBSCRIPTION = statement((db, given: { id: AuthenticatorId }) =>
  db
    .selectFrom('push_subscription')
    .select(['subscription', 'stale_at'])
    .where('id', '=', given.id),
);

const MARK_STALE = statement((db, given: { id: AuthenticatorId; now: number }) =>
  db
    .updateTable('push_subscription')
    .set({ stale_at: given.now })
    .where('subscription_hash', '=', (eb) =>
      eb.selectFrom('push_subscription').select('subscription_hash').where('id', '=', given.id),
    ),
);

const placeOfSubscription = (id: AuthenticatorId) =>
  ({ table: 'push_subscription', column: 'subscription', row: id }) as const;

function subscriptions(
  sql: Sql,
  box: SealedBox,
): Pick<DeviceStore, 'subscribe' | 'unsubscribe' | 'subscriptionOf' | 'markStale'> {
  return {
    subscribe: async (id, { subscription, subscriptionHash, now }) => {
      sql.tell(DROP_SAME, { subscription_hash: subscriptionHash, id });
      sql.tell(INSERT_SUBSCRIPTION, [
        {
          id,
          subscription_hash: subscriptionHash,
          subscription: box.seal(toBytes(toJson(subscription)), placeOfSubscription(id)),
          created_at: toTime(now),
          stale_at: null,
        },
      ]);
    },
    unsubscribe: async (id) => sql.tell(UNSUBSCRIBE, { id }),
    subscriptionOf: async (id) => {
      const row = await sql.first(SUBSCRIPTION, { id });
      if (row === undefined) return undefined;
      const opened = fromBytes(box.open(row.subscription, placeOfSubscription(id)));
      return { subscription: JSON.parse(opened), stale: row.stale_at !== null };
    },
    markStale: async (id, now) => sql.tell(MARK_STALE, { id, now: toTime(now) }),
  };
}

export function makeDeviceStore(sql: Sql, box: SealedBox): DeviceStore {
  return {
    ...subscriptions(sql, box),
    ...makeDeviceMoves(sql, box),
    addActivation: async ({ codeHashes, bindingId, expiresAt }) =>
      sql.tell(
        INSERT_ACTIVATION,
        codeHashes.map((code_hash) => ({
          code_hash,
          binding_id: bindingId,
          expires_at: toTime(expiresAt),
        })),
      ),
    register: async (codeHash, { keyId, secret, name }, now) => {
      const found = await sql.first(ACTIVATION, { code_hash: codeHash, now: toTime(now) });
      if (found === undefined) return undefined;
      const { id, user_id: userId } = found;
      const sealed = box.seal(secret, placeOfBinding(id));
      const given = { id, credential_id: keyId, secret: sealed, name, now: toTime(now) };
      if ((await sql.count(REGISTER, given)) !== 1) return undefined;
      sql.tell(FORGET_ACTIVATIONS, { binding_id: id });
      return { bindingId: id, userId };
    },
    find: async (keyId, now) =>
      (await findBound(sql, box, keyId)) ??
      (await findWaiting({ sql, box }, keyId, now)) ??
      (await findMoving({ sql, box }, keyId, now)),
    requestFor: async (subject, now) =>
      subject.kind === 'move'
        ? undefined
        : toChallenge(await requestRow(sql, subject, toTime(now))),
    supersedeRequestsOf: async (userId) => sql.tell(SUPERSEDE_REQUESTS, { user_id: userId }),
    recordOrigin: async (id, { address, userAgent }) =>
      sql.tell(INSERT_REQUEST, [{ id, address, user_agent: userAgent }]),
    originOf: async (id) => {
      const row = await sql.first(ORIGIN, { id });
      return row === undefined ? undefined : { address: row.address, userAgent: row.user_agent };
    },
  };
}

const requestRow = (sql: Sql, subject: Exclude<DeviceSubject, { kind: 'move' }>, now: number) =>
  subject.kind === 'authenticator'
    ? sql.first(REQUEST_FOR.authenticator, { id: subject.id, now })
    : sql.first(REQUEST_FOR.binding, { id: subject.id, now });

/** What the sealed value of a device holds, as far as it matters here. */
const keyIn = (opened: Uint8Array): Device['key'] => JSON.parse(fromBytes(opened)).key;

type BoundRow = Pick<AuthenticatorTable, 'id' | 'secret'>;

async function findBound(sql: Sql, box: SealedBox, keyId: string): Promise<Device | undefined> {
  const row = await sql.first(BOUND, { credential_id: keyId });
  if (row === undefined) return undefined;
  return {
    keyId,
    key: keyIn(openBound(box, row)),
    subject: { kind: 'authenticator', id: row.id },
    userId: row.user_id,
    name: fromNullable(row.name),
    state: row.state === 'active' && row.frozen_at === null ? 'active' : 'off',
    lastUsedAt: fromNullableTime(row.last_used_at),
  };
}

function openBound(box: SealedBox, { id, secret }: BoundRow): Uint8Array {
  if (secret === null) throw new Error(`device ${id} has no key`);
  return box.open(secret, placeOfAuthenticator(id));
}

type Dependencies = { readonly sql: Sql; readonly box: SealedBox };

async function findWaiting(
  { sql, box }: Dependencies,
  keyId: string,
  now: Date,
): Promise<Device | undefined> {
  const row = await sql.first(WAITING, { credential_id: keyId, now: toTime(now) });
  if (row === undefined || row.secret === null) return undefined;
  return {
    keyId,
    key: keyIn(box.open(row.secret, placeOfBinding(row.id))),
    subject: { kind: 'binding', id: row.id },
    userId: row.user_id,
    name: fromNullable(row.name),
    state: 'waiting',
    lastUsedAt: undefined,
  };
}

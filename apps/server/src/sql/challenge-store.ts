import {
  CHALLENGE_TRANSITIONS,
  type Challenge,
  type ChallengeFor,
  type ChallengeState,
} from '#domain/challenge.ts';
import type { BindingId, ChallengeId, SignInId, UserId } from '#domain/ids.ts';
import type { ChallengeStore, NewChallenge, Reservation } from '#sign-in/ports.ts';
import type { Sql } from './connection.ts';
import {
  fromNullable,
  fromNullableTime,
  fromTime,
  toNullable,
  toNullableTime,
  toTime,
} from './convert.ts';
import type { ChallengeTable } from './schema.ts';
import { type Builder, insertStatement, literal, locking, statement } from './statement.ts';
import { takeTurns } from './take-turns.ts';

const INSERT = insertStatement('challenge');

const SUPERSEDE = {
  'sign-in': statement((db, given: { id: SignInId }) =>
    db
      .updateTable('challenge')
      .set({ state: 'superseded' })
      .where('sign_in_id', '=', given.id)
      .where('state', '=', literal('live')),
  ),
  binding: statement((db, given: { id: BindingId }) =>
    db
      .updateTable('challenge')
      .set({ state: 'superseded' })
      .where('binding_id', '=', given.id)
      .where('state', '=', literal('live')),
  ),
};

const SUPERSEDE_ALL = statement((db, given: { user_id: UserId }) =>
  db
    .updateTable('challenge')
    .set({ state: 'superseded' })
    .where('user_id', '=', given.user_id)
    .where('state', 'in', ['live', 'approved']),
);

const FIND = statement((db, given: { id: ChallengeId }) =>
  db.selectFrom('challenge').selectAll().where('id', '=', given.id),
);

const HOLD = statement((db, given: { id: ChallengeId }, engine) =>
  db.selectFrom('challenge').selectAll().where('id', '=', given.id).$call(locking(engine)),
);

const newest = (db: Builder) =>
  db
    .selectFrom('challenge')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(literal(1));

/**
 * A sign-in and a binding never have the same id. With OR, SQLite gathers and sorts what either
 * index has (47 µs); each half by itself ends at its first row.
 */
const LATEST = statement((db, given: { sign_in_id: SignInId; binding_id: BindingId }) =>
  db
    .selectFrom(newest(db).where('sign_in_id', '=', given.sign_in_id).as('of_sign_in'))
    .selectAll()
    .unionAll(
      db
        .selectFrom(newest(db).where('binding_id', '=', given.binding_id).as('of_binding'))
        .selectAll(),
    ),
);

const PROVED_IN = statement((db, given: { sign_in_id: SignInId }) =>
  db
    .selectFrom('challenge')
    .innerJoin('binding', 'binding.id', 'challenge.binding_id')
    .select('challenge.type')
    .where('binding.started_by', '=', given.sign_in_id)
    .where('binding.state', '=', 'confirmed')
    .where('challenge.state', '=', 'consumed'),
);

const RESERVE = statement((db, given: { id: ChallengeId; now: number }) =>
  db
    .updateTable('challenge')
    .set((eb) => ({ attempts_left: eb('attempts_left', '-', eb.lit(1)) }))
    .where('id', '=', given.id)
    .where('state', '=', literal('live'))
    .where('attempts_left', '>', 0)
    .where('expires_at', '>', given.now)
    .returningAll(),
);

type Advance = Pick<ChallengeTable, 'id' | 'outcome'> & {
  from: ChallengeState;
  to: ChallengeState;
  /** Superseding needs no time left: 0. */
  now: number;
};

const ADVANCE = statement((db, given: Advance) =>
  db
    .updateTable('challenge')
    .set((eb) => ({ state: given.to, outcome: eb.fn.coalesce(eb.val(given.outcome), 'outcome') }))
    .where('id', '=', given.id)
    .where('state', '=', given.from)
    .where('expires_at', '>', given.now),
);

export function makeChallengeStore(sql: Sql): ChallengeStore {
  const find: ChallengeStore['find'] = async (id) => toChallenge(await sql.first(FIND, { id }));
  return {
    insert: async (challenge) => {
      supersedeLive(sql, challenge.for);
      sql.tell(INSERT, [toRow(challenge)]);
    },
    insertFirst: async (challenge) => sql.tell(INSERT, [toRow(challenge)]),
    find,
    hold: async (id) => toChallenge(await sql.first(HOLD, { id })),
    latestFor: async (subject) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one of the two, and either is looked for
      const given = { sign_in_id: subject as SignInId, binding_id: subject as BindingId };
      return toChallenge(await sql.first(LATEST, given));
    },
    listProvedIn: async (setUp) =>
      (await sql.all(PROVED_IN, { sign_in_id: setUp })).map(({ type }) => type),
    reserveAttempt: async (id, now) => {
      const challenge = toChallenge(await sql.first(RESERVE, { id, now: toTime(now) }));
      if (challenge !== undefined) return { kind: 'reserved', challenge };
      return { kind: reasonAgainst(await find(id), now) };
    },
    advance: async (id, from, { state: to, now, outcome }) => {
      const edges: readonly ChallengeState[] = CHALLENGE_TRANSITIONS[from];
      if (!edges.includes(to)) return false;
      const notBefore = to === 'superseded' ? 0 : toTime(now);
      const given = { id, from, to, now: notBefore, outcome: toNullable(outcome) };
      return (await sql.count(ADVANCE, given)) === 1;
    },
    supersedeAllOf: (userId) => sql.count(SUPERSEDE_ALL, { user_id: userId }),
  };
}

/** Two that are issued at once for one sign-in: the second waits, and then replaces the first. */
function supersedeLive(sql: Sql, subject: ChallengeFor): void {
  if (subject.kind === 'sign-in') {
    takeTurns(sql, subject.signInId);
    sql.tell(SUPERSEDE['sign-in'], { id: subject.signInId });
  } else {
    takeTurns(sql, subject.bindingId);
    sql.tell(SUPERSEDE.binding, { id: subject.bindingId });
  }
}

/** Why the update found nothing to reserve. */
function reasonAgainst(
  challenge: Challenge | undefined,
  now: Date,
): Exclude<Reservation['kind'], 'reserved'> {
  if (challenge === undefined) return 'unknown';
  if (challenge.state !== 'live') return challenge.state === 'exhausted' ? 'exhausted' : 'over';
  return challenge.expiresAt <= now ? 'expired' : 'exhausted';
}

const toRow = (challenge: NewChallenge): ChallengeTable => ({
  id: challenge.id,
  user_id: challenge.userId,
  sign_in_id: challenge.for.kind === 'sign-in' ? challenge.for.signInId : null,
  authenticator_id: challenge.for.kind === 'sign-in' ? challenge.for.authenticatorId : null,
  binding_id: challenge.for.kind === 'binding' ? challenge.for.bindingId : null,
  type: challenge.type,
  slot: toNullable(challenge.slot),
  state: 'live',
  attempts_left: challenge.attemptsLeft,
  code_hash: toNullable(challenge.codeHash),
  code_number: toNullable(challenge.codeNumber),
  outcome: null,
  created_at: toTime(challenge.createdAt),
  expires_at: toTime(challenge.expiresAt),
  resend_at: toNullableTime(challenge.resendAt),
});

function subjectOf(row: ChallengeTable): ChallengeFor {
  if (row.binding_id !== null) return { kind: 'binding', bindingId: row.binding_id };
  if (row.sign_in_id === null || row.authenticator_id === null) {
    throw new Error(`challenge ${row.id} is for nothing`);
  }
  return { kind: 'sign-in', signInId: row.sign_in_id, authenticatorId: row.authenticator_id };
}

export const toChallenge = (row: ChallengeTable | undefined): Challenge | undefined =>
  row === undefined
    ? undefined
    : {
        id: row.id,
        userId: row.user_id,
        for: subjectOf(row),
        type: row.type,
        slot: fromNullable(row.slot),
        state: row.state,
        attemptsLeft: row.attempts_left,
        codeHash: fromNullable(row.code_hash),
        codeNumber: fromNullable(row.code_number),
        outcome: fromNullable(row.outcome),
        createdAt: fromTime(row.created_at),
        expiresAt: fromTime(row.expires_at),
        resendAt: fromNullableTime(row.resend_at),
      };

import type { SignInId, UserId } from '#domain/ids.ts';
import { SIGN_IN_TRANSITIONS, type SignIn, type SignInState } from '#domain/sign-in.ts';
import type { NewSignIn, SignInStore } from '#sign-in/ports.ts';
import type { Sql } from './connection.ts';
import {
  fromJson,
  fromNullable,
  fromTime,
  toFlag,
  toJson,
  toNullable,
  toNullableTime,
  toTime,
} from './convert.ts';
import type { SignInTable } from './schema.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('sign_in');

const FIND = statement((db, given: { id: SignInId }) =>
  db.selectFrom('sign_in').selectAll().where('id', '=', given.id),
);

const FIND_BY_TOKEN_HASH = statement((db, given: { token_hash: string }) =>
  db.selectFrom('sign_in').selectAll().where('token_hash', '=', given.token_hash),
);

const REPLACE_TOKEN = statement((db, given: { id: SignInId; from: string; to: string }) =>
  db
    .updateTable('sign_in')
    .set({ token_hash: given.to })
    .where('id', '=', given.id)
    .where('token_hash', '=', given.from),
);

type Edge = { id: SignInId; from: SignInState; to: SignInState };

const ADVANCE = statement((db, given: Edge) =>
  db
    .updateTable('sign_in')
    .set({ state: given.to })
    .where('id', '=', given.id)
    .where('state', '=', given.from),
);

type Opening = Omit<Edge, 'to'> & Pick<SignInTable, 'second_step' | 'held_until' | 'remember'>;

const OPEN_TASKS = statement((db, given: Opening) =>
  db
    .updateTable('sign_in')
    .set({
      state: 'tasks',
      second_step: given.second_step,
      held_until: given.held_until,
      remember: given.remember,
    })
    .where('id', '=', given.id)
    .where('state', '=', given.from),
);

const END_ALL = statement((db, given: { user_id: UserId; except: SignInId }) =>
  db
    .updateTable('sign_in')
    .set({ state: 'ended' })
    .where('user_id', '=', given.user_id)
    .where('id', '<>', given.except)
    .where('state', 'not in', ['completed', 'ended']),
);

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no sign-in has this id
const NONE = '' as SignInId;

const isEdge = (from: SignInState, to: SignInState): boolean => {
  const edges: readonly SignInState[] = SIGN_IN_TRANSITIONS[from];
  return edges.includes(to);
};

export function makeSignInStore(sql: Sql): SignInStore {
  return {
    insert: async (signIn) => sql.tell(INSERT, [toRow(signIn)]),
    find: async (id) => toSignIn(await sql.first(FIND, { id })),
    findByTokenHash: async (tokenHash) =>
      toSignIn(await sql.first(FIND_BY_TOKEN_HASH, { token_hash: tokenHash })),
    replaceToken: async (id, from, to) => (await sql.count(REPLACE_TOKEN, { id, from, to })) === 1,
    advance: async (id, from, to) =>
      isEdge(from, to) && (await sql.count(ADVANCE, { id, from, to })) === 1,
    openTasks: async (id, from, proof) => {
      if (!isEdge(from, 'tasks')) return false;
      const second_step = toNullable(proof.secondStep);
      const held_until = toNullableTime(proof.heldUntil);
      const remember = toFlag(proof.remember);
      return (await sql.count(OPEN_TASKS, { id, from, second_step, held_until, remember })) === 1;
    },
    endAllOf: (userId, except = NONE) => sql.count(END_ALL, { user_id: userId, except }),
  };
}

const toRow = (signIn: NewSignIn): SignInTable => ({
  id: signIn.id,
  token_hash: signIn.tokenHash,
  user_id: signIn.userId,
  purpose: signIn.purpose,
  session_id: toNullable(signIn.sessionId),
  state: signIn.state,
  return_to: signIn.returnTo,
  created_at: toTime(signIn.createdAt),
  expires_at: toTime(signIn.expiresAt),
  second_step: toNullable(signIn.secondStep),
  accepts: signIn.accepts === undefined ? null : toJson(signIn.accepts),
  remember: 0,
  held_until: toNullableTime(signIn.heldUntil),
});

const toSignIn = (row: SignInTable | undefined): SignIn | undefined =>
  row === undefined
    ? undefined
    : {
        id: row.id,
        userId: row.user_id,
        purpose: row.purpose,
        sessionId: fromNullable(row.session_id),
        state: row.state,
        returnTo: row.return_to,
        createdAt: fromTime(row.created_at),
        expiresAt: fromTime(row.expires_at),
        secondStep: fromNullable(row.second_step),
        ...(row.remember === 1 && { remember: true }),
        ...(row.accepts !== null && { accepts: fromJson(row.accepts) }),
        ...(row.held_until !== null && { heldUntil: fromTime(row.held_until) }),
      };

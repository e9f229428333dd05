import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { SignInId } from '#domain/ids.ts';
import type { ProofRequest, ProofRequestStore } from '#relying-parties/ports.ts';
import type { Sql } from './connection.ts';
import { fromNullable, fromTime, toTime } from './convert.ts';
import type { ProofRequestTable } from './schema-relying-parties.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('proof_request', 'ignore');

const FIND = statement((db, given: { sign_in_id: SignInId }) =>
  db.selectFrom('proof_request').selectAll().where('sign_in_id', '=', given.sign_in_id),
);

const ASKED_BY = statement((db, given: { sign_in_id: SignInId }) =>
  db
    .selectFrom('proof_request')
    .innerJoin('relying_party', 'relying_party.id', 'proof_request.relying_party_id')
    .select('relying_party.name')
    .where('proof_request.sign_in_id', '=', given.sign_in_id),
);

const PROVE = statement(
  (db, given: { sign_in_id: SignInId; method: AuthenticatorType; now: number }) =>
    db
      .updateTable('proof_request')
      .set({ state: 'proven', method: given.method })
      .where('sign_in_id', '=', given.sign_in_id)
      .where('state', '=', 'open')
      .where('expires_at', '>', given.now),
);

const ANSWER = statement((db, given: { sign_in_id: SignInId; from: ProofRequest['state'] }) =>
  db
    .updateTable('proof_request')
    .set({ state: 'answered' })
    .where('sign_in_id', '=', given.sign_in_id)
    .where('state', '=', given.from),
);

export const makeProofRequestStore = (sql: Sql): ProofRequestStore => ({
  insert: async (request) => {
    const row: ProofRequestTable = {
      request_hash: request.requestHash,
      relying_party_id: request.relyingPartyId,
      user_id: request.userId,
      subject: request.subject,
      sign_in_id: request.signInId,
      state: 'open',
      method: null,
      reply: request.reply,
      created_at: toTime(request.createdAt),
      expires_at: toTime(request.expiresAt),
      forget_at: toTime(request.forgetAt),
    };
    return (await sql.count(INSERT, [row])) === 1;
  },
  findFor: async (signInId) => {
    const row = await sql.first(FIND, { sign_in_id: signInId });
    return row === undefined ? undefined : fromRow(row);
  },
  askedBy: async (signInId) => (await sql.first(ASKED_BY, { sign_in_id: signInId }))?.name,
  prove: async (signInId, method, now) =>
    (await sql.count(PROVE, { sign_in_id: signInId, method, now: toTime(now) })) === 1,
  answer: async (signInId, from) => (await sql.count(ANSWER, { sign_in_id: signInId, from })) === 1,
});

const fromRow = (row: ProofRequestTable): ProofRequest => ({
  requestHash: row.request_hash,
  relyingPartyId: row.relying_party_id,
  userId: row.user_id,
  subject: row.subject,
  signInId: row.sign_in_id,
  state: row.state,
  method: fromNullable(row.method),
  reply: row.reply,
  createdAt: fromTime(row.created_at),
  expiresAt: fromTime(row.expires_at),
  forgetAt: fromTime(row.forget_at),
});

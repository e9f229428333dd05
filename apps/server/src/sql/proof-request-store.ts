import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { SignInId } from '#domain/ids.ts';
import type { Asker, ProofRequest, ProofRequestStore } from '#relying-parties/ports.ts';
import type { Sql } from './connection.ts';
import { fromFlag, fromNullable, fromNullableTime, fromTime, toFlag, toTime } from './convert.ts';
import type { ProofRequestTable } from './schema-relying-parties.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('proof_request', 'ignore');

const FIND = statement((db, given: { sign_in_id: SignInId }) =>
  db.selectFrom('proof_request').selectAll().where('sign_in_id', '=', given.sign_in_id),
);

const ASKED_BY = statement((db, given: { sign_in_id: SignInId }) =>
  db
    .selectFrom('proof_request')
    .leftJoin('relying_party', 'relying_party.id', 'proof_request.relying_party_id')
    .select(['relying_party.name', 'proof_request.asker'])
    .where('proof_request.sign_in_id', '=', given.sign_in_id),
);

const PROVE = statement(
  (db, given: { sign_in_id: SignInId; method: AuthenticatorType; now: number }) =>
    db
      .updateTable('proof_request')
      .set({ state: 'proven', method: given.method, proven_at: given.now })
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
      ...toAsker(request.askedBy),
      user_id: request.userId,
      subject: request.subject,
      sign_in_id: request.signInId,
      state: 'open',
      method: null,
      proven_at: null,
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
  askedBy: async (signInId) => {
    const row = await sql.first(ASKED_BY, { sign_in_id: signInId });
    return row?.name ?? row?.asker ?? undefined;
  },
  prove: async (signInId, method, now) =>
    (await sql.count(PROVE, { sign_in_id: signInId, method, now: toTime(now) })) === 1,
  answer: async (signInId, from) => (await sql.count(ANSWER, { sign_in_id: signInId, from })) === 1,
});

const toAsker = (by: Asker) =>
  by.kind === 'api-key'
    ? { relying_party_id: null, api_key_name: by.name, asker: by.purpose, is_trial: toFlag(false) }
    : {
        relying_party_id: by.id,
        api_key_name: null,
        asker: null,
        is_trial: toFlag(by.kind === 'trial'),
      };

const fromAsker = ({
  relying_party_id: id,
  api_key_name: name,
  asker,
  is_trial: isTrial,
}: ProofRequestTable): Asker =>
  id === null
    ? { kind: 'api-key', name: name ?? '', purpose: asker ?? '' }
    : { kind: fromFlag(isTrial) ? 'trial' : 'relying-party', id };

const fromRow = (row: ProofRequestTable): ProofRequest => ({
  requestHash: row.request_hash,
  askedBy: fromAsker(row),
  userId: row.user_id,
  subject: row.subject,
  signInId: row.sign_in_id,
  state: row.state,
  method: fromNullable(row.method),
  provenAt: fromNullableTime(row.proven_at),
  reply: row.reply,
  createdAt: fromTime(row.created_at),
  expiresAt: fromTime(row.expires_at),
  forgetAt: fromTime(row.forget_at),
});

import type { CeremonyStore } from '#sign-in/ports.ts';
import type { Sql } from './connection.ts';
import { toTime } from './convert.ts';
import { insertStatement } from './statement.ts';

const SPEND = insertStatement('spent_ceremony', 'ignore');

export const makeCeremonyStore = (sql: Sql): CeremonyStore => ({
  spend: async (tokenHash, expiresAt) =>
    (await sql.count(SPEND, [{ token_hash: tokenHash, expires_at: toTime(expiresAt) }])) === 1,
});

import { findPostgresBinaries, type PostgresSource } from './postgres-binaries.ts';
import { makePostgresHome } from './postgres-home.ts';
import { runPostgresServer } from './postgres-server.ts';

export type Postgres =
  | {
      readonly kind: 'running';
      readonly connectionString: string;
      readonly stop: () => Promise<void>;
    }
  | { readonly kind: 'missing'; readonly why: string };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A PostgreSQL for tests: the server that DATABASE_URL names, or else one of our own which only
 * this user can reach and which is gone when this process is. PROOFUP_POSTGRES_FROM=debian or
 * =package leaves only one place to take it from.
 */
export async function startPostgres(environment: Environment = process.env): Promise<Postgres> {
  const existing = environment['DATABASE_URL'];
  if (existing !== undefined && existing !== '') {
    return { kind: 'running', connectionString: existing, stop: async () => undefined };
  }
  const home = makePostgresHome();
  const found = findPostgresBinaries(home, wantedSources(environment));
  if (found.kind === 'found') {
    const server = await runPostgresServer(home, found.binaries);
    return { kind: 'running', ...server };
  }
  home.remove();
  return { kind: 'missing', why: found.why };
}

function wantedSources({ PROOFUP_POSTGRES_FROM: wanted }: Environment): readonly PostgresSource[] {
  return wanted === 'debian' || wanted === 'package' ? [wanted] : ['debian', 'package'];
}

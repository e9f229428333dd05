import { Client } from 'pg';
import type { DatabaseConfig } from '../../apps/server/src/config/config.ts';

/**
 * What PostgreSQL does by itself, minutes after so many rows have come: it would otherwise fall into
 * what is measured next. SQLite has nothing of the kind.
 */
export async function settle(database: DatabaseConfig): Promise<void> {
  if (database.kind === 'sqlite') return;
  const client = new Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    await client.query('vacuum (analyze)');
    // Not everybody may.
    await client.query('checkpoint').catch(() => undefined);
  } finally {
    await client.end();
  }
}

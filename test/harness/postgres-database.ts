import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export type TestDatabase = {
  readonly name: string;
  readonly connectionString: string;
  readonly drop: () => Promise<void>;
};

/**
 * Makes a fresh database in the server that the connection string leads to, empty or as a copy of
 * the database `template`, to which nobody may be connected meanwhile.
 */
export async function createDatabase(
  connectionString: string,
  template?: string,
): Promise<TestDatabase> {
  const name = `proofup_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const copying = template === undefined ? '' : ` TEMPLATE "${template}"`;
  await execute(connectionString, `CREATE DATABASE "${name}"${copying}`);
  const own = new URL(connectionString);
  own.pathname = `/${name}`;
  return {
    name,
    connectionString: own.toString(),
    drop: () => execute(connectionString, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
}

async function execute(connectionString: string, sql: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

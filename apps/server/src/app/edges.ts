import { type KeyRing } from '#crypto/key-ring.ts';
import type { Clock } from '#domain/write.ts';
import { type Database } from '#sql/open-database.ts';

/** What differs between a real process and a test: the clock, and where log lines go. */
export type Edges = {
  readonly clock: Clock;
  readonly keyRing: KeyRing;
  readonly logStream?: { write(line: string): void };
  /** Stands between the operations and the store: tests break single parts with it. */
  readonly wrapDatabase?: (database: Database) => Database;
  /** Built pages; the repository's own unless a test has none. */
  readonly pages?: string;
  /** The same of the authenticator. */
  readonly authenticatorPages?: string;
};

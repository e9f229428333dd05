/** Counters since the database was opened, for benchmarks and tests. */
export type Statistics = {
  readonly statements: number;
  /** Commits of the engine: with SQLite several transactions can share one. */
  readonly commits: number;
  /** Those of them that waited for the disk. */
  readonly factCommits: number;
  /** Transactions begun again after a conflict (PostgreSQL 40001, 40P01). */
  readonly retries: number;
};

export type Counters = { -readonly [Name in keyof Statistics]: Statistics[Name] };

export const makeCounters = (): Counters => ({
  statements: 0,
  commits: 0,
  factCommits: 0,
  retries: 0,
});

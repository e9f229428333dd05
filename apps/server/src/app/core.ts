import { availableParallelism } from 'node:os';
import type { Config } from '#config/config.ts';
import { makeTokens } from '#crypto/tokens.ts';
import { makeIdSource } from '#crypto/uuid-v7.ts';
import type { StoredMessage } from '#delivery/ports.ts';
import { makePasswordHasher } from '#directory/password-hasher.ts';
import { makeNotices } from '#notices/enqueue.ts';
import { makeDescribeChallenge } from '#sign-in/describe.ts';
import { makeIssueChallenge } from '#sign-in/issue-challenge.ts';
import { makeProve, spendProof } from '#sign-in/prove.ts';
import { type Database } from '#sql/open-database.ts';
import { makeChannels } from './channels.ts';
import type { Edges } from './edges.ts';
import { makeJobs } from './jobs.ts';
import { makeVerifiers } from './verifiers.ts';

const HASH_QUEUE = 100;

export type Core = ReturnType<typeof makeCore>;

/** The engine and everything it stands on; doors are added to it. */
export function makeCore(config: Config, edges: Edges, database: Database) {
  const { clock, keyRing } = edges;
  const { stores, signals, transact } = database;
  const ids = makeIdSource(clock);
  const tokens = makeTokens(keyRing);
  const hasher = makePasswordHasher({
    cost: config.passwordHash,
    concurrency: availableParallelism(),
    queueLimit: HASH_QUEUE,
  });
  const { organisation, helpContact, publicUrl } = config;
  const channels = makeChannels(config);
  const reach = { mail: channels.mail !== undefined, text: channels.text !== undefined };
  const notices = makeNotices({ organisation, helpContact, ids, reach });

  const onMoved = makeOnMoved(database);
  const jobs = makeJobs({ config, edges, database, channels, onMoved });
  const wake = (): void => jobs.dispatch.wake();

  const issue = makeIssueChallenge({
    tokens,
    ids,
    countries: config.countries,
    organisation,
    fraudReporting: config.fraudReporting.enabled,
    host: new URL(publicUrl).hostname,
  });
  const verifiers = makeVerifiers(config, { database, tokens, hasher });
  const prove = makeProve({ transact, verifiers, tokens, clock, notices });
  const describeChallenge = makeDescribeChallenge({ outbox: stores.outbox, clock });
  const engine = { issue, prove, spend: spendProof, describe: describeChallenge };

  const record = (event: 'sys_startup' | 'sys_shutdown') =>
    transact('attempt', (tx) =>
      tx.audit.append(
        [{ event, outcome: 'info', actor: { type: 'system', id: config.node } }],
        clock(),
      ),
    );
  return {
    config,
    remember: config.rememberBrowsers,
    edges,
    database,
    stores,
    signals,
    transact,
    clock,
    ids,
    tokens,
    hasher,
    notices,
    engine,
    wake,
    onMoved,
    record,
    stopJobs: jobs.stop,
  };
}

/** A waiting page hears of its message; whoever does not wait hears nothing. */
const makeOnMoved =
  ({ stores, signals }: Database) =>
  ({ challengeId }: StoredMessage): void => {
    if (challengeId === undefined) return;
    const tell = async (): Promise<void> => {
      const subject = (await stores.challenges.find(challengeId))?.for;
      if (subject === undefined) return;
      signals.changed(subject.kind === 'sign-in' ? subject.signInId : subject.bindingId);
    };
    // A page that is not told reads it at its next poll.
    tell().catch(() => undefined);
  };

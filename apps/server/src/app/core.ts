import { availableParallelism } from 'node:os';
import type { Config } from '#config/config.ts';
import { makeTokens } from '#crypto/tokens.ts';
import { makeIdSource } from '#crypto/uuid-v7.ts';
import type { Channels } from '#delivery/dispatch.ts';
import type { StoredMessage } from '#delivery/ports.ts';
import { loginKey } from '#directory/login-key.ts';
import { makePasswordHasher } from '#directory/password-hasher.ts';
import { makeReplacePassword } from '#directory/replace-password.ts';
import { makeNotices } from '#notices/enqueue.ts';
import { makeDescribeChallenge } from '#sign-in/describe.ts';
import { makeIssueChallenge } from '#sign-in/issue-challenge.ts';
import { makePasswordLanes } from '#sign-in/lanes.ts';
import { makeProve, spendProof } from '#sign-in/prove.ts';
import { type Database } from '#sql/open-database.ts';
import type { Stores } from '#sql/stores.ts';
import { makeChannels } from './channels.ts';
import type { Edges } from './edges.ts';
import { makeJobs } from './jobs.ts';
import { makeRelyingPartyOf } from './relying-party.ts';
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
  const { organisation, publicUrl } = config;
  const { knownBrowsers } = stores;
  const passwordLanes = makePasswordLanes({ tokens, knownBrowsers, loginKey });
  const channels = makeChannels(config);
  const { notices, reach } = makeTelling(config, channels, ids);

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
  const relyingParty = makeRelyingPartyOf(config);
  const verifiers = makeVerifiers(config, { database, tokens, hasher, relyingParty });
  const prove = makeProve({ transact, verifiers, tokens, clock, notices });
  const describeChallenge = makeDescribeChallenge({ ...stores, relyingParty, tokens, clock });
  const engine = { issue, prove, spend: spendProof, describe: describeChallenge };

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
    reach,
    passwordLanes,
    replacePassword: makeReplacePassword<Stores>({ notices }),
    inBackground: jobs.inBackground,
    engine,
    relyingParty,
    wake,
    onMoved,
    record: makeRecord(config, edges, database),
    stopJobs: jobs.stop,
  };
}

/** Notices, and which ways out there are for them. */
function makeTelling(config: Config, channels: Channels, ids: () => string) {
  const { organisation, helpContact } = config;
  const reach = { mail: channels.mail !== undefined, text: channels.text !== undefined };
  return { reach, notices: makeNotices({ organisation, helpContact, ids, reach }) };
}

const makeRecord =
  ({ node }: Config, { clock }: Edges, { transact }: Database) =>
  (event: 'sys_startup' | 'sys_shutdown') =>
    transact('attempt', (tx) =>
      tx.audit.append([{ event, outcome: 'info', actor: { type: 'system', id: node } }], clock()),
    );

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

import { availableParallelism } from 'node:os';
import { makeRefusals } from '#audit/refusals.ts';
import type { Config } from '#config/config.ts';
import { makeTokens } from '#crypto/tokens.ts';
import { makeIdSource } from '#crypto/uuid-v7.ts';
import type { Channels } from '#delivery/dispatch.ts';
import type { StoredMessage } from '#delivery/ports.ts';
import type { PasswordHasher } from '#directory/ports.ts';
import { loginKey } from '#directory/login-key.ts';
import { makePreferenceOf } from '#domain/bound-authenticator.ts';
import { betterOf } from '#domain/nudge.ts';
import { makePasswordHasher } from '#directory/password-hasher.ts';
import { makeReplacePassword } from '#directory/replace-password.ts';
import type { Clock } from '#domain/write.ts';
import type { RelyingParty } from '#authenticators/passkey/relying-party.ts';
import { wayToTell } from '#domain/policy.ts';
import { makeNotices } from '#notices/enqueue.ts';
import type { NoticeId } from '#notices/ports.ts';
import { makeOpenCase } from '#recovery/open-case.ts';
import { makeDescribeChallenge } from '#sign-in/describe.ts';
import { makeDemandOf } from '#policy/demand-of.ts';
import type { LiveBrand, LivePolicy } from '#policy/ports.ts';
import { makeIssueChallenge } from '#sign-in/issue-challenge.ts';
import { makePasswordLanes } from '#sign-in/lanes.ts';
import { makeTasksOf } from '#sign-in/tasks-of.ts';
import { makeProve } from '#sign-in/prove.ts';
import type { OnFraud } from '#sign-in/stop-fraud.ts';
import { type Database } from '#sql/open-database.ts';
import type { Stores } from '#sql/stores.ts';
import { readPlaces } from './activity.ts';
import { startAlerts } from './alerts.ts';
import type { LogoutMessage } from '#delivery/ports.ts';
import { chargesOf } from './charges.ts';
import { makeChannels, makeLateChannel } from './channels.ts';
import type { Edges } from './edges.ts';
import { makeJobs } from './jobs.ts';
import { makeRelyingPartyOf } from './relying-party.ts';
import { digitsOf, makeVerifiers } from './verifiers.ts';

const HASH_QUEUE = 100;

export type Core = ReturnType<typeof makeCore>;

type Opened = {
  readonly database: Database;
  readonly policy: LivePolicy;
  readonly brand: LiveBrand;
};

/** The engine and everything it stands on; doors are added to it. */
export function makeCore(config: Config, edges: Edges, { database, policy, brand }: Opened) {
  const { clock, keyRing } = edges;
  const { stores, signals, transact } = database;
  const ids = makeIdSource(clock);
  const tokens = makeTokens(keyRing);
  const hasher = makePasswordHasher({
    cost: config.passwordHash,
    concurrency: availableParallelism(),
    queueLimit: HASH_QUEUE,
  });
  const { knownBrowsers } = stores;
  const passwordLanes = makePasswordLanes({ tokens, knownBrowsers, loginKey });
  const logout = makeLateChannel<LogoutMessage>();
  const channels = { ...makeChannels(config, edges, database), logout: logout.channel };
  const telling = makeTelling(config, channels, { ids, tokens, policy });
  const { notices } = telling;

  const onMoved = makeOnMoved(database);
  const refusals = makeRefusals({ transact, node: config.node, clock });
  const jobs = makeJobs({ config, edges, database, channels, onMoved, refusals });
  const wake = (): void => jobs.dispatch.wake();
  const enqueueAlert = startAlerts(config, { database, clock, ids, wake, addJob: jobs.addJob });

  const relyingParty = makeRelyingPartyOf(config);
  const making = { config, database, clock, ids, tokens };
  const engine = makeEngine({ ...making, hasher, notices, relyingParty, policy });

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
    ...telling,
    refusals,
    policy,
    brand,
    tasksOf: makeTasksOf({ policy, offered: offeredBy(config), clock }),
    demandOf: makeDemandOf({ policy, groups: stores.groups, clock }),
    lockOut: () => policy.current().lockOut,
    onFraud: makeOnFraud(config, policy),
    preferenceOf: makePreferenceOf(() => policy.current().order.systemPreferred),
    passwordLanes,
    replacePassword: makeReplacePassword<Stores>({ notices }),
    enqueueAlert,
    inBackground: jobs.inBackground,
    engine,
    relyingParty,
    wake,
    openLogoutChannel: logout.open,
    onMoved,
    record: makeRecord(config, edges, database),
    addJob: jobs.addJob,
    stopJobs: jobs.stop,
  };
}

const offeredBy = ({ authenticator }: Config) =>
  betterOf({ passkey: true, push: authenticator !== undefined, totp: true });

type Engine = Making & {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly notices: ReturnType<typeof makeTelling>['notices'];
  readonly relyingParty: RelyingParty;
  readonly policy: LivePolicy;
};

/** Challenges: how they are asked, proved and described, for every door alike. */
function makeEngine({ config, database: { stores, transact }, ...given }: Engine) {
  const { notices, tokens, clock, ids, hasher, relyingParty, policy } = given;
  const { authenticators } = stores;
  const lockOut = () => policy.current().lockOut;
  const verifiers = makeVerifiers(config, { authenticators, tokens, hasher, relyingParty });
  return {
    issue: makeIssueChallenge({
      tokens,
      ids,
      countries: config.countries,
      chargeOf: chargesOf(config.costs, policy),
      lockOut,
      get organisation() {
        return config.organisation;
      },
      get fraudReporting() {
        return config.fraudReporting.enabled;
      },
      host: new URL(config.publicUrl).hostname,
      notices,
    }),
    prove: makeProve({ transact, secrets: stores, verifiers, tokens, clock, notices, lockOut }),
    describe: makeDescribeChallenge({
      ...stores,
      relyingParty,
      tokens,
      digits: digitsOf(config),
      clock,
    }),
  };
}

type Making = { readonly ids: () => string; readonly tokens: ReturnType<typeof makeTokens> };

/** What a report of fraud does, and who is told of it. */
const makeOnFraud = (config: Config, policy: LivePolicy) => (): OnFraud => ({
  ...policy.current().fraud,
  organisation: config.organisation,
  publicUrl: config.publicUrl,
});

type Telling = Making & Pick<Opened, 'policy'>;

/** Notices and cases, what they say of places, and which ways out there are for them. */
function makeTelling(config: Config, channels: Channels, { ids, tokens, policy }: Telling) {
  const reach = { mail: channels.mail !== undefined, text: channels.text !== undefined };
  const placeOf = readPlaces(config.placesFile);
  const wayOf = async (id: NoticeId) => wayToTell(policy.current(), id);
  const notices = makeNotices({
    helpContact: config.helpContact,
    publicUrl: config.publicUrl,
    get organisation() {
      return config.organisation;
    },
    placeOf,
    ids,
    tokens,
    reach,
    wayOf,
  });
  return { reach, placeOf, notices, openCase: makeOpenCase({ ids, mailTo: config.casesMailTo }) };
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

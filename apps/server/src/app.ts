import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { makeClaimBootstrap } from '#administration/claim-bootstrap.ts';
import { writeHeadFile } from '#audit/head-file.ts';
import { makeSealAudit } from '#audit/seal.ts';
import { makeCarrierFetch } from '#channels/twilio-compatible/carrier-fetch.ts';
import { makePlaceCall } from '#channels/twilio-compatible/place-call.ts';
import { makeSendText } from '#channels/twilio-compatible/send-text.ts';
import { makeTwilioWebhook } from '#channels/twilio-compatible/webhook.ts';
import { makeSendMail } from '#channels/smtp/send-mail.ts';
import { callVerifier } from '#authenticators/call/verify.ts';
import {
  makeAccessPassVerifier,
  makeRecoveryCodeVerifier,
} from '#authenticators/listed-code/verify.ts';
import { listOpenCountries } from '#authenticators/phone/countries.ts';
import { parseNumber } from '#authenticators/phone/parse-number.ts';
import { readPhone } from '#authenticators/phone/read-phone.ts';
import { makeSentCodeVerifier } from '#authenticators/sent-code/verify.ts';
import { makeTotpSecret } from '#authenticators/totp/enrolment.ts';
import { makeTotpVerifier } from '#authenticators/totp/verify.ts';
import type { Verifiers } from '#authenticators/verifier.ts';
import type { Config } from '#config/config.ts';
import { assertKeyRingFits, recordKeyRing } from '#crypto/key-check.ts';
import { auditKeysOf, type KeyRing, sealedBoxOf } from '#crypto/key-ring.ts';
import { printCode, RECOVERY_CODE_LENGTH, randomCode } from '#crypto/random-code.ts';
import { makeTokens } from '#crypto/tokens.ts';
import { makeIdSource } from '#crypto/uuid-v7.ts';
import { makeCallConversation } from '#delivery/converse.ts';
import { type Channels, makeDispatch } from '#delivery/dispatch.ts';
import type { StoredMessage } from '#delivery/ports.ts';
import { makeDeliveryReports } from '#delivery/record-report.ts';
import { loginKey, loginKeysOf } from '#directory/login-key.ts';
import { makePasswordHasher } from '#directory/password-hasher.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { Clock } from '#domain/write.ts';
import { registerApi } from '#http/api.ts';
import { makeCookies } from '#http/cookies.ts';
import { registerEvents } from '#http/events.ts';
import type { Handlers } from '#http/handler.ts';
import { registerHealth } from '#http/health.ts';
import { registerHooks } from '#http/hooks.ts';
import { makeIdentify } from '#http/identify.ts';
import { registerPages } from '#http/pages.ts';
import { makeBindingRoutes } from '#http/routes/binding-routes.ts';
import { makeInstallationRoutes } from '#http/routes/installation-routes.ts';
import { makeSecurityInfoRoutes } from '#http/routes/security-info-routes.ts';
import { makeSessionRoutes } from '#http/routes/session-routes.ts';
import { makeSignInRoutes } from '#http/routes/sign-in-routes.ts';
import { makeWeb } from '#http/server.ts';
import { makeNotices } from '#notices/enqueue.ts';
import { makeBindApp, makeBindPhone } from '#security-info/begin-binding.ts';
import { makeChallengeBinding } from '#security-info/challenge-binding.ts';
import {
  makeCancelBinding,
  makeRemoveMethod,
  makeRenameMethod,
  makeSetPreferredOption,
} from '#security-info/change-methods.ts';
import { makeConfirmBinding } from '#security-info/confirm-binding.ts';
import { makeDescribeBinding, makeDescribeMethods } from '#security-info/describe.ts';
import { makeGenerateRecoveryCodes } from '#security-info/generate-recovery-codes.ts';
import { makeEndSession } from '#sessions/end-session.ts';
import { makeBeginSignIn } from '#sign-in/begin.ts';
import { makeBeginStepUp } from '#sign-in/begin-step-up.ts';
import { makeCancelSignIn } from '#sign-in/cancel.ts';
import { makeDescribeChallenge, makeDescribeSignIn } from '#sign-in/describe.ts';
import { makeFinishSignIn } from '#sign-in/finish.ts';
import { makeFinishSetUp } from '#sign-in/finish-set-up.ts';
import { makeIssueChallenge } from '#sign-in/issue-challenge.ts';
import { makeProve, spendProof } from '#sign-in/prove.ts';
import { makeRespondOutOfBand } from '#sign-in/respond-out-of-band.ts';
import { makeStartChallenge } from '#sign-in/start-challenge.ts';
import { makeCompleteSignIn, makeVerifyChallenge } from '#sign-in/verify-challenge.ts';
import { makeSweep } from '#sql/sweep.ts';
import { hasSchema } from '#sql/has-schema.ts';
import { type Database, openDatabase } from '#sql/open-database.ts';
import { runEvery } from '#worker/run-every.ts';

/** What differs between a real process and a test: the clock, and where log lines go. */
export type Edges = {
  readonly clock: Clock;
  readonly keyRing: KeyRing;
  readonly logStream?: { write(line: string): void };
  /** Stands between the operations and the store: tests break single parts with it. */
  readonly wrapDatabase?: (database: Database) => Database;
  /** Built pages; the repository's own unless a test has none. */
  readonly pages?: string;
};

export type App = {
  readonly url: string;
  readonly database: Database;
  /** Listens; what it resolves to is where, as port 0 finds a free one. */
  start(): Promise<void>;
  /** Not ready at once, then drained: what is in flight ends, streams are told to reconnect. */
  stop(): Promise<void>;
  /** Answers a request without a socket (light-my-request). */
  readonly inject: ReturnType<typeof makeWeb>['server']['inject'];
};

const PAGES = path.join(import.meta.dirname, '../../web/dist');
const HASH_QUEUE = 100;
const DISPATCH_EVERY_MS = 1_000;
const SEAL_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 60_000;
const STOP_AFTER_MS = 25_000;

/** The only wiring there is: everything that runs is made here and handed what it uses. */
export async function createApp(config: Config, edges: Edges): Promise<App> {
  const database = await openStore(config, edges);
  const core = makeCore(config, edges, database);
  const web = makeWebOf(config, core);
  const streams = await registerRoutes(config, core, web);

  let isStopping = false;
  registerHealth(web, { isReady: async () => !isStopping && (await database.ping()) });

  return {
    url: config.publicUrl,
    database,
    inject: web.server.inject.bind(web.server),
    start: async () => {
      await web.server.listen(config.listen);
      await core.record('sys_startup');
    },
    stop: async () => {
      isStopping = true;
      streams.closeAll();
      await closeWithin(web.server.close(), STOP_AFTER_MS);
      await core.record('sys_shutdown');
      await core.stopJobs();
      await database.close();
    },
  };
}

async function closeWithin(closing: PromiseLike<unknown>, ms: number): Promise<void> {
  const deadline = Promise.withResolvers<void>();
  const timer = setTimeout(deadline.resolve, ms);
  await Promise.race([closing, deadline.promise]);
  clearTimeout(timer);
}

/** The keys are held against the database before anything is written to it. */
async function openStore({ database: settings, node }: Config, edges: Edges): Promise<Database> {
  const box = sealedBoxOf(edges.keyRing);
  const database = await openDatabase({ settings, box, node, clock: edges.clock });
  try {
    if (await hasSchema(database.engine)) {
      await assertKeyRingFits(database.stores.meta, edges.keyRing);
    }
    await database.migrate();
    await database.transact('fact', ({ meta }) => recordKeyRing(meta, edges.keyRing));
  } catch (error) {
    await database.close();
    throw error;
  }
  return edges.wrapDatabase?.(database) ?? database;
}

type Core = ReturnType<typeof makeCore>;

/** The engine and everything it stands on; doors are added to it. */
function makeCore(config: Config, edges: Edges, database: Database) {
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

  const onMoved = (message: StoredMessage): void => {
    if (message.challengeId === undefined) return;
    void stores.challenges.find(message.challengeId).then((challenge) => {
      const subject = challenge?.for;
      if (subject)
        signals.changed(subject.kind === 'sign-in' ? subject.signInId : subject.bindingId);
    }, ignore);
  };
  const jobs = makeJobs({ config, edges, database, channels, onMoved });
  const wake = jobs.dispatch.wake;

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

const ignore = (): void => undefined;

function makeVerifiers(
  config: Config,
  parts: {
    readonly database: Database;
    readonly tokens: ReturnType<typeof makeTokens>;
    readonly hasher: ReturnType<typeof makePasswordHasher>;
  },
): Verifiers {
  const { stores } = parts.database;
  const sentCode = makeSentCodeVerifier(parts);
  const listed = { codes: stores.authenticators, hasher: parts.hasher };
  return {
    totp: makeTotpVerifier({
      window: config.totp.window,
      secretFor: async ({ for: subject }) =>
        subject.kind === 'binding'
          ? stores.bindings.secretOf(subject.bindingId)
          : stores.authenticators.secretOf(subject.authenticatorId),
    }),
    text: sentCode,
    'spoken-code': sentCode,
    call: callVerifier,
    'saved-recovery-code': makeRecoveryCodeVerifier(listed),
    'temporary-access-pass': makeAccessPassVerifier(listed),
  };
}

const CARRIER_TIMEOUTS = { connectTimeoutMs: 3_000, requestTimeoutMs: 10_000 } as const;

function makeChannels({ carrier, smtp, publicUrl }: Config): Channels {
  const mail =
    smtp &&
    makeSendMail({
      settings: { ...smtp, ...(smtp.password === undefined ? {} : { pass: smtp.password }) },
    });
  if (carrier === undefined) return { text: undefined, call: undefined, mail };
  const settings = { ...carrier, from: carrier.textFrom, publicUrl, ...CARRIER_TIMEOUTS };
  const fetch = makeCarrierFetch(CARRIER_TIMEOUTS);
  return {
    text: makeSendText({ settings, fetch }),
    call: makePlaceCall({ settings, fetch }),
    mail,
  };
}

type JobParts = {
  readonly config: Config;
  readonly edges: Edges;
  readonly database: Database;
  readonly channels: Channels;
  readonly onMoved: (message: StoredMessage) => void;
};

function makeJobs({ config, edges, database, channels, onMoved }: JobParts) {
  const { clock, keyRing } = edges;
  const { transact } = database;
  const onError = (name: string): void => {
    // One line and no values: what failed is in the database's own log.
    process.stderr.write(
      `${JSON.stringify({ level: 'error', job: name, time: clock().toISOString() })}\n`,
    );
  };
  const { auditHeadFile } = config;
  const seal = makeSealAudit({
    transact,
    privateKey: auditKeysOf(keyRing).privateKey,
    clock,
    publishHead: async (head) => {
      if (auditHeadFile !== undefined) await writeHeadFile(auditHeadFile, head);
    },
  });
  const sweep = makeSweep(database.engine);
  const jobs = {
    dispatch: runEvery({
      name: 'dispatch',
      everyMs: DISPATCH_EVERY_MS,
      work: makeDispatch({ transact, channels, clock, onMoved }),
      onError,
    }),
    seal: runEvery({ name: 'seal', everyMs: SEAL_EVERY_MS, work: seal, onError }),
    sweep: runEvery({
      name: 'sweep',
      everyMs: SWEEP_EVERY_MS,
      work: () => sweep(clock()),
      onError,
    }),
  };
  return {
    ...jobs,
    /** What was queued and not sealed stays: the next start goes on with it. */
    stop: async () => {
      await Promise.all([jobs.dispatch.stop(), jobs.sweep.stop()]);
      await jobs.seal.stop();
      await seal();
    },
  };
}

function makeWebOf(config: Config, { edges, ids, clock, transact }: Core) {
  const { tls, publicUrl, trustedProxies, logLevel } = config;
  return makeWeb({
    settings: {
      publicUrl,
      trustedProxies,
      logLevel,
      logStream: edges.logStream,
      tls: tls && { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
    },
    cookies: makeCookies(publicUrl),
    newRequestId: ids,
    clock,
    onHostRefused: (context) =>
      transact('attempt', (tx) =>
        tx.audit.append(
          [
            {
              event: 'host_refused',
              outcome: 'failure',
              reason: 'host',
              ...auditOf(context, undefined),
            },
          ],
          clock(),
        ),
      ),
    onFailure: (context, route) =>
      transact('attempt', (tx) =>
        tx.audit.append(
          [
            {
              event: 'auth.failed_closed',
              outcome: 'failure',
              reason: route,
              ...auditOf(context, undefined),
            },
          ],
          clock(),
        ),
      ),
  });
}

async function registerRoutes(config: Config, core: Core, web: ReturnType<typeof makeWeb>) {
  const { stores, tokens, clock, transact, signals, database } = core;
  const { publicUrl } = config;
  const cookies = makeCookies(publicUrl);
  const { contextOf, sendProblem } = web;
  const identify = makeIdentify({ ...stores, transact, tokens, clock, limits: config.sessions });
  registerApi(web.server, {
    handlers: makeHandlers(config, core),
    identify,
    tokens,
    cookies,
    contextOf,
    sendProblem,
    publicUrl,
    recordRefusal: ({ event, reason, context }) =>
      transact('attempt', (tx) =>
        tx.audit.append(
          [{ event, outcome: 'failure', reason, ...auditOf(context, undefined) }],
          clock(),
        ),
      ),
  });
  await registerHooks(web, { publicUrl, handle: makeWebhook(config, core) });
  await registerPages(web, { folder: core.edges.pages ?? PAGES });
  return registerEvents(web.server, {
    identify,
    cookies,
    contextOf,
    sendProblem,
    signals,
    bindings: database.stores.bindings,
  });
}

function makeWebhook({ carrier, fraudReporting }: Config, core: Core) {
  const { stores, clock, transact, signals, wake, notices } = core;
  const respond = makeRespondOutOfBand({
    transact,
    challenges: stores.challenges,
    users: stores.users,
    notices,
    signals,
    wake,
    clock,
    onFraud: { block: fraudReporting.block },
  });
  const calls = makeCallConversation({
    outbox: stores.outbox,
    challenges: stores.challenges,
    respond,
    clock,
  });
  const reports = makeDeliveryReports({ transact, clock, onMoved: core.onMoved });
  const onBadSignature = () =>
    transact('attempt', (tx) =>
      tx.audit.append(
        [{ event: 'webhook.bad_signature', outcome: 'failure', reason: 'signature' }],
        clock(),
      ),
    );
  // Without a carrier nobody can sign: every call-back is refused.
  const authToken = carrier?.authToken ?? core.tokens.random();
  return makeTwilioWebhook({ authToken, calls, reports, onBadSignature });
}

function makeHandlers(config: Config, core: Core): Handlers {
  const { stores, transact, clock, tokens, ids, hasher, notices, signals, wake, engine } = core;
  const { users, authenticators, knownBrowsers, throttles, challenges, signIns, bindings } = stores;
  const { organisation, helpContact, publicUrl } = config;
  const cookies = makeCookies(publicUrl);

  const finish = makeFinishSignIn({ tokens, ids, limits: config.sessions });
  const startChallenge = makeStartChallenge({
    transact,
    authenticators,
    readPhone,
    issue: engine.issue,
    wake,
    signals,
    clock,
  });
  const acting = {
    transact,
    users,
    authenticators,
    prove: engine.prove,
    finish,
    notices,
    signals,
    wake,
    clock,
  };
  const changing = { transact, notices, wake, clock };
  const beginning = {
    transact,
    engine,
    parseNumber,
    makeSecret: makeTotpSecret,
    tokens,
    ids,
    wake,
    clock,
  };

  return {
    ...makeSignInRoutes({
      begin: makeBeginSignIn({
        transact,
        users,
        authenticators,
        knownBrowsers,
        throttles,
        hasher,
        loginKey,
        startChallenge,
        finish,
        tokens,
        ids,
        clock,
      }),
      beginStepUp: makeBeginStepUp({
        transact,
        users,
        authenticators,
        throttles,
        startChallenge,
        tokens,
        ids,
        clock,
      }),
      startChallenge,
      verify: makeVerifyChallenge(acting),
      complete: makeCompleteSignIn(acting),
      finishSetUp: makeFinishSetUp({ transact, users, authenticators, finish, signals, clock }),
      cancel: makeCancelSignIn({ transact, clock }),
      describe: makeDescribeSignIn({
        signIns,
        users,
        authenticators,
        challenges,
        describeChallenge: engine.describe,
        clock,
      }),
      tokens,
      cookies,
      publicUrl,
    }),
    ...makeSessionRoutes({
      users,
      endSession: makeEndSession({ transact, clock }),
      tokens,
      cookies,
    }),
    ...makeSecurityInfoRoutes({
      describe: makeDescribeMethods({ users, authenticators, clock }),
      setPreferredOption: makeSetPreferredOption(changing),
      renameMethod: makeRenameMethod(changing),
      removeMethod: makeRemoveMethod(changing),
      tokens,
    }),
    ...makeBindingRoutes({
      users,
      bindings,
      bindPhone: makeBindPhone(beginning),
      bindApp: makeBindApp(beginning),
      challengeBinding: makeChallengeBinding({
        transact,
        bindings,
        engine,
        readPhone,
        signals,
        wake,
        clock,
      }),
      confirmBinding: makeConfirmBinding({
        transact,
        challenges,
        engine,
        notices,
        signals,
        wake,
        ids,
        clock,
      }),
      cancelBinding: makeCancelBinding(changing),
      generateRecoveryCodes: makeGenerateRecoveryCodes({
        transact,
        hasher,
        notices,
        wake,
        ids,
        clock,
        makeCode: () => printCode(randomCode(RECOVERY_CODE_LENGTH)),
      }),
      describe: makeDescribeBinding({
        bindings,
        challenges,
        describeChallenge: engine.describe,
        clock,
      }),
      countries: listOpenCountries(config.countries),
      organisation,
    }),
    ...makeInstallationRoutes({
      claimBootstrap: makeClaimBootstrap({ transact, tokens, hasher, loginKeysOf, ids, clock }),
      organisation,
      helpContact,
      evaluation: config.mode === 'evaluation',
    }),
  };
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { makeCountCall } from '#api-keys/count-call.ts';
import { makeFindKey } from '#api-keys/find-key.ts';
import { makeBeginCall } from '#api-keys/keep-reply.ts';
import { makeTwilioWebhook } from '#channels/twilio-compatible/webhook.ts';
import type { Config } from '#config/config.ts';
import { makeCallConversation } from '#delivery/converse.ts';
import { makeIsMessageOf } from '#delivery/is-message-of.ts';
import { makeDeliveryReports } from '#delivery/record-report.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { equalSecrets } from '#crypto/constant-time.ts';
import { registerApi } from '#http/api.ts';
import { registerApiReference } from '#http/api-reference.ts';
import { makeCookies } from '#http/cookies.ts';
import { registerProtocolDoors } from '#http/doors.ts';
import { registerEvents } from '#http/events.ts';
import { makeHandoverDoor } from '#http/handover-door.ts';
import { registerHooks } from '#http/hooks.ts';
import { type Identify, makeIdentify } from '#http/identify.ts';
import { makePollPace } from '#http/poll-pace.ts';
import { registerMount } from '#http/mount.ts';
import { PAGES, registerPages, SHARED_PAGES } from '#http/pages.ts';
import { SECURITY_HEADERS } from '#http/security-headers.ts';
import type { Refusal } from '#http/refusal.ts';
import { registerBrand } from '#http/brand.ts';
import { registerSounds } from '#http/sounds.ts';
import { makeWeb } from '#http/server.ts';
import { makeUseSession } from '#sessions/use-session.ts';
import { makeWaiting } from '#http/waiting.ts';
import { makeFindVerification } from '#relying-parties/find-verification.ts';
import { makeReturnHandover } from '#relying-parties/return-handover.ts';
import { makeRespondOutOfBand } from '#sign-in/respond-out-of-band.ts';
import type { Core } from './core.ts';
import { makeEntra } from './entra.ts';
import { makeForwardAuth } from './forward-auth.ts';
import { makeHandlers } from './handlers.ts';
import { countryOf, providerOf } from './jobs.ts';
import { makeOidc } from './oidc.ts';
import manifest from '../../../../package.json' with { type: 'json' };
import { makeVoiceBook } from './voice.ts';

const END_OF_SESSIONS_EVERY_MS = 2_000;
const FOLDER = path.join(import.meta.dirname, '../../../web/dist');

type Site = { readonly publicUrl: string; readonly headers: Readonly<Record<string, string>> };

/** The HTTP server of one origin, before any door is in it. */
export function makeWebOf(
  config: Config,
  { edges, ids, clock, transact, refusals }: Core,
  { publicUrl, headers }: Site = { publicUrl: config.publicUrl, headers: SECURITY_HEADERS },
) {
  const { tls, trustedProxies, logLevel } = config;
  return makeWeb({
    settings: {
      publicUrl,
      headers,
      trustedProxies,
      logLevel,
      logStream: edges.logStream,
      tls: tls && { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
    },
    cookies: makeCookies(publicUrl),
    newRequestId: ids,
    clock,
    onRefused: recorderOf(refusals),
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

export const recorderOf =
  ({ record }: Core['refusals']) =>
  ({ event, reason, context, userId, keyName }: Refusal): Promise<void> =>
    record(
      {
        event,
        outcome: 'failure',
        reason,
        ...auditOf(context, userId),
        ...(keyName !== undefined && { actor: { type: 'api-key', id: keyName } }),
      },
      context.source,
    );

/** Who calls: people by their cookies, programs by their keys, which have a budget. */
function makeCallers(config: Config, core: Core) {
  const { stores, tokens } = core;
  const hash = (purpose: string, value: string) => tokens.hash(purpose, value);
  const configured = config.appPasswords.serviceKeys;
  const useSession = makeUseSession({ ...core, ...stores, limits: config.sessions });
  const findKey = makeFindKey({ ...core, ...stores, configured, equal: equalSecrets, hash });
  return {
    useSession,
    identify: makeIdentify({ ...core, ...stores, useSession, findKey }),
    countCall: makeCountCall(core),
    beginCall: makeBeginCall({ ...core, hash }),
  };
}

/** Every door of the house over HTTP. */
export async function registerDoors(config: Config, core: Core, web: ReturnType<typeof makeWeb>) {
  const { stores, tokens, clock, signals, database } = core;
  const { publicUrl } = config;
  const cookies = makeCookies(publicUrl);
  const { contextOf, sendProblem } = web;
  const { useSession, identify, countCall, beginCall } = makeCallers(config, core);
  const waiting = makeWaiting(signals);
  registerApi(web.server, {
    handlers: makeHandlers(config, core, waiting),
    identify,
    tokens,
    cookies,
    contextOf,
    sendProblem,
    publicUrl,
    recordRefusal: recorderOf(core.refusals),
    countCall,
    beginCall,
    mayPoll: makePollPace(clock),
    clock,
  });
  registerApiReference(web, manifest.version);
  await registerProtocolDoors(web, { doors: protocolDoors(config, core, identify), cookies });
  const oidc = makeOidc(config, core, identify);
  await registerMount(web, { mount: oidc.mount, cookies, publicUrl });
  const forwardAuth = makeForwardAuth(config, core, { identify, useSession });
  await registerMount(web, { mount: forwardAuth, cookies, publicUrl });
  core.addJob({
    name: 'end-of-sessions',
    everyMs: END_OF_SESSIONS_EVERY_MS,
    work: oidc.endOfSessions,
  });
  await registerHooks(web, { publicUrl, handle: makeWebhook(config, core) });
  registerSounds(web, {
    voice: stores.voice,
    isSigned: (signed, signature) => tokens.matches('sound', signed, signature),
  });
  registerBrand(web, { brand: core.brand, brands: stores.brands });
  await registerPages(web, {
    folder: core.edges.pages ?? FOLDER,
    pages: PAGES,
    shared: SHARED_PAGES,
  });
  const streams = registerEvents(web.server, {
    identify,
    cookies,
    contextOf,
    sendProblem,
    signals,
    bindings: database.stores.bindings,
    findVerification: makeFindVerification(stores),
    countCall,
  });
  return {
    closeAll: () => {
      streams.closeAll();
      waiting.closeAll();
    },
  };
}

/** For browsers that come from elsewhere, and go on to there. */
const protocolDoors = (config: Config, core: Core, identify: Identify) => [
  ...makeEntra(config, core, identify),
  makeHandoverDoor(makeReturnHandover({ ...core, ...core.stores })),
];

function makeWebhook(config: Config, core: Core) {
  const { carrier } = config;
  const { stores, clock } = core;
  const respond = makeRespondOutOfBand({
    ...core,
    challenges: stores.challenges,
    users: stores.users,
  });
  const calls = makeCallConversation({
    outbox: stores.outbox,
    challenges: stores.challenges,
    users: stores.users,
    respond,
    clock,
  });
  const reports = makeDeliveryReports({ ...core, provider: providerOf(core.config), countryOf });
  // The carrier has no address of its own: all its call-backs are one source.
  const onBadSignature = () =>
    core.refusals.record(
      { event: 'webhook.bad_signature', outcome: 'failure', reason: 'signature' },
      'carrier',
    );
  // Without a carrier nobody can sign: every call-back is refused.
  const authToken = carrier?.authToken ?? core.tokens.random();
  const voice = makeVoiceBook(core, config.publicUrl);
  const isMessageOf = makeIsMessageOf({ ...core, outbox: stores.outbox });
  return makeTwilioWebhook({ authToken, calls, voice, reports, isMessageOf, onBadSignature });
}

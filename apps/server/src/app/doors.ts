import { readFileSync } from 'node:fs';
import path from 'node:path';
import { makeTwilioWebhook } from '#channels/twilio-compatible/webhook.ts';
import type { Config } from '#config/config.ts';
import { makeCallConversation } from '#delivery/converse.ts';
import { makeDeliveryReports } from '#delivery/record-report.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { equalSecrets } from '#crypto/constant-time.ts';
import { registerApi } from '#http/api.ts';
import { makeCookies } from '#http/cookies.ts';
import { registerProtocolDoors } from '#http/doors.ts';
import { registerEvents } from '#http/events.ts';
import { registerHooks } from '#http/hooks.ts';
import { makeIdentify } from '#http/identify.ts';
import { registerMount } from '#http/mount.ts';
import { PAGES, registerPages, SHARED_PAGES } from '#http/pages.ts';
import { SECURITY_HEADERS } from '#http/security-headers.ts';
import type { Refusal } from '#http/refusal.ts';
import { makeWeb } from '#http/server.ts';
import { makeRespondOutOfBand } from '#sign-in/respond-out-of-band.ts';
import type { Core } from './core.ts';
import { makeEntra } from './entra.ts';
import { makeHandlers } from './handlers.ts';
import { makeOidc } from './oidc.ts';

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
  ({ event, reason, context, userId }: Refusal): Promise<void> =>
    record({ event, outcome: 'failure', reason, ...auditOf(context, userId) }, context.source);

/** Every door of the house over HTTP. */
export async function registerDoors(config: Config, core: Core, web: ReturnType<typeof makeWeb>) {
  const { stores, tokens, clock, transact, signals, database } = core;
  const { publicUrl } = config;
  const cookies = makeCookies(publicUrl);
  const { contextOf, sendProblem } = web;
  const identify = makeIdentify({
    ...stores,
    transact,
    tokens,
    clock,
    limits: config.sessions,
    serviceKeys: config.appPasswords.serviceKeys,
    equal: equalSecrets,
  });
  registerApi(web.server, {
    handlers: makeHandlers(config, core),
    identify,
    tokens,
    cookies,
    contextOf,
    sendProblem,
    publicUrl,
    recordRefusal: recorderOf(core.refusals),
  });
  await registerProtocolDoors(web, { doors: makeEntra(config, core), cookies });
  const oidc = makeOidc(config, core, identify);
  await registerMount(web, { mount: oidc.mount, cookies, publicUrl });
  core.addJob({
    name: 'end-of-sessions',
    everyMs: END_OF_SESSIONS_EVERY_MS,
    work: oidc.endOfSessions,
  });
  await registerHooks(web, { publicUrl, handle: makeWebhook(config, core) });
  await registerPages(web, {
    folder: core.edges.pages ?? FOLDER,
    pages: PAGES,
    shared: SHARED_PAGES,
  });
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
  const { stores, clock } = core;
  const respond = makeRespondOutOfBand({
    ...core,
    challenges: stores.challenges,
    users: stores.users,
    onFraud: fraudReporting,
  });
  const calls = makeCallConversation({
    outbox: stores.outbox,
    challenges: stores.challenges,
    respond,
    clock,
  });
  const reports = makeDeliveryReports(core);
  // The carrier has no address of its own: all its call-backs are one source.
  const onBadSignature = () =>
    core.refusals.record(
      { event: 'webhook.bad_signature', outcome: 'failure', reason: 'signature' },
      'carrier',
    );
  // Without a carrier nobody can sign: every call-back is refused.
  const authToken = carrier?.authToken ?? core.tokens.random();
  return makeTwilioWebhook({ authToken, calls, reports, onBadSignature });
}

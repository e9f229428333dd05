import { readFileSync } from 'node:fs';
import path from 'node:path';
import { makeTwilioWebhook } from '#channels/twilio-compatible/webhook.ts';
import type { Config } from '#config/config.ts';
import { makeCallConversation } from '#delivery/converse.ts';
import { makeDeliveryReports } from '#delivery/record-report.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { equalSecrets } from '#crypto/constant-time.ts';
import { type Refusal, registerApi } from '#http/api.ts';
import { makeCookies } from '#http/cookies.ts';
import { registerEvents } from '#http/events.ts';
import { registerHooks } from '#http/hooks.ts';
import { makeIdentify } from '#http/identify.ts';
import { registerPages } from '#http/pages.ts';
import { makeWeb } from '#http/server.ts';
import { makeRespondOutOfBand } from '#sign-in/respond-out-of-band.ts';
import type { Core } from './core.ts';
import { makeHandlers } from './handlers.ts';

const PAGES = path.join(import.meta.dirname, '../../../web/dist');

/** The HTTP server, before any door is in it. */
export function makeWebOf(config: Config, { edges, ids, clock, transact }: Core) {
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
    recordRefusal: makeRecordRefusal(core),
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

const makeRecordRefusal =
  ({ transact, tokens, clock }: Core) =>
  ({ event, reason, context, isBudgeted }: Refusal): Promise<void> =>
    transact('attempt', async (tx) => {
      const now = clock();
      if (isBudgeted) {
        const subject = tokens.hash('source', context.source);
        const budget = await tx.throttles.reserve([{ kind: 'service-refusals', subject }], now);
        if (budget.kind === 'throttled') return;
      }
      const common = auditOf(context, undefined);
      await tx.audit.append([{ event, outcome: 'failure', reason, ...common }], now);
    });

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

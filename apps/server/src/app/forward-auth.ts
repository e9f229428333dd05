import type { AuditRecord } from '#audit/ports.ts';
import type { Config } from '#config/config.ts';
import { makeAsk } from '#forward-auth/ask.ts';
import { makeMount } from '#forward-auth/mount.ts';
import { makeSendOn } from '#forward-auth/sign-in.ts';
import { makeCookies } from '#http/cookies.ts';
import type { Identify } from '#http/identify.ts';
import type { Mount } from '#http/ports.ts';
import { makeRenderPage } from '#oidc/pages.ts';
import { makeFindHostAccess } from '#relying-parties/find-host-access.ts';
import { makeIssueHostCode } from '#relying-parties/issue-host-code.ts';
import { makeRedeemHostCode } from '#relying-parties/redeem-host-code.ts';
import type { UseSession } from '#sessions/ports.ts';
import type { Core } from './core.ts';
import { dressOf } from './dress.ts';
import { makeStepUp } from './step-up.ts';
import { makeWhoAsks } from './who-asks.ts';
import { auditOf } from '#domain/audit-fields.ts';

type Parts = { readonly identify: Identify; readonly useSession: UseSession };

/** What reverse proxies ask about the requests that they hold back. */
export function makeForwardAuth(
  config: Config,
  core: Core,
  { identify, useSession }: Parts,
): Mount {
  const { publicUrl, forwardAuth } = config;
  const { stores, transact, clock, tokens, refusals } = core;
  const given = { ...stores, transact, tokens, clock, useSession };
  const hosts = new Map(forwardAuth.hosts.map((host) => [host.origin, host]));
  return makeMount({
    ask: makeAsk({
      publicUrl,
      hosts,
      cookiesOf: makeCookies,
      findAccess: makeFindHostAccess(given),
      groups: stores.groups,
      redeem: makeRedeemHostCode(given),
      tokens,
      refuse: ({ context }, reason) =>
        refusals.record(
          {
            event: 'input_validation_fail',
            outcome: 'failure',
            reason: `/forward-auth:${reason}`,
            ...auditOf(context, undefined),
          },
          context.source,
        ),
    }),
    sendOn: makeSendOn({
      hosts,
      whoAsks: makeWhoAsks(identify),
      beginStepUp: makeStepUp(core),
      issue: makeIssueHostCode(given),
      render: makeRenderPage(dressOf(core)),
      record: (entry: AuditRecord) =>
        transact('attempt', (tx) => tx.audit.append([entry], clock())),
    }),
  });
}

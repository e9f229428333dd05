import type { AuditLog, AuditRecord } from '#audit/ports.ts';
import type { MountedRequest } from '#http/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { ApplicationId, UserId } from '#domain/ids.ts';
import type { Clock } from '#domain/write.ts';
import type { ApplicationStore } from '#relying-parties/ports.ts';
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import type { Works } from './works.ts';

type Stores = {
  readonly applications: Pick<ApplicationStore, 'markUsed'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly requestOf: (ctx: KoaContextWithOIDC) => MountedRequest | undefined;
  readonly works: Works<Stores>;
  readonly clock: Clock;
};

/** What is taken for theft, as the library tells it. */
const REUSES: Readonly<Record<string, AuditRecord['event']>> = {
  'refresh token already used': 'authn_token_reuse',
  'authorization code already consumed': 'oidc.code.reused',
};

/**
 * What the library does by itself leaves its lines in the audit log too: with what it writes, before
 * its answer leaves.
 */
export function watchProvider(provider: Provider, dependencies: Dependencies): void {
  const { works, clock } = dependencies;
  provider.use((ctx, next) =>
    works.run(async () => {
      await next();
      try {
        await works.write();
      } catch (error) {
        takeAnswerBack(ctx, error);
        if ('oidc' in ctx) provider.emit(eventOf(error), ctx, error);
        // A line that cannot be written stops no answer that says no.
        await works.write().catch(() => undefined);
      }
      if (ctx.status === BROKEN) sendUnavailable(ctx);
    }),
  );
  const tell = (ctx: KoaContextWithOIDC, entry: AuditRecord): void => {
    const told = { ...entry, ...commonOf(dependencies, ctx) };
    void works.later((tx) => tx.audit.append([told], clock()));
  };

  provider.on('authorization.success', (ctx) => {
    const { client, session } = ctx.oidc;
    // oxlint-disable typescript/no-unsafe-type-assertion -- as own-session.ts and client.ts told it
    const userId = session?.accountId as UserId | undefined;
    const applicationId = client?.['proofup_id'] as ApplicationId | undefined;
    // oxlint-enable typescript/no-unsafe-type-assertion
    if (userId !== undefined && applicationId !== undefined) {
      void works.later((tx) => tx.applications.markUsed(userId, applicationId, clock()));
    }
    const acr = session?.acr === undefined ? {} : { acr: session.acr };
    tell(ctx, { event: 'oidc.signed_in', outcome: 'success', ...acr });
  });
  provider.on('authorization.error', (ctx, error) =>
    tell(ctx, { event: 'oidc.refused', outcome: 'failure', reason: error.message }),
  );
  provider.on('grant.error', (ctx, error) => {
    const detail = 'error_detail' in error ? String(error.error_detail) : '';
    // compare-secret.ts has recorded it.
    if (detail === 'invalid secret provided') return;
    const event = REUSES[detail] ?? 'oidc.refused';
    tell(ctx, { event, outcome: 'failure', reason: error.message });
  });
  provider.on('server_error', (ctx, error) => {
    works.forget();
    dependencies.requestOf(ctx)?.logFailure(error);
    const reason = `oidc:${ctx.oidc.route}`;
    tell(ctx, { event: 'auth.failed_closed', outcome: 'failure', reason });
  });
}

const BROKEN = 500;

type Answer = Pick<KoaContextWithOIDC, 'status' | 'body' | 'remove'>;

/** Of the library's own errors, what it tells an application. */
const isRefusal = (error: unknown): error is errors.OIDCProviderError =>
  error instanceof errors.OIDCProviderError && error.statusCode < BROKEN;

const eventOf = (error: unknown): 'grant.error' | 'server_error' =>
  isRefusal(error) ? 'grant.error' : 'server_error';

/** What could not be written has not happened. */
function takeAnswerBack(ctx: Answer, error: unknown): void {
  for (const header of ['location', 'set-cookie']) ctx.remove(header);
  ctx.status = isRefusal(error) ? error.statusCode : BROKEN;
  ctx.body = isRefusal(error)
    ? { error: error.error, error_description: error.error_description }
    : { error: 'server_error', error_description: 'oops! something went wrong' };
}

/** Nothing was decided, so it may be asked again (as http/server.ts has it). */
function sendUnavailable(ctx: Pick<KoaContextWithOIDC, 'status' | 'set'>): void {
  ctx.status = 503;
  ctx.set('retry-after', '2');
}

function commonOf({ requestOf }: Dependencies, ctx: KoaContextWithOIDC) {
  const request = requestOf(ctx);
  const { client, account, session } = ctx.oidc;
  const id = client?.['proofup_id'];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our session's, or of what came of one
  const userId = (account?.accountId ?? session?.accountId) as UserId | undefined;
  return {
    ...(typeof id === 'string' && { target: { type: 'application', id } }),
    ...(request && auditOf(request.context, userId)),
  };
}

import type { AuditRecord } from '#audit/ports.ts';
import type { MountedRequest } from '#http/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { ApplicationId, UserId } from '#domain/ids.ts';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { whyNotTold } from './tell-by-post.ts';

export type Use = {
  readonly userId: UserId | undefined;
  readonly applicationId: ApplicationId | undefined;
};

type Dependencies = {
  readonly requestOf: (ctx: KoaContextWithOIDC) => MountedRequest | undefined;
  readonly record: (record: AuditRecord) => Promise<void>;
  /** The record, and that the person was there, in one. */
  readonly recordUse: (record: AuditRecord, use: Use) => Promise<void>;
};

/** What is taken for theft, as the library tells it. */
const REUSES: Readonly<Record<string, AuditRecord['event']>> = {
  'refresh token already used': 'authn_token_reuse',
  'authorization code already consumed': 'oidc.code.reused',
};

/** What the library does by itself leaves its lines in the audit log too, before its answer leaves. */
export function watchProvider(provider: Provider, dependencies: Dependencies): void {
  const { record, recordUse } = dependencies;
  const writing = new WeakMap<object, Promise<void>[]>();
  provider.use(async (ctx, next) => {
    const writes: Promise<void>[] = [];
    writing.set(ctx.req, writes);
    await next();
    if (ctx.status === BROKEN) sendUnavailable(ctx);
    // A line that cannot be written stops no answer: what counts was stored by then.
    await Promise.allSettled(writes);
  });
  const write = (ctx: KoaContextWithOIDC, work: Promise<void>): void =>
    void writing.get(ctx.req)?.push(work);
  const tell = (ctx: KoaContextWithOIDC, entry: AuditRecord): void =>
    write(ctx, record({ ...entry, ...commonOf(dependencies, ctx) }));

  provider.on('authorization.success', (ctx) => {
    const { client, session } = ctx.oidc;
    const acr = session?.acr === undefined ? {} : { acr: session.acr };
    const entry = { event: 'oidc.signed_in', outcome: 'success', ...acr } as const;
    const common = commonOf(dependencies, ctx);
    // oxlint-disable typescript/no-unsafe-type-assertion -- as own-session.ts and client.ts told it
    const userId = session?.accountId as UserId | undefined;
    const applicationId = client?.['proofup_id'] as ApplicationId | undefined;
    // oxlint-enable typescript/no-unsafe-type-assertion
    write(ctx, recordUse({ ...entry, ...common }, { userId, applicationId }));
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
  provider.on('backchannel.success', (ctx, client) =>
    write(ctx, record({ ...toldOf(client), outcome: 'success' })),
  );
  provider.on('backchannel.error', (ctx, error, client) =>
    write(ctx, record({ ...toldOf(client), outcome: 'failure', reason: whyNotTold(error) })),
  );
  provider.on('server_error', (ctx, error) => {
    dependencies.requestOf(ctx)?.logFailure(error);
    const reason = `oidc:${ctx.oidc.route}`;
    tell(ctx, { event: 'auth.failed_closed', outcome: 'failure', reason });
  });
}

const BROKEN = 500;

/** Nothing was decided, so it may be asked again (as http/server.ts has it). */
function sendUnavailable(ctx: Pick<KoaContextWithOIDC, 'status' | 'set'>): void {
  ctx.status = 503;
  ctx.set('retry-after', '2');
}

const toldOf = (client: { readonly [field: string]: unknown }) =>
  ({
    event: 'oidc.logout_told',
    target: { type: 'application', id: String(client['proofup_id']) },
  }) as const;

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

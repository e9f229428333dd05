import type { AuditRecord } from '#audit/ports.ts';
import type { MountedRequest } from '#http/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { ApplicationId, UserId } from '#domain/ids.ts';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';

type Dependencies = {
  readonly requestOf: (ctx: KoaContextWithOIDC) => MountedRequest | undefined;
  readonly record: (record: AuditRecord) => Promise<void>;
  readonly markUsed: (userId: UserId, applicationId: ApplicationId) => Promise<void>;
};

/** What is taken for theft, as the library tells it. */
const REUSES: Readonly<Record<string, AuditRecord['event']>> = {
  'refresh token already used': 'authn_token_reuse',
  'authorization code already consumed': 'oidc.code.reused',
};

/** What the library does by itself leaves its lines in the audit log too. */
export function watchProvider(provider: Provider, { requestOf, record, markUsed }: Dependencies) {
  const common = (ctx: KoaContextWithOIDC) => {
    const request = requestOf(ctx);
    const { client, account, session } = ctx.oidc;
    const id = client?.['proofup_id'];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our session's, or of what came of one
    const userId = (account?.accountId ?? session?.accountId) as UserId | undefined;
    return {
      ...(typeof id === 'string' && { target: { type: 'application', id } }),
      ...(request && auditOf(request.context, userId)),
    };
  };
  // The answer is on its way; a line that cannot be written must not stop it.
  const tell = (entry: AuditRecord): void => void record(entry).catch(() => undefined);

  provider.on('authorization.success', (ctx) => {
    const { client, session } = ctx.oidc;
    const id = client?.['proofup_id'];
    tell({
      event: 'oidc.signed_in',
      outcome: 'success',
      ...(session?.acr !== undefined && { acr: session.acr }),
      ...common(ctx),
    });
    if (typeof id !== 'string' || session?.accountId === undefined) return;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as own-session.ts and client.ts told it
    void markUsed(session.accountId as UserId, id as ApplicationId).catch(() => undefined);
  });
  provider.on('authorization.error', (ctx, error) => {
    tell({ event: 'oidc.refused', outcome: 'failure', reason: error.message, ...common(ctx) });
  });
  provider.on('grant.error', (ctx, error) => {
    const detail = 'error_detail' in error ? String(error.error_detail) : '';
    const event = REUSES[detail] ?? 'oidc.refused';
    tell({ event, outcome: 'failure', reason: error.message, ...common(ctx) });
  });
  provider.on('server_error', (ctx) => {
    const { route } = ctx.oidc;
    tell({
      event: 'auth.failed_closed',
      outcome: 'failure',
      reason: `oidc:${route}`,
      ...common(ctx),
    });
  });
}

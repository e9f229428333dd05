import type { AuditLog } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { MountedRequest } from '#http/ports.ts';
import type { LaneKey, ThrottleStore } from '#sign-in/ports.ts';
import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Artifacts, Payload } from './artifacts.ts';
import { TOO_MANY_CODES } from './pages.ts';

type Dependencies = {
  readonly artifacts: Pick<Artifacts, 'findByUserCode'>;
  readonly requestOf: (ctx: KoaContextWithOIDC) => MountedRequest | undefined;
  readonly transact: Transact<{ readonly throttles: ThrottleStore; readonly audit: AuditLog }>;
  readonly hash: (purpose: string, value: string) => string;
  readonly clock: Clock;
};

export type FindByUserCode = (code: string) => Promise<Payload | undefined>;

/** What somebody typed, within the budget of where they are: counted before it is looked up (RFC 8628 section 5.1). */
export const makeFindByUserCode =
  ({ artifacts, requestOf, transact, hash, clock }: Dependencies): FindByUserCode =>
  async (code) => {
    const context = Provider.ctx && requestOf(Provider.ctx)?.context;
    // Nobody else looks for one.
    if (context === undefined) return undefined;
    const subject = hash('source', context.source);
    const lanes: readonly LaneKey[] = [
      { kind: 'user-codes', subject },
      { kind: 'source-failures', subject },
    ];
    const now = clock();
    const budget = await transact('attempt', (tx) => tx.throttles.reserve(lanes, now));
    if (budget.kind === 'throttled') {
      const reason = 'user-codes';
      const record = { event: 'excess_rate_limit_exceeded', outcome: 'failure', reason } as const;
      await transact('attempt', (tx) =>
        tx.audit.append([{ ...record, ...auditOf(context, undefined) }], now),
      );
      throw new errors.CustomOIDCProviderError(TOO_MANY_CODES, 'too many codes were wrong');
    }
    const found = await artifacts.findByUserCode(code);
    await transact('attempt', async (tx) => {
      if (found !== undefined) return tx.throttles.forgive(lanes);
      const record = { event: 'oidc.refused', outcome: 'failure', reason: 'user_code' } as const;
      return tx.audit.append([{ ...record, ...auditOf(context, undefined) }], now);
    });
    return found;
  };

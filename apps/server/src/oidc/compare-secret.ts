import type { AuditLog } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { MountedRequest } from '#http/ports.ts';
import type { LaneKey, ThrottleStore } from '#sign-in/ports.ts';
import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';

type Dependencies = {
  readonly requestOf: (ctx: KoaContextWithOIDC) => MountedRequest | undefined;
  readonly transact: Transact<{ readonly throttles: ThrottleStore; readonly audit: AuditLog }>;
  readonly hash: (purpose: string, value: string) => string;
  /** Constant-time, against the keyed hash that is stored in place of a secret. */
  readonly matchesSecret: (given: string, hash: string) => boolean;
  readonly clock: Clock;
};

export type CompareSecret = (asked: {
  readonly given: string;
  /** Undefined: the application has none. */
  readonly expected: string | undefined;
  /** Which application it says it is. */
  readonly application: string;
}) => Promise<boolean>;

const TOO_MANY = 'slow_down';

/**
 * The secret of an application, within the budget of failures of where it comes from: the lane is held
 * while it is compared, so that parallel guesses are counted one by one. A right one writes nothing.
 */
export const makeCompareSecret =
  ({ requestOf, transact, hash, matchesSecret, clock }: Dependencies): CompareSecret =>
  async ({ given, expected, application }) => {
    const ctx = Provider.ctx;
    const context = ctx && requestOf(ctx)?.context;
    if (context === undefined) return false;
    const lanes: readonly LaneKey[] = [
      { kind: 'source-failures', subject: hash('source', context.source) },
    ];
    const target = { type: 'application', id: application };
    const outcome = await transact('attempt', async (tx) => {
      const now = clock();
      const held = await tx.throttles.hold(lanes, now);
      if (held.kind === 'throttled') return held;
      if (expected !== undefined && matchesSecret(given, expected)) return 'right';
      await held.take();
      const common = { target, ...auditOf(context, undefined) };
      const reason = 'client_secret';
      await tx.audit.append(
        [{ event: 'oidc.refused', outcome: 'failure', reason, ...common }],
        now,
      );
      return 'wrong';
    });
    if (outcome === 'right' || outcome === 'wrong') return outcome === 'right';
    ctx?.set('retry-after', String(Math.ceil(outcome.retryAfterMs / 1000)));
    throw Object.assign(
      new errors.CustomOIDCProviderError(TOO_MANY, 'too many secrets were wrong'),
      { status: 429, statusCode: 429 },
    );
  };

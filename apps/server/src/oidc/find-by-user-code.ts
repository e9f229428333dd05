import type { AuditLog } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { MountedRequest } from '#http/ports.ts';
import type { LaneKey, ThrottleStore } from '#sign-in/ports.ts';
import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Artifacts, Payload } from './artifacts.ts';
import { CLAIMED_CODE, TOO_MANY_CODES } from './pages.ts';

type Dependencies = {
  readonly artifacts: Pick<Artifacts, 'findByUserCode' | 'claimUserCode'>;
  readonly requestOf: (ctx: KoaContextWithOIDC) => MountedRequest | undefined;
  readonly transact: Transact<{ readonly throttles: ThrottleStore; readonly audit: AuditLog }>;
  readonly hash: (purpose: string, value: string) => string;
  readonly clock: Clock;
};

export type FindByUserCode = (code: string) => Promise<Payload | undefined>;

/**
 * What somebody typed, within the budget of where they are: counted before it is looked up (RFC 8628
 * section 5.1). It belongs to the browser that opened it first: nobody else is shown it, or agrees to it.
 */
export const makeFindByUserCode =
  (dependencies: Dependencies): FindByUserCode =>
  async (code) => {
    const { artifacts, requestOf, transact, hash, clock } = dependencies;
    const ctx = Provider.ctx;
    const context = ctx && requestOf(ctx)?.context;
    const session = ctx?.oidc.session?.uid;
    // Nobody else looks for one.
    if (context === undefined || session === undefined) return undefined;
    const subject = hash('source', context.source);
    const lanes: readonly LaneKey[] = [
      { kind: 'user-codes', subject },
      { kind: 'source-failures', subject },
    ];
    const budget = await transact('attempt', (tx) => tx.throttles.reserve(lanes, clock()));
    if (budget.kind === 'throttled') {
      await record(dependencies, context, TOO_OFTEN);
      throw new errors.CustomOIDCProviderError(TOO_MANY_CODES, 'too many codes were wrong');
    }
    const found = await artifacts.findByUserCode(code);
    if (found === undefined) {
      await record(dependencies, context, WRONG);
      return undefined;
    }
    if (!(await artifacts.claimUserCode(code, session))) {
      await record(dependencies, context, NOT_THEIRS);
      throw new errors.CustomOIDCProviderError(CLAIMED_CODE, 'another browser opened this code');
    }
    await transact('attempt', (tx) => tx.throttles.forgive(lanes));
    return found;
  };

const TOO_OFTEN = { event: 'excess_rate_limit_exceeded', reason: 'user-codes' } as const;
const WRONG = { event: 'oidc.refused', reason: 'user_code' } as const;
const NOT_THEIRS = { event: 'oidc.refused', reason: 'user_code_claimed' } as const;

const record = (
  { transact, clock }: Dependencies,
  context: RequestContext,
  what: typeof TOO_OFTEN | typeof WRONG | typeof NOT_THEIRS,
): Promise<void> =>
  transact('attempt', (tx) =>
    tx.audit.append([{ ...what, outcome: 'failure', ...auditOf(context, undefined) }], clock()),
  );

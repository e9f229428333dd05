import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { CaseId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { LaneKey, Tokens } from '#sign-in/ports.ts';
import { FREEZE_PURPOSE, type OpenCase, type RecoveryStores } from './ports.ts';
import type { StopAccount, StopOutcome } from './stop-account.ts';

type Dependencies = {
  readonly transact: Transact<RecoveryStores>;
  readonly stopAccount: StopAccount;
  readonly openCase: OpenCase;
  readonly tokens: Pick<Tokens, 'hash'>;
  readonly ids: () => string;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type UseFreezeLinkOutcome =
  | { readonly kind: 'stopped'; readonly outcome: StopOutcome }
  /** Unknown, spent or expired: all alike. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type UseFreezeLink = (request: {
  readonly token: string;
  readonly context: RequestContext;
}) => Promise<UseFreezeLinkOutcome>;

/**
 * Stops an account by the link of a notice, without a session: whoever reads the notice may be
 * locked out already. Spending the link and stopping are one transaction, so that it acts once.
 */
export function makeUseFreezeLink(dependencies: Dependencies): UseFreezeLink {
  const { transact, tokens, clock, wake } = dependencies;
  return async (request) => {
    const now = clock();
    const { source } = request.context;
    const lanes: readonly LaneKey[] = [
      { kind: 'source-failures', subject: tokens.hash('source', source) },
    ];
    const budget = await transact('attempt', (tx) => tx.throttles.reserve(lanes, now));
    if (budget.kind === 'throttled') return budget;
    const outcome = await transact('fact', (tx) =>
      use(dependencies, tx, { ...request, lanes, now }),
    );
    wake();
    return outcome;
  };
}

type Using = {
  readonly token: string;
  readonly context: RequestContext;
  readonly lanes: readonly LaneKey[];
  readonly now: Date;
};

async function use(
  { stopAccount, openCase, tokens, ids }: Dependencies,
  tx: RecoveryStores,
  { token, context, lanes, now }: Using,
): Promise<UseFreezeLinkOutcome> {
  const common = auditOf(context, undefined);
  const link = await tx.freezeTokens.spend(tokens.hash(FREEZE_PURPOSE, token), now);
  if (link === undefined) {
    await tx.audit.append(
      [{ event: 'account.frozen', outcome: 'failure', reason: 'link_refused', ...common }],
      now,
    );
    return { kind: 'refused' };
  }
  const { userId, authenticatorId: method, about } = link;
  const outcome = await stopAccount(tx, { userId, method, notice: 'frozen', context, now });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where case ids are born
  const id = ids() as CaseId;
  const one = { id, kind: 'frozen', userId, about, note: undefined, createdAt: now } as const;
  await openCase(tx, { ...one, context });
  await tx.audit.append(
    [
      {
        event: 'account.frozen',
        outcome: 'success',
        reason: about,
        target: { type: 'user', id: userId },
        detail: { outcome },
        ...common,
      },
    ],
    now,
  );
  await tx.throttles.forgive(lanes);
  return { kind: 'stopped', outcome };
}

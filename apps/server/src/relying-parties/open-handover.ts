import type { AuditLog } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { LaneKey, SignInStore, ThrottleStore, Tokens } from '#sign-in/ports.ts';
import { readAsked } from './find-verification.ts';
import type { ProofRequestStore } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly signIns: Pick<SignInStore, 'replaceToken'>;
    readonly throttles: ThrottleStore;
    readonly audit: AuditLog;
  }>;
  readonly signIns: Pick<SignInStore, 'findByTokenHash'>;
  readonly proofRequests: Pick<ProofRequestStore, 'findFor'>;
  readonly tokens: Pick<Tokens, 'random' | 'hash'>;
  readonly clock: Clock;
};

export type OpenedHandover =
  /** The token is this browser's from now on. */
  | { readonly kind: 'opened'; readonly signIn: SignIn; readonly token: string }
  /** Unknown, opened before, or too late: all alike. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type OpenHandover = (request: {
  readonly token: string;
  readonly context: RequestContext;
}) => Promise<OpenedHandover>;

/**
 * Gives the sign-in of a link to the browser that opens it first. The link's token is replaced by the
 * browser's own in one conditional update, so that it is worth nothing afterwards, wherever it lies.
 */
export function makeOpenHandover(dependencies: Dependencies): OpenHandover {
  const { transact, tokens, clock } = dependencies;
  return async ({ token, context }) => {
    const now = clock();
    const lanes: readonly LaneKey[] = [
      { kind: 'source-failures', subject: tokens.hash('source', context.source) },
    ];
    const budget = await transact('attempt', (tx) => tx.throttles.reserve(lanes, now));
    if (budget.kind === 'throttled') return budget;
    const hash = tokens.hash('sign-in', token);
    const signIn = await findHandedOver(dependencies, hash, now);
    if (signIn === undefined) return { kind: 'refused' };
    const own = tokens.random();
    const isFirst = await transact('fact', async (tx) => {
      const to = tokens.hash('sign-in', own);
      if (!(await tx.signIns.replaceToken(signIn.id, hash, to))) return false;
      await tx.throttles.forgive(lanes);
      const common = { ...auditOf(context, signIn.userId), signInId: signIn.id };
      await tx.audit.append([{ event: 'handover.opened', outcome: 'info', ...common }], now);
      return true;
    });
    return isFirst ? { kind: 'opened', signIn, token: own } : { kind: 'refused' };
  };
}

/** What has the token is a link, and no cookie of a browser that signs in here. */
async function findHandedOver(
  { signIns, proofRequests }: Dependencies,
  tokenHash: string,
  now: Date,
): Promise<SignIn | undefined> {
  const signIn = await signIns.findByTokenHash(tokenHash);
  if (signIn === undefined || !isOpen(signIn, now)) return undefined;
  const request = await proofRequests.findFor(signIn.id);
  if (request?.askedBy.kind !== 'api-key') return undefined;
  return readAsked(request.reply).returnUrl === undefined ? undefined : signIn;
}

import { CEREMONY_LIFE_MS } from '#authenticators/passkey/options.ts';
import type { PasskeyRefusal } from '#authenticators/passkey/refusal.ts';
import type { RelyingParty } from '#authenticators/passkey/relying-party.ts';
import { isHandleOf } from '#authenticators/passkey/verify.ts';
import { claimedCredential, verifyAssertion } from '#authenticators/passkey/verify-assertion.ts';
import type { AuditRecord } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { Spend } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { SignInId, UserId } from '#domain/ids.ts';
import { accepts, SIGN_IN_LIFE_MS, type SignIn } from '#domain/sign-in.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { DemandOf } from '#policy/ports.ts';
import { issueTimeOf, passwordlessCeremony } from './begin-passkey.ts';
import type { FinishSignIn, Finished } from './finish.ts';
import { sourceLane } from './lanes.ts';
import type { AuthenticatorReader, EngineStores, LaneKey, Tokens } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly users: Pick<UserStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'findPasskey'>;
  readonly relyingParty: RelyingParty;
  readonly demandOf: DemandOf;
  readonly finish: FinishSignIn;
  readonly tokens: Tokens;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type PasskeySignInRequest = {
  /** The browser's cookie from `beginPasskey`. */
  readonly token: string | undefined;
  readonly output: unknown;
  readonly returnTo: string;
  readonly context: RequestContext;
};

export type PasskeySignInOutcome =
  | {
      readonly kind: 'finished';
      readonly signIn: SignIn;
      readonly token: string;
      readonly finished: Finished;
    }
  /** No such passkey, not genuine, not in time, used before, account not active: all alike. */
  | { readonly kind: 'rejected' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type SignInWithPasskey = (request: PasskeySignInRequest) => Promise<PasskeySignInOutcome>;

/**
 * Both steps at once: something the person has, opened by something they know or are. Only the source
 * is counted: a signature cannot be guessed, and no account's budget may be filled from outside.
 */
export function makeSignInWithPasskey(dependencies: Dependencies): SignInWithPasskey {
  const { tokens, transact, clock } = dependencies;
  return async (request) => {
    const now = clock();
    const lanes = [sourceLane(tokens, request.context)];
    const budget = await transact('attempt', (tx) => tx.throttles.reserve(lanes, now));
    if (budget.kind === 'throttled') {
      const reason = budget.lane.kind;
      await record(dependencies, request, { event: 'excess_rate_limit_exceeded', reason });
      return { kind: 'throttled', retryAfterMs: budget.retryAfterMs };
    }
    const judged = await judge(dependencies, request, now);
    if (judged.kind === 'refused') {
      await recordRefused(dependencies, request, judged);
      return { kind: 'rejected' };
    }
    if (judged.user.blockedUntil !== undefined && judged.user.blockedUntil > now) {
      await record(dependencies, request, {
        event: 'authn_login_fail',
        reason: 'blocked',
        userId: judged.user.id,
      });
      return { kind: 'blocked' };
    }
    return proceed(dependencies, { request, judged, lanes, now });
  };
}

type Genuine = {
  readonly kind: 'genuine';
  readonly user: User;
  readonly spend: Extract<Spend, { kind: 'assertion' }>;
  readonly ceremony: { readonly tokenHash: string; readonly expiresAt: Date };
};

type Refused = {
  readonly kind: 'refused';
  readonly reason: PasskeyRefusal | 'expired' | 'inactive' | 'not_allowed' | 'replayed';
  readonly userId?: UserId;
};

async function judge(
  { tokens, relyingParty, users, authenticators, demandOf }: Dependencies,
  { token, output }: PasskeySignInRequest,
  now: Date,
): Promise<Genuine | Refused> {
  const issuedAt = token === undefined ? undefined : issueTimeOf(token);
  if (token === undefined || issuedAt === undefined) return refuse('wrong_challenge');
  const expiresAt = new Date(issuedAt + CEREMONY_LIFE_MS);
  if (expiresAt <= now) return refuse('expired');
  const claimed = await claimedCredential(output);
  if (claimed === undefined) return refuse('malformed');
  const passkey = await authenticators.findPasskey(claimed);
  if (passkey === undefined) return refuse('unknown_credential');
  const { id, userId } = passkey;
  const ceremony = passwordlessCeremony(relyingParty, tokens, token);
  const { policy } = relyingParty;
  const verdict = await verifyAssertion(output, { ceremony, policy, passkey });
  if (verdict.kind === 'refused') return refuse(verdict.reason, userId);
  const { counter, backedUp, userHandle } = verdict;
  if (!isHandleOf(userHandle, userId)) return refuse('wrong_user_handle', userId);
  const user = await users.find(userId);
  if (!user?.active) return refuse('inactive', userId);
  if (!accepts(await demandOf(user), 'passkey')) return refuse('not_allowed', userId);
  const spend = { kind: 'assertion', authenticatorId: id, counter, backedUp } as const;
  const tokenHash = tokens.hash('ceremony', token);
  return { kind: 'genuine', user, spend, ceremony: { tokenHash, expiresAt } };
}

const refuse = (reason: Refused['reason'], userId?: UserId): Refused => ({
  kind: 'refused',
  reason,
  ...(userId === undefined ? {} : { userId }),
});

type Proceeding = {
  readonly request: PasskeySignInRequest;
  readonly judged: Genuine;
  readonly lanes: readonly LaneKey[];
  readonly now: Date;
};

/** Rolls the transaction back: the ceremony or the signature was used before. */
class UsedBefore extends Error {
  override readonly name = 'UsedBefore';
}

async function proceed(
  dependencies: Dependencies,
  proceeding: Proceeding,
): Promise<PasskeySignInOutcome> {
  const { tokens, transact } = dependencies;
  const { request, judged } = proceeding;
  const token = tokens.random();
  const signIn = newSignIn(dependencies, proceeding);
  try {
    const finished = await transact('fact', (tx) =>
      finishIn(dependencies, tx, { ...proceeding, signIn, token }),
    );
    return { kind: 'finished', signIn, token, finished };
  } catch (error) {
    if (!(error instanceof UsedBefore)) throw error;
    await recordRefused(dependencies, request, refuse('replayed', judged.user.id));
    return { kind: 'rejected' };
  }
}

type Finishing = Proceeding & { readonly signIn: SignIn; readonly token: string };

/** Challenge before lanes, as everywhere: rows are locked in one order. */
async function finishIn(
  { tokens, finish }: Dependencies,
  tx: EngineStores,
  { request, judged, lanes, signIn, token, now }: Finishing,
): Promise<Finished> {
  const { user, spend, ceremony } = judged;
  const { context } = request;
  const isFirst = await tx.ceremonies.spend(ceremony.tokenHash, ceremony.expiresAt);
  if (!isFirst || !(await tx.authenticators.spend(spend, now))) throw new UsedBefore();
  await tx.signIns.insert({ ...signIn, tokenHash: tokens.hash('sign-in', token) });
  const common = { ...auditOf(context, user.id), signInId: signIn.id, method: 'passkey' } as const;
  const restored = await tx.authenticators.restoreAllOf(user.id);
  const records: readonly AuditRecord[] =
    restored === 0
      ? []
      : [{ event: 'factor.restored', outcome: 'success', reason: 'another_method', ...common }];
  // No tasks: neither the password nor a code on paper was used, and neither is needed.
  const finished = await finish(tx, {
    signIn,
    user,
    firstFactor: 'verified-passkey',
    secondStep: 'passkey',
    context,
    now,
    records,
  });
  if (finished === undefined) throw new UsedBefore();
  await tx.throttles.forgive(lanes);
  return finished;
}

const newSignIn = ({ ids }: Dependencies, { judged, request, now }: Proceeding): SignIn => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where sign-in ids are born
  id: ids() as SignInId,
  userId: judged.user.id,
  purpose: 'sign-in',
  sessionId: undefined,
  state: 'second-step',
  returnTo: request.returnTo,
  createdAt: now,
  expiresAt: new Date(now.getTime() + SIGN_IN_LIFE_MS),
  secondStep: undefined,
});

type Recording = {
  readonly event: AuditRecord['event'];
  readonly reason: string;
  readonly userId?: UserId;
};

const record = (
  { transact, clock }: Dependencies,
  { context }: PasskeySignInRequest,
  { event, reason, userId }: Recording,
): Promise<void> =>
  transact('attempt', (tx) =>
    tx.audit.append(
      [{ event, outcome: 'failure', reason, method: 'passkey', ...auditOf(context, userId) }],
      clock(),
    ),
  );

const LOGIN_FAILURES: readonly string[] = [
  'expired',
  'inactive',
  'not_allowed',
  'replayed',
  'unknown_credential',
];

function recordRefused(
  dependencies: Dependencies,
  request: PasskeySignInRequest,
  { reason, userId }: Refused,
): Promise<void> {
  const event = LOGIN_FAILURES.includes(reason)
    ? 'authn_login_fail'
    : reason === 'counter_regressed'
      ? 'webauthn.counter_regressed'
      : 'webauthn.policy_refused';
  const whose = userId === undefined ? {} : { userId };
  return record(dependencies, request, { event, reason, ...whose });
}

import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { type Amr, type AuthenticatorType, propertiesOf } from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import { type Strength, strengthOf } from '#domain/strength.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { LaneKey, ThrottleStore, Tokens } from '#sign-in/ports.ts';
import { isCodeOf } from './handover-code.ts';
import type { Verification } from './find-verification.ts';
import type { ProofRequestStore } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly proofRequests: Pick<ProofRequestStore, 'answer'>;
    readonly throttles: ThrottleStore;
    readonly audit: AuditLog;
  }>;
  readonly users: Pick<UserStore, 'find'>;
  readonly tokens: Pick<Tokens, 'matches' | 'hash'>;
  readonly clock: Clock;
};

export type Statement = {
  readonly user: Pick<User, 'id' | 'login'>;
  readonly method: AuthenticatorType;
  /** Of the second step alone. */
  readonly amr: readonly Amr[];
  readonly strength: Strength;
  readonly verifiedAt: Date;
};

export type TakenStatement =
  | { readonly kind: 'taken'; readonly statement: Statement }
  /** Nothing was proved yet. */
  | { readonly kind: 'not-proven' }
  /** Read before, too late, or no longer allowed. */
  | { readonly kind: 'over' }
  /** Not the code of this one. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

/** What the person came back with, where they were handed over, and from where it was brought to us. */
type Brought = { readonly code: string; readonly source: string };

export type TakeStatement = (
  verification: Verification,
  by: {
    readonly keyName: string;
    readonly context: RequestContext;
    readonly brought?: Brought;
  },
) => Promise<TakenStatement>;

/** What was proved is told once: of two that ask at once one is told (a conditional update). */
export function makeTakeStatement(dependencies: Dependencies): TakeStatement {
  const { transact, users, clock } = dependencies;
  return async ({ request, signIn, purpose, returnUrl }, { keyName, context, brought }) => {
    const { state, method, provenAt } = request;
    const now = clock();
    if (returnUrl !== undefined) {
      if (brought === undefined) return { kind: 'refused' };
      const compared = await compareCode(dependencies, { keyName, context, signIn, brought });
      if (compared !== 'right') return compared;
    }
    if (state === 'open' && isOpen(signIn, now)) return { kind: 'not-proven' };
    if (state !== 'proven' || method === undefined || provenAt === undefined) {
      return { kind: 'over' };
    }
    const user = await users.find(request.userId);
    const mayHave = request.expiresAt > now && isUsable(user, now);
    const taken = await transact('fact', async (tx) => {
      if (!(await tx.proofRequests.answer(request.signInId, 'proven'))) return false;
      await tx.audit.append(
        [
          {
            event: 'relying_party.answered',
            outcome: mayHave ? 'success' : 'failure',
            reason: mayHave ? 'proven' : 'failed',
            signInId: signIn.id,
            method,
            target: { type: 'api-key', id: keyName },
            detail: { purpose },
            ...auditOf(context, request.userId),
          },
        ],
        now,
      );
      return mayHave;
    });
    if (!taken || user === undefined) return { kind: 'over' };
    const { amr } = propertiesOf(method);
    const strength = strengthOf({ amr, acr: 'two-step' });
    const { id, login } = user;
    return {
      kind: 'taken',
      statement: { user: { id, login }, method, amr, strength, verifiedAt: provenAt },
    };
  };
}

type Comparing = {
  readonly keyName: string;
  readonly context: RequestContext;
  readonly signIn: SignIn;
  readonly brought: Brought;
};

/** The program's own address pays for what it guesses: it chooses the one that it says the person has. */
const compareCode = (
  { transact, tokens, clock }: Dependencies,
  { keyName, context, signIn, brought }: Comparing,
) =>
  transact('attempt', async (tx) => {
    const now = clock();
    const lanes: readonly LaneKey[] = [
      { kind: 'source-failures', subject: tokens.hash('source', brought.source) },
    ];
    const held = await tx.throttles.hold(lanes, now);
    if (held.kind === 'throttled') return held;
    if (isCodeOf(tokens, signIn.id, brought.code)) return 'right';
    await held.take();
    await tx.audit.append(
      [
        {
          event: 'authz_fail',
          outcome: 'failure',
          reason: 'handover:code',
          signInId: signIn.id,
          ...auditOf(context, signIn.userId),
          actor: { type: 'api-key', id: keyName },
        },
      ],
      now,
    );
    return { kind: 'refused' } as const;
  });

const isUsable = (user: User | undefined, now: Date): boolean =>
  user?.active === true && (user.blockedUntil === undefined || user.blockedUntil <= now);

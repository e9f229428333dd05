import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Session } from '#domain/session.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { SignInStore } from '#sign-in/ports.ts';
import { type Judged, judgeRequest } from './judge-request.ts';
import type { ProofRequest, ProofRequestStore, RelyingParty, RelyingPartyStore } from './ports.ts';
import type { Trials } from './trials.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly proofRequests: Pick<ProofRequestStore, 'answer'>;
    readonly audit: AuditLog;
  }>;
  readonly trials: Pick<Trials, 'find'>;
  readonly signIns: Pick<SignInStore, 'find'>;
  readonly proofRequests: Pick<ProofRequestStore, 'findFor'>;
  readonly relyingParties: Pick<RelyingPartyStore, 'find'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly clock: Clock;
};

type Of = { readonly party: RelyingParty };

export type TakenTrial =
  | ({
      readonly kind: 'proven';
      readonly method: AuthenticatorType;
      readonly reply: string;
    } & Of)
  | ({ readonly kind: 'failed' | 'too-late' | 'waiting' } & Of)
  /** None of this session, or it was read before. */
  | { readonly kind: 'nothing' };

export type TakeTrial = (
  trialId: string,
  by: { readonly session: Session; readonly context: RequestContext },
) => Promise<TakenTrial>;

/** What came of a trial, told once, to the session that began it, and to nobody else. */
export function makeTakeTrial(dependencies: Dependencies): TakeTrial {
  const { users, clock } = dependencies;
  return async (trialId, by) => {
    const found = await find(dependencies, trialId, by.session);
    if (found === undefined) return { kind: 'nothing' };
    const { signIn, party, request } = found;
    const now = clock();
    if (isOpen(signIn, now)) return { kind: 'waiting', party };
    if (request.state === 'answered') return { kind: 'nothing' };
    const judged = judgeRequest(request, await users.find(request.userId), now);
    if (!(await end(dependencies, { ...found, judged, by }))) return { kind: 'nothing' };
    const { method, reply } = request;
    if (judged === 'too-late') return { kind: 'too-late', party };
    return judged === 'proven' && method !== undefined
      ? { kind: 'proven', method, reply, party }
      : { kind: 'failed', party };
  };
}

type Found = {
  readonly signIn: SignIn;
  readonly request: ProofRequest;
  readonly party: RelyingParty;
};

/** Of this session, and really a trial. */
async function find(
  { trials, signIns, proofRequests, relyingParties }: Dependencies,
  trialId: string,
  session: Session,
): Promise<Found | undefined> {
  const trial = await trials.find(trialId);
  if (trial?.signInId === undefined || trial.sessionId !== session.id) return undefined;
  const [signIn, request, party] = await Promise.all([
    signIns.find(trial.signInId),
    proofRequests.findFor(trial.signInId),
    relyingParties.find(trial.partyId),
  ]);
  if (signIn === undefined || request === undefined || party === undefined) return undefined;
  const isTrial = request.askedBy.kind === 'trial' && request.userId === session.userId;
  return isTrial ? { signIn, request, party } : undefined;
}

type Ending = Found & { readonly judged: Judged; readonly by: Parameters<TakeTrial>[1] };

/** False: it was told a moment ago. */
const end = (
  { transact, clock }: Dependencies,
  { signIn, request, party, judged, by }: Ending,
): Promise<boolean> =>
  transact('fact', async (tx) => {
    if (request.state === 'answered') return false;
    if (!(await tx.proofRequests.answer(signIn.id, request.state))) return false;
    await tx.audit.append(
      [
        {
          event: 'relying_party.trial_ended',
          outcome: judged === 'proven' ? 'success' : 'failure',
          reason: judged,
          signInId: signIn.id,
          method: judged === 'proven' ? request.method : undefined,
          target: { type: 'relying_party', id: party.id },
          detail: { relyingParty: party.name },
          ...auditOf(by.context, by.session.userId),
        },
      ],
      clock(),
    );
    return true;
  });

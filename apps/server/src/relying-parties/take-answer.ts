import type { AuditLog, AuditRecord } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { SignInStore, Tokens } from '#sign-in/ports.ts';
import { type Judged, judgeRequest } from './judge-request.ts';
import type { LinkStore, ProofRequest, ProofRequestStore, RelyingParty } from './ports.ts';

type Stores = {
  readonly proofRequests: ProofRequestStore;
  readonly links: LinkStore;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly signIns: Pick<SignInStore, 'findByTokenHash'>;
  readonly proofRequests: Pick<ProofRequestStore, 'findFor'>;
  readonly relyingParties: {
    find(id: RelyingParty['id']): Promise<RelyingParty | undefined>;
  };
  readonly users: Pick<UserStore, 'find'>;
  readonly tokens: Pick<Tokens, 'hash'>;
  readonly clock: Clock;
};

type Answering = { readonly party: RelyingParty; readonly reply: string };

export type TakenAnswer =
  | ({ readonly kind: 'proven'; readonly method: AuthenticatorType } & Answering)
  /** Given up, tried too often, or no longer allowed. */
  | ({ readonly kind: 'failed' } & Answering)
  /** The relying party was switched off meanwhile. */
  | ({ readonly kind: 'switched-off' } & Answering)
  /** Nobody waits for an answer any more. */
  | ({ readonly kind: 'too-late' } & Answering)
  /** The person has not come to an end yet. */
  | { readonly kind: 'unfinished'; readonly signIn: SignIn }
  /** This browser has no request, or had its answer. */
  | { readonly kind: 'nothing' };

export type TakeAnswer = (
  signInToken: string | undefined,
  context: RequestContext,
) => Promise<TakenAnswer>;

/**
 * Hands out the one answer to a request, to the browser that it came from. Of two that ask at once
 * one gets it (a conditional update); a proof that was given ties the person to the account.
 */
export function makeTakeAnswer(dependencies: Dependencies): TakeAnswer {
  const { signIns, proofRequests, relyingParties, tokens, clock } = dependencies;
  return async (signInToken, context) => {
    if (signInToken === undefined) return { kind: 'nothing' };
    const signIn = await signIns.findByTokenHash(tokens.hash('sign-in', signInToken));
    if (signIn?.purpose !== 'relying-party') return { kind: 'nothing' };
    const now = clock();
    if (isOpen(signIn, now)) return { kind: 'unfinished', signIn };
    const request = await proofRequests.findFor(signIn.id);
    const asker = request?.askedBy;
    const party = asker?.kind === 'relying-party' ? await relyingParties.find(asker.id) : undefined;
    if (request === undefined || party === undefined) return { kind: 'nothing' };
    return take(dependencies, { request, party, signIn, context, now });
  };
}

type Taking = {
  readonly request: ProofRequest;
  readonly party: RelyingParty;
  readonly signIn: SignIn;
  readonly context: RequestContext;
  readonly now: Date;
};

const SWITCHED_OFF = 'switched-off';

type Final = Judged | typeof SWITCHED_OFF;

async function take(dependencies: Dependencies, taking: Taking): Promise<TakenAnswer> {
  const { request, party, now } = taking;
  const { state, reply, method } = request;
  if (state === 'answered') return { kind: 'nothing' };
  const user = await dependencies.users.find(request.userId);
  const judged = party.disabledAt === undefined ? judgeRequest(request, user, now) : SWITCHED_OFF;
  const outcome = await dependencies.transact('fact', async (tx) => {
    if (!(await tx.proofRequests.answer(request.signInId, state))) return undefined;
    const mayHave = judged !== 'proven' || (await tie(tx, taking));
    const final = mayHave ? judged : 'failed';
    await tx.audit.append([recordOf(taking, final)], now);
    return final;
  });
  if (outcome === undefined) return { kind: 'nothing' };
  if (outcome === 'too-late' || outcome === SWITCHED_OFF) return { kind: outcome, party, reply };
  return outcome === 'proven' && method !== undefined
    ? { kind: 'proven', method, party, reply }
    : { kind: 'failed', party, reply };
}

/** False: the person or the account was tied to somebody else meanwhile. */
async function tie(tx: Stores, { request, party, context, now }: Taking): Promise<boolean> {
  const { subject, userId } = request;
  const link = { relyingPartyId: party.id, subject, userId, linkedAt: now };
  if (!(await tx.links.link(link))) return (await tx.links.find(party.id, subject)) === userId;
  await tx.audit.append(
    [
      {
        event: 'relying_party.linked',
        outcome: 'success',
        reason: 'same_login',
        target: { type: 'relying_party', id: party.id },
        ...auditOf(context, userId),
      },
    ],
    now,
  );
  return true;
}

const recordOf = ({ request, party, signIn, context }: Taking, outcome: Final): AuditRecord => ({
  event: 'relying_party.answered',
  outcome: outcome === 'proven' ? 'success' : 'failure',
  reason: outcome,
  signInId: signIn.id,
  method: outcome === 'proven' ? request.method : undefined,
  target: { type: 'relying_party', id: party.id },
  detail: { relyingParty: party.name },
  ...auditOf(context, request.userId),
});

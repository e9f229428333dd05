import { type Assurance, decideAssurance, type FirstFactor } from '#domain/assurance.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { SessionId } from '#domain/ids.ts';
import type { RememberPolicy } from '#domain/remembered-browser.ts';
import { limitsOf, type Session, type SessionLimits, SESSIONS_PER_USER } from '#domain/session.ts';
import type { SignIn, SignInState } from '#domain/sign-in.ts';
import type { User } from '#domain/user.ts';
import type { AuditRecord } from '#audit/ports.ts';
import type { Notices } from '#notices/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { Tokens } from './ports.ts';
import type { EngineStores } from './ports.ts';
import { type Remembered, rememberBrowser } from './remember-browser.ts';
import { type Weighed, weighSurroundings } from './weigh-surroundings.ts';

type Dependencies = {
  readonly tokens: Tokens;
  readonly ids: () => string;
  readonly limits: SessionLimits;
  readonly remember: RememberPolicy;
  readonly notices: Notices<EngineStores>;
  readonly holdMs: number;
};

export type FinishRequest = {
  readonly signIn: SignIn;
  readonly user: User;
  /** What was verified in front of it; the password where it is left out. */
  readonly firstFactor?: FirstFactor;
  /** What was verified; undefined where nothing was asked. */
  readonly secondStep: AuthenticatorType | undefined;
  readonly context: RequestContext;
  readonly now: Date;
  /** Records of the proof, written in the same statement. */
  readonly records?: readonly AuditRecord[];
  /** The person does not want to be asked again in this browser for a while. */
  readonly remember?: boolean | undefined;
};

export type Finished =
  /** Secrets for this browser's cookies: they exist nowhere else. */
  | {
      readonly kind: 'session';
      readonly sessionToken: string;
      readonly browserToken: string;
      /** Only where the person asked for it and may. */
      readonly remembered: Remembered | undefined;
    }
  /** For a relying party, whose request may now be answered: nobody is signed in here. */
  | { readonly kind: 'proof' };

export type FinishSignIn = (
  tx: EngineStores,
  request: FinishRequest,
) => Promise<Finished | undefined>;

/**
 * Turns a proven sign-in into a session, or makes the session fresh that stepped up, inside the
 * caller's fact transaction. Undefined for all callers but one. The session's token is always new,
 * so that one planted before the proof is worth nothing after it (ASVS 7.2.4).
 */
export function makeFinishSignIn(dependencies: Dependencies): FinishSignIn {
  const { tokens, ids, limits } = dependencies;
  return async (tx, request) => {
    const { signIn, user, now } = request;
    const from: SignInState = signIn.state;
    if (!(await tx.signIns.advance(signIn.id, from, 'completed'))) return undefined;
    if (signIn.purpose === 'relying-party') return finishProof(tx, request);
    const assurance = await assuranceOf(tx, request);
    if (assurance === undefined) return undefined;
    const sessionToken = tokens.random();
    const tokenHash = tokens.hash('session', sessionToken);
    const weighed = await weighSurroundings(dependencies, tx, { request, assurance });
    const storing = { request, assurance, tokenHash, newId: ids, limits, weighed };
    const sessionId = await storeSession(tx, storing);
    if (sessionId === undefined) return undefined;

    if (user.failedSteps > 0) await tx.users.clearFailedSteps(user.id);
    const { browserToken, records } = weighed;
    await tx.audit.append(
      [...(request.records ?? []), ...recordsOf(request, { sessionId, assurance }), ...records],
      now,
    );
    // What vouches for nobody yet is not trusted in place of a second step either.
    const remembered =
      weighed.heldUntil === undefined
        ? await rememberBrowser(dependencies, tx, { request, sessionId })
        : undefined;
    return { kind: 'session', sessionToken, browserToken, remembered };
  };
}

async function finishProof(
  tx: EngineStores,
  request: FinishRequest,
): Promise<Finished | undefined> {
  const { signIn, user, secondStep, context, now } = request;
  if (secondStep === undefined) return undefined;
  if (!(await tx.proofRequests.prove(signIn.id, secondStep, now))) return undefined;
  if (user.failedSteps > 0) await tx.users.clearFailedSteps(user.id);
  const common = { ...auditOf(context, user.id), signInId: signIn.id, method: secondStep };
  await tx.audit.append(
    [...(request.records ?? []), { event: 'mfa.success', outcome: 'success', ...common }],
    now,
  );
  return { kind: 'proof' };
}

/** A step-up adds to what its session was begun with; undefined where that was ended meanwhile. */
export async function assuranceOf(
  tx: EngineStores,
  { signIn, firstFactor = 'password', secondStep }: FinishRequest,
): Promise<Assurance | undefined> {
  if (signIn.sessionId === undefined) return decideAssurance({ firstFactor, secondStep });
  const before = await tx.sessions.find(signIn.sessionId);
  if (before === undefined) return undefined;
  const begunWith = before.assurance.amr.includes('pwd') ? 'password' : 'verified-passkey';
  return decideAssurance({ firstFactor: begunWith, secondStep });
}

type Storing = {
  readonly request: FinishRequest;
  readonly assurance: Assurance;
  readonly tokenHash: string;
  readonly newId: () => string;
  readonly limits: SessionLimits;
  readonly weighed: Weighed;
};

async function storeSession(tx: EngineStores, storing: Storing): Promise<SessionId | undefined> {
  const { request, assurance, tokenHash, newId, limits, weighed } = storing;
  const { signIn, user, context, now } = request;
  if (signIn.sessionId !== undefined) {
    const { secondStep } = request;
    const renewal = { tokenHash, authenticatedAt: now, assurance, secondStep };
    return (await tx.sessions.renew(signIn.sessionId, renewal)) ? signIn.sessionId : undefined;
  }
  const session: Session = {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where session ids are born
    id: newId() as SessionId,
    userId: user.id,
    role: user.role,
    assurance,
    createdAt: now,
    authenticatedAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + limitsOf(limits, user.role).overallMs),
    failedStepsBefore: user.failedSteps,
    secondStep: request.secondStep,
    heldUntil: weighed.heldUntil,
  };
  const { address, userAgent } = context;
  await tx.sessions.insert({ ...session, tokenHash, address, userAgent });
  await tx.sessions.keepNewest(user.id, SESSIONS_PER_USER, now);
  return session.id;
}

/** That a second step was proved; nothing where none was asked. */
export const recordsOfProof = ({
  secondStep,
  common,
}: {
  readonly secondStep: AuthenticatorType | undefined;
  readonly common: Omit<AuditRecord, 'event' | 'outcome'>;
}): readonly AuditRecord[] =>
  secondStep === undefined ? [] : [{ event: 'mfa.success', outcome: 'success', ...common }];

function recordsOf(
  request: FinishRequest,
  { sessionId, assurance }: { readonly sessionId: SessionId; readonly assurance: Assurance },
): readonly AuditRecord[] {
  const { signIn, user, secondStep, context } = request;
  const common = {
    ...auditOf(context, user.id),
    signInId: signIn.id,
    sessionId,
    method: secondStep,
    acr: assurance.acr,
  };
  // Where tasks came in between, the proof was recorded before them.
  const proven: readonly AuditRecord[] =
    signIn.state === 'tasks' ? [] : recordsOfProof({ secondStep, common });
  if (signIn.purpose === 'step-up') {
    return [
      ...proven,
      { event: 'stepup.done', outcome: 'success', ...common },
      { event: 'session_renewed', outcome: 'info', ...common },
    ];
  }
  const afterFailures = user.failedSteps > 0;
  return [
    ...proven,
    {
      event: afterFailures ? 'authn_login_successafterfail' : 'authn_login_success',
      outcome: 'success',
      ...common,
    },
    { event: 'session_created', outcome: 'info', ...common },
  ];
}

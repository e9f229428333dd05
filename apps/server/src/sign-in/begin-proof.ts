import type { PreferenceOf } from '#domain/bound-authenticator.ts';
import { acceptedByBoth } from '#domain/policy.ts';
import { decideProofRequirement } from '#domain/requirement.ts';
import type { SignInId } from '#domain/ids.ts';
import type { LockOut } from '#domain/lock-out.ts';
import { SIGN_IN_LIFE_MS, type SignIn } from '#domain/sign-in.ts';
import { listSignInOptions } from '#domain/sign-in-options.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { DemandOf } from '#policy/ports.ts';
import type { BeginProof, BeginProofRequest } from '#relying-parties/ports.ts';
import { findOpenOption } from './find-open-option.ts';
import type { AuthenticatorReader, EngineStores, ThrottleStore, Tokens } from './ports.ts';
import type { StartChallenge, StartStores } from './start-challenge.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly throttles: Pick<ThrottleStore, 'retryAfterMs'>;
  readonly preferenceOf: PreferenceOf;
  readonly demandOf: DemandOf;
  readonly lockOut: () => LockOut;
  readonly startChallenge: StartChallenge;
  readonly tokens: Tokens;
  readonly ids: () => string;
  readonly clock: Clock;
};

/** Rolls the transaction back: a replay leaves nothing, and sends nothing. */
class Replayed extends Error {
  override readonly name = 'Replayed';
}

/**
 * A sign-in whose first factor somebody else has seen. The same engine proves it, with the same
 * counters; only options that the relying party takes are open, and no session comes of it.
 */
export function makeBeginProof(dependencies: Dependencies): BeginProof {
  const { tokens, clock } = dependencies;
  return async (asked) => {
    const now = clock();
    const { user } = asked;
    if (user.blockedUntil !== undefined && user.blockedUntil > now) return { kind: 'blocked' };
    const { accepts: taken } = await dependencies.demandOf(user);
    const accepts = acceptedByBoth(asked.accepts, taken) ?? asked.accepts;
    const bound = await dependencies.authenticators.list(user.id);
    const purpose = 'relying-party';
    const preference = dependencies.preferenceOf(user, asked.context.device);
    const options = listSignInOptions({ purpose, accepts }, bound, { now, preference });
    const asking = { userId: user.id, options, lockOut: dependencies.lockOut(), now };
    const opened = await findOpenOption(dependencies.throttles, asking);
    if (opened.kind === 'throttled') return opened;
    const { option } = opened;
    const state = decideProofRequirement(user, bound, {
      hasOption: option !== undefined,
      mayRegister: asked.mayRegister,
      now,
    });
    const token = tokens.random();
    const signIn = newSignIn(dependencies, { ...asked, accepts }, { state, now });
    const within = <Outcome>(tx: StartStores, work: () => Promise<Outcome>) =>
      open(tx, { asked, signIn, tokenHash: tokens.hash('sign-in', token), now, work });
    try {
      if (option === undefined) {
        await dependencies.transact('attempt', (tx) => within(tx, async () => undefined));
      } else {
        const { context } = asked;
        await dependencies.startChallenge({ signIn, option, context, within });
      }
    } catch (error) {
      if (error instanceof Replayed) return { kind: 'replayed' };
      throw error;
    }
    return { kind: 'begun', signIn, token };
  };
}

const newSignIn = (
  { ids }: Dependencies,
  { user, accepts, returnTo }: BeginProofRequest,
  { state, now }: Pick<SignIn, 'state'> & { readonly now: Date },
): SignIn => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where sign-in ids are born
  id: ids() as SignInId,
  userId: user.id,
  purpose: 'relying-party',
  sessionId: undefined,
  secondStep: undefined,
  state,
  accepts,
  returnTo,
  createdAt: now,
  expiresAt: new Date(now.getTime() + SIGN_IN_LIFE_MS),
});

type Opening<Outcome> = {
  readonly asked: BeginProofRequest;
  readonly signIn: SignIn;
  readonly tokenHash: string;
  readonly now: Date;
  readonly work: () => Promise<Outcome>;
};

async function open<Outcome>(tx: StartStores, opening: Opening<Outcome>): Promise<Outcome> {
  const { asked, signIn, tokenHash, now } = opening;
  const { id: signInId, userId, expiresAt } = signIn;
  const request = { ...asked.request, userId, signInId, createdAt: now, expiresAt };
  if (!(await tx.proofRequests.insert(request))) throw new Replayed();
  await tx.signIns.insert({ ...signIn, tokenHash });
  await tx.audit.append(
    [
      {
        event: 'mfa.challenge.created',
        outcome: 'info',
        reason: signIn.state,
        signInId,
        detail: asked.detail,
        ...auditOf(asked.context, userId),
      },
    ],
    now,
  );
  return opening.work();
}

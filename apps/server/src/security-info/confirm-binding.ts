import { providerOf } from '#domain/passkey-providers.ts';
import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import { type AuthenticatorType, propertiesOf } from '#domain/authenticator.ts';
import { highestStrength, isOwnSetUp, typesOf } from '#domain/bound-authenticator.ts';
import type { Challenge } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { Ended } from '#sessions/ports.ts';
import type {
  ChallengeEngine,
  ChallengeStore,
  Proof,
  ProveOutcome,
  Signals,
} from '#sign-in/ports.ts';
import type { Actor, Binding, SecurityInfoStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  readonly challenges: Pick<ChallengeStore, 'latestFor'>;
  readonly engine: Pick<ChallengeEngine, 'prove' | 'spend'>;
  readonly notices: Notices<SecurityInfoStores>;
  readonly signals: Signals;
  readonly wake: () => void;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type ConfirmOutcome =
  | { readonly kind: 'confirmed'; readonly replaced: boolean }
  /** A call that nobody has answered with `#` yet. */
  | { readonly kind: 'not-approved-yet' }
  | { readonly kind: 'binding-over' }
  | Exclude<ProveOutcome, { readonly kind: 'genuine' }>;

export type ConfirmBinding = (request: {
  readonly actor: Actor;
  readonly binding: Binding;
  /** Undefined: the proof came by phone call. */
  readonly output: unknown;
  readonly context: RequestContext;
}) => Promise<ConfirmOutcome>;

/**
 * Proves what is being added, by the same engine and budgets as a sign-in, and makes it count. The
 * one in its place dies in the same transaction; other sessions end with it.
 */
export function makeConfirmBinding(dependencies: Dependencies): ConfirmBinding {
  const { challenges, engine, clock } = dependencies;
  return async ({ actor, binding, output, context }) => {
    const latest = await challenges.latestFor(binding.id);
    if (latest === undefined || binding.state !== 'pending' || binding.expiresAt <= clock()) {
      return { kind: 'binding-over' };
    }
    if (output === undefined) {
      if (latest.state !== 'approved') return { kind: 'not-approved-yet' };
      return store(dependencies, { actor, binding, context, challenge: latest, proof: undefined });
    }
    const { userId } = actor;
    const outcome = await engine.prove({
      challengeId: latest.id,
      subject: binding.id,
      userId,
      output,
      context,
    });
    if (outcome.kind !== 'genuine') return outcome;
    const { proof } = outcome;
    return store(dependencies, { actor, binding, context, challenge: proof.challenge, proof });
  };
}

type Storing = {
  readonly actor: Actor;
  readonly binding: Binding;
  readonly context: RequestContext;
  readonly challenge: Challenge;
  readonly proof: Proof | undefined;
};

async function store(dependencies: Dependencies, storing: Storing): Promise<ConfirmOutcome> {
  const { actor, binding } = storing;
  const now = dependencies.clock();
  const outcome = await dependencies
    .transact('fact', async (tx): Promise<ConfirmOutcome> => {
      const spent = await spend(dependencies, tx, { storing, now });
      if (spent === 'replayed') return { kind: 'replayed' };
      if (spent === 'over' || !(await tx.bindings.advance(binding.id, 'confirmed', now))) {
        return { kind: 'binding-over' };
      }
      return bind(dependencies, tx, { storing, now });
    })
    .catch((error: unknown): ConfirmOutcome => {
      if (error instanceof BoundElsewhere) return { kind: 'binding-over' };
      throw error;
    });
  dependencies.wake();
  dependencies.signals.changed(binding.id);
  if (actor.kind === 'set-up') dependencies.signals.changed(actor.signInId);
  return outcome;
}

/** Rolls the transaction back: of two set-ups of one account that race, or two accounts with one passkey, one binds. */
class BoundElsewhere extends Error {
  override readonly name = 'BoundElsewhere';
}

type At = { readonly storing: Storing; readonly now: Date };

async function spend({ engine }: Dependencies, tx: SecurityInfoStores, { storing, now }: At) {
  const { challenge, proof } = storing;
  if (proof !== undefined) return engine.spend(tx, proof, now);
  const taken = await tx.challenges.advance(challenge.id, 'approved', { state: 'consumed', now });
  return taken ? 'spent' : 'over';
}

async function bind(
  dependencies: Dependencies,
  tx: SecurityInfoStores,
  { storing, now }: At,
): Promise<ConfirmOutcome> {
  const { actor, binding, context, challenge } = storing;
  const { userId } = actor;
  const { kind, slot } = binding;
  const name = binding.name ?? providerNameOf(storing);
  const before = await tx.authenticators.list(userId);
  const isReplacing = slot !== undefined && before.some((one) => one.slot === slot);
  const notice = { userId, id: isReplacing ? 'method-replaced' : 'method-added', now } as const;
  // While the old number is still there: it is told as well.
  if (isReplacing) await dependencies.notices.enqueue(tx, notice);

  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where authenticator ids are born
  const id = dependencies.ids() as AuthenticatorId;
  const boundIn = actor.kind === 'set-up' ? actor.signInId : undefined;
  const added = { id, userId, kind, name, boundAt: now, boundIn };
  if ((await tx.authenticators.bind(binding.id, added)) === 'taken') throw new BoundElsewhere();
  // Looked at again now that the account is held: another set-up may have been faster.
  const bound = await tx.authenticators.list(userId);
  if (boundIn !== undefined && !isOwnSetUp(bound, boundIn)) throw new BoundElsewhere();
  if (!isReplacing) await dependencies.notices.enqueue(tx, notice);
  await keepPreference(tx, { userId, id, proved: challenge.type });

  const asked = highestStrength(before, now);
  const raises = propertiesOf(challenge.type).strength > asked;
  const { browsers } = await keepOwnSession(tx, storing, { raises, now });
  await tx.audit.append(
    [
      {
        event: kind === 'phone' ? 'phone.confirmed' : 'factor.enrolled',
        outcome: 'success',
        reason: isReplacing ? 'replaced' : 'added',
        method: challenge.type,
        challengeId: challenge.id,
        target: { type: 'authenticator', id },
        ...auditOf(context, userId),
      },
      ...auditOfEndedTrust(browsers, 'method_changed', auditOf(context, userId)),
    ],
    now,
  );
  return { kind: 'confirmed', replaced: isReplacing };
}

/** A passkey is called what its maker is called, until its owner says otherwise. */
const providerNameOf = ({ proof }: Storing): string | undefined =>
  proof?.spend.kind === 'credential' ? providerOf(proof.spend.credential.aaguid) : undefined;

/**
 * Every session but the one at hand ends, and every remembered browser. That session has proved what
 * was added: where changes ask for more from now on, it has given it.
 */
async function keepOwnSession(
  tx: SecurityInfoStores,
  { actor, challenge }: Storing,
  { raises, now }: { readonly raises: boolean; readonly now: Date },
): Promise<Ended> {
  const except = actor.kind === 'session' ? actor.sessionId : undefined;
  if (raises && except !== undefined) await tx.sessions.markProved(except, challenge.type);
  return tx.sessions.endAllOf(actor.userId, { reason: 'method_changed', now, except });
}

type NewlyBound = {
  readonly userId: Actor['userId'];
  readonly id: AuthenticatorId;
  readonly proved: AuthenticatorType;
};

/** Whoever had no preferred option, or lost it to this change, is asked by what was just proved. */
async function keepPreference(
  tx: SecurityInfoStores,
  { userId, id, proved }: NewlyBound,
): Promise<void> {
  const user = await tx.users.find(userId);
  const bound = await tx.authenticators.list(userId);
  const preferred = user?.preference;
  if (bound.some((one) => one.id === preferred?.authenticatorId)) return;
  const added = bound.find((one) => one.id === id);
  const types =
    added === undefined ? [] : typesOf(added).filter((type) => propertiesOf(type).preferable);
  const wanted = preferred?.type ?? proved;
  const type = types.includes(wanted) ? wanted : types[0];
  if (type !== undefined)
    await tx.users.change(userId, { preference: { authenticatorId: id, type } });
}

import { providerOf } from '#domain/passkey-providers.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { type AuthenticatorType, propertiesOf } from '#domain/authenticator.ts';
import { highestStrength, isOwnSetUp, typesOf } from '#domain/bound-authenticator.ts';
import type { Challenge, Spend } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { ChallengeEngine, ChallengeStore, ProveRefusal, Signals } from '#sign-in/ports.ts';
import type { Actor, Binding, SecurityInfoStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  readonly challenges: Pick<ChallengeStore, 'latestFor'>;
  readonly engine: Pick<ChallengeEngine<SecurityInfoStores>, 'prove'>;
  readonly notices: Notices<SecurityInfoStores>;
  readonly signals: Signals;
  readonly wake: () => void;
  readonly ids: () => string;
  readonly clock: Clock;
};

type BindOutcome =
  | { readonly kind: 'confirmed'; readonly replaced: boolean }
  | { readonly kind: 'binding-over' };

export type ConfirmOutcome =
  | BindOutcome
  /** A call that nobody has answered with `#` yet. */
  | { readonly kind: 'not-approved-yet' }
  | ProveRefusal;

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
  const { challenges, clock } = dependencies;
  return async (request) => {
    const { binding, output } = request;
    const latest = await challenges.latestFor(binding.id);
    if (latest === undefined || binding.state !== 'pending' || binding.expiresAt <= clock()) {
      return { kind: 'binding-over' };
    }
    if (output === undefined && latest.state !== 'approved') return { kind: 'not-approved-yet' };
    const confirming = { ...request, challenge: latest };
    const confirm = output === undefined ? fetchApproval : proveOutput;
    const outcome = await confirm(dependencies, confirming).catch((error: unknown) => {
      if (error instanceof BoundElsewhere) return { kind: 'binding-over' } as const;
      throw error;
    });
    tell(dependencies, request);
    return outcome;
  };
}

type Confirming = Parameters<ConfirmBinding>[0] & {
  readonly challenge: Challenge;
  /** Absent: approved by phone. */
  readonly spend?: Spend;
};

const proveOutput = ({ engine, ...dependencies }: Dependencies, confirming: Confirming) =>
  engine.prove<BindOutcome>({
    challengeId: confirming.challenge.id,
    subject: confirming.binding.id,
    userId: confirming.actor.userId,
    output: confirming.output,
    context: confirming.context,
    act: (tx, { spend, now }) =>
      advance(dependencies, tx, { confirming: { ...confirming, spend }, now }),
  });

async function fetchApproval(
  dependencies: Dependencies,
  confirming: Confirming,
): Promise<BindOutcome> {
  const now = dependencies.clock();
  return dependencies.transact('fact', async (tx) => {
    const consumed = { state: 'consumed', now } as const;
    return (await tx.challenges.advance(confirming.challenge.id, 'approved', consumed))
      ? advance(dependencies, tx, { confirming, now })
      : { kind: 'binding-over' };
  });
}

function tell({ wake, signals }: Dependencies, { actor, binding }: Parameters<ConfirmBinding>[0]) {
  wake();
  signals.changed(binding.id);
  if (actor.kind === 'set-up') signals.changed(actor.signInId);
}

/** Rolls the transaction back: of two set-ups of one account that race, or two accounts with one passkey, one binds. */
class BoundElsewhere extends Error {
  override readonly name = 'BoundElsewhere';
}

type Acting = Pick<Dependencies, 'notices' | 'ids'>;
type At = { readonly confirming: Confirming; readonly now: Date };

const advance = async (
  dependencies: Acting,
  tx: SecurityInfoStores,
  { confirming, now }: At,
): Promise<BindOutcome> =>
  (await tx.bindings.advance(confirming.binding.id, 'confirmed', now))
    ? bind(dependencies, tx, { confirming, now })
    : { kind: 'binding-over' };

async function bind(
  dependencies: Acting,
  tx: SecurityInfoStores,
  { confirming, now }: At,
): Promise<BindOutcome> {
  const { actor, binding, context, challenge } = confirming;
  const { userId } = actor;
  const { kind, slot } = binding;
  const name = binding.name ?? providerNameOf(confirming);
  const before = await tx.authenticators.list(userId);
  const isReplacing = slot !== undefined && before.some((one) => one.slot === slot);
  const numbers = isReplacing ? await tx.authenticators.numbersOf(userId) : [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where authenticator ids are born
  const id = dependencies.ids() as AuthenticatorId;
  const boundIn = actor.kind === 'set-up' ? actor.signInId : undefined;
  const added = { id, userId, kind, name, boundAt: now, boundIn };
  if ((await tx.authenticators.bind(binding.id, added)) === 'taken') throw new BoundElsewhere();
  // Looked at again now that the account is held: another set-up may have been faster.
  const bound = await tx.authenticators.list(userId);
  if (boundIn !== undefined && !isOwnSetUp(bound, boundIn)) throw new BoundElsewhere();
  await dependencies.notices.enqueue(tx, {
    userId,
    id: isReplacing ? 'method-replaced' : 'method-added',
    now,
    context,
    about: id,
    formerly: numbers.map(({ e164 }) => e164),
  });
  await keepPreference(tx, { userId, id, proved: challenge.type });

  const asked = highestStrength(before, now);
  const raises = propertiesOf(challenge.type).strength > asked;
  await keepOwnSession(tx, confirming, { raises, now });
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
    ],
    now,
  );
  return { kind: 'confirmed', replaced: isReplacing };
}

/** A passkey is called what its maker is called, until its owner says otherwise. */
const providerNameOf = ({ spend }: Confirming): string | undefined =>
  spend?.kind === 'credential' ? providerOf(spend.credential.aaguid) : undefined;

/**
 * Every session but the one at hand ends. That one has proved what was added: where changes ask for
 * more from now on, it has given it.
 */
async function keepOwnSession(
  tx: SecurityInfoStores,
  { actor, challenge }: Confirming,
  { raises, now }: { readonly raises: boolean; readonly now: Date },
): Promise<void> {
  const except = actor.kind === 'session' ? actor.sessionId : undefined;
  if (raises && except !== undefined) await tx.sessions.markProved(except, challenge.type);
  await tx.sessions.endAllOf(actor.userId, { reason: 'method_changed', now, except });
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

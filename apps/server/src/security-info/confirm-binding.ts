import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { propertiesOf } from '#domain/authenticator.ts';
import {
  ACCOUNTS_PER_NUMBER,
  type BoundAuthenticator,
  highestStrength,
  isOwnSetUp,
  LIMITS,
} from '#domain/bound-authenticator.ts';
import type { Challenge } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId, SignInId } from '#domain/ids.ts';
import { providerOf } from '#domain/passkey-providers.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { NoticeId, Notices } from '#notices/ports.ts';
import type {
  ChallengeEngine,
  ChallengeStore,
  Proof,
  ProveOutcome,
  Signals,
} from '#sign-in/ports.ts';
import { movePreferences } from './move-preferences.ts';
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
  /** Others were faster: the account has as many as it may, or so many accounts the number. */
  | { readonly kind: 'limit-reached' }
  | { readonly kind: 'number-unavailable' }
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
      if (error instanceof Overtaken) return { kind: error.kind };
      throw error;
    });
  dependencies.wake();
  dependencies.signals.changed(binding.id);
  if (actor.kind === 'set-up') dependencies.signals.changed(actor.signInId);
  return outcome;
}

/** Rolls the transaction back: something else was bound, or removed, while this was being proved. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
  readonly kind: 'binding-over' | 'limit-reached' | 'number-unavailable';
  constructor(kind: Overtaken['kind']) {
    super(kind);
    this.kind = kind;
  }
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
  const { kind } = binding;
  const name = binding.name ?? providerNameOf(storing);
  const before = await tx.authenticators.list(userId);
  const old = before.find((one) => isInPlaceOf(binding, one));
  const { event, notice: noticeId } = WORDS[kind][old === undefined ? 'added' : 'replaced'];
  const notice = { userId, id: noticeId, now } as const;
  // While the old number is still there: it is told as well.
  if (old !== undefined) await dependencies.notices.enqueue(tx, notice);

  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where authenticator ids are born
  const id = dependencies.ids() as AuthenticatorId;
  const boundIn = actor.kind === 'set-up' ? actor.signInId : undefined;
  const authenticator = { id, userId, kind, name, boundAt: now, boundIn };
  const bound = await tx.authenticators.bind(binding.id, authenticator);
  if (bound.kind !== 'bound') throw new Overtaken('binding-over');
  await assertAllowed(tx, { binding, boundIn });
  if (old === undefined) await dependencies.notices.enqueue(tx, notice);
  else await movePreferences(tx, { userId, from: old.id, to: id });

  const asked = highestStrength(before, now);
  const raises = propertiesOf(challenge.type).strength > asked;
  await keepOwnSession(tx, storing, { raises, now });
  await tx.audit.append(
    [
      {
        event,
        outcome: 'success',
        reason: old === undefined ? 'added' : 'replaced',
        method: challenge.type,
        challengeId: challenge.id,
        target: { type: 'authenticator', id },
        ...auditOf(context, userId),
      },
    ],
    now,
  );
  return { kind: 'confirmed', replaced: old !== undefined };
}

const isInPlaceOf = ({ slot, replaces }: Binding, one: BoundAuthenticator): boolean =>
  replaces === undefined ? slot !== undefined && one.slot === slot : one.id === replaces;

type Words = { readonly event: AuditEvent; readonly notice: NoticeId };

const WORDS: Readonly<Record<Binding['kind'], Readonly<Record<'added' | 'replaced', Words>>>> = {
  phone: {
    added: { event: 'phone.confirmed', notice: 'method-added' },
    replaced: { event: 'phone.confirmed', notice: 'method-replaced' },
  },
  totp: {
    added: { event: 'factor.enrolled', notice: 'method-added' },
    replaced: { event: 'factor.moved', notice: 'app-moved' },
  },
  passkey: {
    added: { event: 'factor.enrolled', notice: 'method-added' },
    replaced: { event: 'factor.enrolled', notice: 'method-replaced' },
  },
};

type Bound = { readonly binding: Binding; readonly boundIn: SignInId | undefined };

/** Looked at again now that the account is held: another set-up, or another addition, may have been faster. */
async function assertAllowed(tx: SecurityInfoStores, { binding, boundIn }: Bound): Promise<void> {
  const bound = await tx.authenticators.list(binding.userId);
  if (boundIn !== undefined && !isOwnSetUp(bound, boundIn)) throw new Overtaken('binding-over');
  const { kind } = binding;
  if (bound.filter((one) => one.kind === kind).length > LIMITS[kind]) {
    throw new Overtaken('limit-reached');
  }
  const { numberHash } = binding;
  if (numberHash === undefined) return;
  const sharing = await tx.authenticators.countAccountsWith(numberHash);
  if (sharing > ACCOUNTS_PER_NUMBER) throw new Overtaken('number-unavailable');
}

/** A passkey is called what its maker is called, until its owner says otherwise. */
const providerNameOf = ({ proof }: Storing): string | undefined =>
  proof?.spend.kind === 'credential' ? providerOf(proof.spend.credential.aaguid) : undefined;

/**
 * Every session but the one at hand ends. That one has proved what was added: where changes ask for
 * more from now on, it has given it.
 */
async function keepOwnSession(
  tx: SecurityInfoStores,
  { actor, challenge }: Storing,
  { raises, now }: { readonly raises: boolean; readonly now: Date },
): Promise<void> {
  const except = actor.kind === 'session' ? actor.sessionId : undefined;
  if (raises && except !== undefined) await tx.sessions.markProved(except, challenge.type);
  await tx.sessions.endAllOf(actor.userId, { reason: 'method_changed', now, except });
}

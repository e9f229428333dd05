import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import { propertiesOf } from '#domain/authenticator.ts';
import {
  ACCOUNTS_PER_NUMBER,
  type BoundAuthenticator,
  highestStrength,
  isOwnSetUp,
  LIMITS,
} from '#domain/bound-authenticator.ts';
import type { Challenge, Spend } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId } from '#domain/ids.ts';
import { providerOf } from '#domain/passkey-providers.ts';
import { judgeTarget } from '#domain/role.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { NoticeId, Notices } from '#notices/ports.ts';
import type { Ended } from '#sessions/ports.ts';
import type { ChallengeEngine, ChallengeStore, ProveRefusal, Signals } from '#sign-in/ports.ts';
import { movePreferences } from './move-preferences.ts';
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
  | { readonly kind: 'binding-over' }
  /** Others were faster: the account has as many as it may, or so many accounts the number. */
  | { readonly kind: 'limit-reached' }
  | { readonly kind: 'number-unavailable' };

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
    const outcome = await confirm(dependencies, confirming).catch((error: unknown): BindOutcome => {
      if (error instanceof Overtaken) return { kind: error.kind };
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

/** Rolls the transaction back: something else was bound, or removed, while this was being proved. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
  readonly kind: 'binding-over' | 'limit-reached' | 'number-unavailable';
  constructor(kind: Overtaken['kind']) {
    super(kind);
    this.kind = kind;
  }
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
  const { kind } = binding;
  const name = binding.name ?? providerNameOf(confirming);
  const before = await tx.authenticators.list(userId);
  const old = before.find((one) => isInPlaceOf(binding, one));
  const { event, notice } = WORDS[kind][old === undefined ? 'added' : 'replaced'];
  const numbers = old === undefined ? [] : await tx.authenticators.numbersOf(userId);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where authenticator ids are born
  const id = dependencies.ids() as AuthenticatorId;
  const boundIn = actor.kind === 'set-up' ? actor.signInId : undefined;
  const added = { id, userId, kind, name, boundAt: now, boundIn };
  const bound = await tx.authenticators.bind(binding.id, added);
  if (bound.kind !== 'bound') throw new Overtaken('binding-over');
  await assertAllowed(tx, { binding, actor });
  await dependencies.notices.enqueue(tx, {
    userId,
    id: notice,
    now,
    context,
    about: id,
    formerly: numbers.map(({ e164 }) => e164),
  });
  if (old !== undefined) await movePreferences(tx, { userId, from: old.id, to: id });

  const asked = highestStrength(before, now);
  const raises = propertiesOf(challenge.type).strength > asked;
  const { browsers } = await keepOwnSession(tx, confirming, { raises, now });
  const by = auditOf(context, actor.kind === 'operator' ? actor.operatorId : userId);
  await tx.audit.append(
    [
      {
        ...by,
        event,
        outcome: 'success',
        reason: old === undefined ? 'added' : 'replaced',
        method: challenge.type,
        challengeId: challenge.id,
        ...targetOf(actor, id),
      },
      ...auditOfEndedTrust(browsers, 'method_changed', by),
    ],
    now,
  );
  return { kind: 'confirmed', replaced: old !== undefined };
}

/** What was added; where somebody else did it, whose it is, and why. */
const targetOf = (actor: Actor, id: AuthenticatorId) =>
  actor.kind === 'operator'
    ? { target: { type: 'user', id: actor.userId }, detail: { authenticator: id, why: actor.why } }
    : { target: { type: 'authenticator', id } };

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
  device: {
    added: { event: 'factor.enrolled', notice: 'method-added' },
    replaced: { event: 'factor.moved', notice: 'app-moved' },
  },
  'hardware-token': {
    added: { event: 'factor.enrolled', notice: 'method-added' },
    replaced: { event: 'factor.enrolled', notice: 'method-replaced' },
  },
  passkey: {
    added: { event: 'factor.enrolled', notice: 'method-added' },
    replaced: { event: 'factor.enrolled', notice: 'method-replaced' },
  },
};

type Bound = Pick<Confirming, 'binding' | 'actor'>;

/** Looked at again now that the account is held: another set-up, or another addition, may have been faster. */
async function assertAllowed(tx: SecurityInfoStores, { binding, actor }: Bound): Promise<void> {
  const bound = await tx.authenticators.list(binding.userId);
  if (actor.kind === 'set-up' && !isOwnSetUp(bound, actor.signInId, actor.taken)) {
    throw new Overtaken('binding-over');
  }
  if (actor.kind === 'operator' && !(await mayStill(tx, actor)))
    throw new Overtaken('binding-over');
  const { kind } = binding;
  if (bound.filter((one) => one.kind === kind).length > LIMITS[kind]) {
    throw new Overtaken('limit-reached');
  }
  const { numberHash } = binding;
  if (numberHash === undefined) return;
  const sharing = await tx.authenticators.countAccountsWith(numberHash);
  if (sharing > ACCOUNTS_PER_NUMBER) throw new Overtaken('number-unavailable');
}

type Operator = Extract<Actor, { kind: 'operator' }>;

/** As they are in this transaction, like all that is done to other people's accounts (K15). */
async function mayStill(
  { users }: SecurityInfoStores,
  { operatorId, role, userId }: Operator,
): Promise<boolean> {
  const [operator, owner] = [await users.holdActor(operatorId), await users.find(userId)];
  if (operator?.active !== true || operator.role !== role || owner === undefined) return false;
  return judgeTarget(operator, owner) === 'allowed';
}

/** A passkey is called what its maker is called, until its owner says otherwise. */
const providerNameOf = ({ spend }: Confirming): string | undefined =>
  spend?.kind === 'credential' ? providerOf(spend.credential.aaguid) : undefined;

/**
 * Every session but the one at hand ends, and every remembered browser. That session has proved what
 * was added: where changes ask for more from now on, it has given it.
 */
async function keepOwnSession(
  tx: SecurityInfoStores,
  { actor, challenge }: Confirming,
  { raises, now }: { readonly raises: boolean; readonly now: Date },
): Promise<Ended> {
  const except = actor.kind === 'session' ? actor.sessionId : undefined;
  if (raises && except !== undefined) await tx.sessions.markProved(except, challenge.type);
  return tx.sessions.endAllOf(actor.userId, { reason: 'method_changed', now, except });
}

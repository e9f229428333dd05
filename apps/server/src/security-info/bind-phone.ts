import { auditOf } from '#domain/audit-fields.ts';
import type { AuthenticatorType, PhoneSlot } from '#domain/authenticator.ts';
import { PHONE_SLOTS } from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import { ACCOUNTS_PER_NUMBER } from '#domain/bound-authenticator.ts';
import type { Role } from '#domain/role.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type {
  ChallengeEngine,
  IssueOutcome,
  LaneKey,
  PhoneTarget,
  Tokens,
} from '#sign-in/ports.ts';
import { beginBinding, recordStart } from './new-binding.ts';
import type { Actor, Binding, NewBinding, SecurityInfoStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  readonly engine: Pick<ChallengeEngine, 'issue'>;
  readonly parseNumber: (
    typed: string,
    country: string,
  ) => (PhoneTarget & { readonly extension: string | undefined }) | undefined;
  /** Roles that may not add a number. */
  readonly forbiddenFor: readonly Role[];
  readonly tokens: Tokens;
  readonly ids: () => string;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type BindPhoneRequest = {
  readonly actor: Actor;
  readonly slot: PhoneSlot;
  readonly number: string;
  readonly country: string;
  readonly extension: string | undefined;
  readonly via: AuthenticatorType;
  readonly context: RequestContext;
};

export type BindPhoneOutcome =
  | { readonly kind: 'begun'; readonly binding: Binding }
  /** Not a number, a closed country, a refused range, or on too many accounts: all alike. */
  | { readonly kind: 'number-unavailable' }
  /** Nothing that this place serves, or not for people of this role. */
  | { readonly kind: 'method-unavailable' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type BindPhone = (request: BindPhoneRequest) => Promise<BindPhoneOutcome>;

/** Starts the proof of a number; it is stored with the account only when it is proved (SP 800-63B-4 section 4.2). */
export function makeBindPhone(dependencies: Dependencies): BindPhone {
  return async (request) => {
    const { slot, via } = request;
    const types: readonly AuthenticatorType[] = PHONE_SLOTS[slot].types;
    if (!types.includes(via)) return { kind: 'method-unavailable' };
    const now = dependencies.clock();
    const phone = targetOf(dependencies, request);
    const outcome = await dependencies.transact('attempt', async (tx) => {
      const user = await tx.users.find(request.actor.userId);
      const isForbidden = user === undefined || dependencies.forbiddenFor.includes(user.role);
      if (isForbidden) return refuse(tx, { request, now }, FORBIDDEN);
      if (phone === undefined) return refuse(tx, { request, now }, NOT_A_NUMBER);
      const refusal = await whyRefused(dependencies, tx, { request, phone, now });
      if (refusal !== undefined) return refuse(tx, { request, now }, refusal);
      return beginPhone(dependencies, tx, { request, phone, now });
    });
    if (outcome.kind === 'begun') dependencies.wake();
    return outcome;
  };
}

type Asking = { readonly request: BindPhoneRequest; readonly now: Date };
type AskingFor = Asking & { readonly phone: PhoneTarget };
type Refusal = { readonly reason: string; readonly outcome: BindPhoneOutcome };

const NOT_A_NUMBER: Refusal = {
  reason: 'number_refused',
  outcome: { kind: 'number-unavailable' },
};

/** SP 800-63B-4 section 3.2.9: the phone network is a restricted authenticator. */
const FORBIDDEN: Refusal = {
  reason: 'phone_forbidden',
  outcome: { kind: 'method-unavailable' },
};

async function refuse(
  { audit }: SecurityInfoStores,
  { request, now }: Asking,
  { reason, outcome }: Refusal,
): Promise<BindPhoneOutcome> {
  const common = { method: request.via, ...auditOf(request.context, request.actor.userId) };
  await audit.append(
    [{ event: 'mfa.code.send_refused', outcome: 'failure', reason, ...common }],
    now,
  );
  return outcome;
}

/**
 * Numbers that the account does not have yet are budgeted, and shared by a few accounts at most. The
 * budget is spent before others' accounts are looked at: when it is used up, nothing tells them apart.
 */
async function whyRefused(
  { tokens }: Dependencies,
  tx: SecurityInfoStores,
  { request, phone, now }: AskingFor,
): Promise<Refusal | undefined> {
  const { userId } = request.actor;
  const own = await tx.authenticators.numbersOf(userId);
  if (own.some(({ e164 }) => e164 === phone.e164)) return undefined;
  const lane: LaneKey = { kind: 'new-numbers', subject: userId };
  const budget = await tx.throttles.reserve([lane], now);
  if (budget.kind === 'throttled') return { reason: lane.kind, outcome: budget };
  const sharing = await tx.authenticators.countAccountsWith(tokens.hash('number', phone.e164));
  return sharing >= ACCOUNTS_PER_NUMBER ? { ...NOT_A_NUMBER, reason: 'number_shared' } : undefined;
}

async function beginPhone(
  dependencies: Dependencies,
  tx: SecurityInfoStores,
  { request, phone, now }: AskingFor,
): Promise<BindPhoneOutcome> {
  const { actor, slot, via, context } = request;
  const binding = newPhoneBinding(dependencies, { actor, slot, phone, now });
  await tx.bindings.insert(binding);
  const target = {
    userId: actor.userId,
    for: { kind: 'binding', bindingId: binding.id },
    type: via,
    slot,
    phone,
    isFirst: true,
  } as const;
  const issued = await dependencies.engine.issue(tx, target, { now, context });
  if (issued.kind === 'issued') await recordStart(tx, { binding, context, now });
  // Nothing waits for a code that was never sent.
  else await tx.bindings.advance(binding.id, 'cancelled', now);
  return begunOr(issued, binding);
}

function begunOr(issued: IssueOutcome, binding: NewBinding): BindPhoneOutcome {
  switch (issued.kind) {
    case 'issued':
      return { kind: 'begun', binding: { ...binding, state: 'pending' } };
    case 'throttled':
      return issued;
    case 'number-unavailable':
    case 'exhausted':
      return { kind: 'number-unavailable' };
  }
}

/** An extension is typed beside the number or behind it; only an office has one. */
function targetOf(
  { parseNumber }: Dependencies,
  { number, country, extension, slot }: BindPhoneRequest,
): PhoneTarget | undefined {
  const parsed = parseNumber(number, country);
  if (parsed === undefined) return undefined;
  const dialled = extension ?? parsed.extension;
  return { ...parsed, extension: PHONE_SLOTS[slot].extension ? dialled : undefined };
}

type NewPhone = {
  readonly actor: Actor;
  readonly slot: PhoneSlot;
  readonly phone: PhoneTarget;
  readonly now: Date;
};

const newPhoneBinding = (
  dependencies: Dependencies,
  { actor, slot, phone, now }: NewPhone,
): NewBinding & { readonly numberHash: string } => ({
  ...beginBinding({ actor, id: dependencies.ids(), now }),
  kind: 'phone',
  slot,
  name: undefined,
  lastTwoDigits: phone.e164.slice(-2),
  hasExtension: phone.extension !== undefined,
  secret: Buffer.from(JSON.stringify(phone)),
  numberHash: dependencies.tokens.hash('number', phone.e164),
});

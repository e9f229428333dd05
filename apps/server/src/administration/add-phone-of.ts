import { PHONE_SLOTS, type PhoneSlot } from '#domain/authenticator.ts';
import { ACCOUNTS_PER_NUMBER } from '#domain/bound-authenticator.ts';
import type { AuthenticatorId, BindingId, SessionId, UserId } from '#domain/ids.ts';
import type { Role } from '#domain/role.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { AuthenticatorStore, BindingStore } from '#security-info/ports.ts';
import type { SessionStore } from '#sessions/ports.ts';
import type { AuthenticatorReader, PhoneTarget, Tokens } from '#sign-in/ports.ts';
import { auditOfEndedTrust } from '#domain/audit-fields.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';
import type { CallerCheckStore } from './ports.ts';
import {
  type CallerProof,
  type NotVerified,
  proveCaller,
  takesTwoPersons,
  type TwoPersons,
} from './prove-caller.ts';

type Stores = TargetStores & {
  readonly authenticators: Pick<AuthenticatorStore, 'bind' | 'countAccountsWith'> &
    Pick<AuthenticatorReader, 'numbersOf'>;
  readonly bindings: Pick<BindingStore, 'insert' | 'advance'>;
  readonly sessions: Pick<SessionStore, 'endAllOf'>;
  readonly callerChecks: Pick<CallerCheckStore, 'use'>;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly parseNumber: (typed: string, country: string) => PhoneTarget | undefined;
  /** Countries that anything may be sent to. */
  readonly countries: { readonly texts: readonly string[]; readonly calls: readonly string[] };
  /** Roles that may not have a number. */
  readonly forbiddenFor: readonly Role[];
  readonly twoPersons: TwoPersons;
  readonly tokens: Pick<Tokens, 'hash'>;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type NewPhone = {
  readonly slot: PhoneSlot;
  readonly number: string;
  readonly country: string;
  readonly extension: string | undefined;
};

export type AddPhoneOutcome =
  | { readonly kind: 'added'; readonly replaced: boolean }
  | { readonly kind: 'number-unavailable' | 'method-unavailable' }
  | Unreached
  | NotVerified;

export type AddPhoneOf = (
  request: CallerProof & NewPhone & { readonly userId: UserId },
  order: Order,
) => Promise<AddPhoneOutcome>;

const BINDING_MS = 60_000;

/**
 * A number for somebody, or a corrected one, that nobody has proved: whoever puts it there answers
 * for it as for a pass, so the caller is verified, and every address is told, the old number and the
 * new one (SP 800-63B-4 section 4.6).
 */
export function makeAddPhoneOf<Tx extends Stores>(dependencies: Dependencies<Tx>): AddPhoneOf {
  const { transact, clock } = dependencies;
  return (request, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const { userId } = request;
      const takesTwo = () => takesTwoPersons(dependencies.twoPersons, request);
      const target = await holdTarget(tx, { userId, order, now, takesTwo });
      if (target.kind !== 'held') return target;
      if (dependencies.forbiddenFor.includes(target.user.role)) {
        return { kind: 'method-unavailable' };
      }
      const phone = await phoneOf(dependencies, tx, request);
      if (phone === undefined) return { kind: 'number-unavailable' };
      const proof = { userId, order, proof: request, act: 'addPhoneOf', now };
      const caller = await proveCaller(tx, proof);
      if (caller.kind !== 'verified') return caller;
      return bind(dependencies, tx, { request, order, phone, now, by: caller.by });
    });
}

async function phoneOf<Tx extends Stores>(
  { parseNumber, countries, tokens }: Dependencies<Tx>,
  { authenticators }: Tx,
  { number, country, extension, slot, userId }: Parameters<AddPhoneOf>[0],
): Promise<PhoneTarget | undefined> {
  const parsed = parseNumber(number, country);
  if (parsed === undefined) return undefined;
  const open = [...countries.texts, ...countries.calls];
  if (!open.includes(parsed.country)) return undefined;
  const own = await authenticators.numbersOf(userId);
  if (!own.some(({ e164 }) => e164 === parsed.e164)) {
    const sharing = await authenticators.countAccountsWith(tokens.hash('number', parsed.e164));
    if (sharing >= ACCOUNTS_PER_NUMBER) return undefined;
  }
  const dialled = extension ?? parsed.extension;
  return { ...parsed, extension: PHONE_SLOTS[slot].extension ? dialled : undefined };
}

type Binding = {
  readonly request: Parameters<AddPhoneOf>[0];
  readonly order: Order;
  readonly phone: PhoneTarget;
  readonly now: Date;
  readonly by: string;
};

async function bind<Tx extends Stores>(
  { notices, tokens, ids }: Dependencies<Tx>,
  tx: Tx,
  { request: { userId, slot }, order, phone, now, by }: Binding,
): Promise<AddPhoneOutcome> {
  const formerly = (await tx.authenticators.numbersOf(userId)).map(({ e164 }) => e164);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where ids are born
  const [bindingId, id] = [ids() as BindingId, ids() as AuthenticatorId];
  await tx.bindings.insert({
    id: bindingId,
    userId,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody's: it is over at once
    startedBy: ids() as SessionId,
    kind: 'phone',
    slot,
    name: undefined,
    lastTwoDigits: phone.e164.slice(-2),
    hasExtension: phone.extension !== undefined,
    secret: Buffer.from(JSON.stringify(phone)),
    numberHash: tokens.hash('number', phone.e164),
    createdAt: now,
    expiresAt: new Date(now.getTime() + BINDING_MS),
  });
  await tx.bindings.advance(bindingId, 'confirmed', now);
  const authenticator = { id, userId, kind: 'phone', name: undefined } as const;
  const bound = { ...authenticator, boundAt: now, boundIn: undefined };
  const outcome = await tx.authenticators.bind(bindingId, bound);
  const replaced = outcome.kind === 'bound' && outcome.replaced !== undefined;
  const notice = replaced ? ('method-replaced' as const) : ('method-added' as const);
  await notices.enqueue(tx, { userId, id: notice, now, about: id, formerly });
  const reason = replaced ? 'method_replaced' : 'method_added';
  const { browsers } = await tx.sessions.endAllOf(userId, { reason, now });
  const detail = { slot, replaced, endsIn: phone.e164.slice(-2), callerVerifiedBy: by };
  const fields = auditOfOrder(order, userId, detail);
  const trust = auditOfEndedTrust(browsers, reason, auditOfOrder(order, userId, {}));
  await tx.audit.append([{ event: 'admin.phone_added', ...fields }, ...trust], now);
  return { kind: 'added', replaced };
}

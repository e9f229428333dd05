import {
  standardTotp,
  timeStepAt,
  totpAt,
} from '../../../apps/server/src/authenticators/totp/totp.ts';
import { printCode, randomCode } from '../../../apps/server/src/crypto/random-code.ts';
import { verifyRegistration } from '../../../apps/server/src/authenticators/passkey/verify-registration.ts';
import { loginKeysOf } from '../../../apps/server/src/directory/login-key.ts';
import type { PasswordHasher } from '../../../apps/server/src/directory/ports.ts';
import type {
  AuthenticatorType,
  PhoneSlot,
} from '../../../apps/server/src/domain/authenticator.ts';
import type {
  AuthenticatorId,
  BindingId,
  SessionId,
  UserId,
} from '../../../apps/server/src/domain/ids.ts';
import { OPEN_PASSKEY_POLICY } from '../../../apps/server/src/domain/passkey-policy.ts';
import type { Role } from '../../../apps/server/src/domain/role.ts';
import type { Registration, UserState } from '../../../apps/server/src/domain/user.ts';
import type { Database } from '../../../apps/server/src/sql/open-database.ts';
import type { TestClock } from '../clock.ts';
import {
  makeSoftwareAuthenticator,
  type SoftwareAuthenticator,
  type SoftwareAuthenticatorWanted,
} from '../software-authenticator.ts';

export type PersonWanted = {
  readonly login: string;
  readonly state?: UserState;
  readonly role?: Role;
  readonly active?: boolean;
  readonly registration?: Registration;
  /** E.164; only numbers of the form +1 AAA 555 01xx. */
  readonly phones?: Readonly<Partial<Record<PhoneSlot, string>>>;
  /** How many authenticator apps. */
  readonly apps?: number;
  /** Passkeys, each in a software authenticator with these switches. */
  readonly passkeys?: readonly Partial<SoftwareAuthenticatorWanted>[];
  readonly recoveryCodes?: number;
  readonly prefers?: AuthenticatorType;
};

/** Somebody with an account, and everything that the person would have in hand. */
export type Person = {
  readonly id: UserId;
  readonly login: string;
  readonly email: string;
  readonly password: string;
  readonly numbers: Readonly<Partial<Record<PhoneSlot, string>>>;
  readonly apps: readonly { readonly id: AuthenticatorId; readonly secret: Uint8Array }[];
  readonly passkeys: readonly BoundSoftwareAuthenticator[];
  /** As printed, number 1 first. */
  readonly recoveryCodes: readonly string[];
  /** What the first app (or the one asked for) shows now, or `steps` of 30 s away. */
  code(steps?: number, app?: number): string;
};

export type BoundSoftwareAuthenticator = SoftwareAuthenticator & { readonly id: AuthenticatorId };

type Parts = {
  readonly publicUrl: string;
  readonly database: Database;
  readonly hasher: PasswordHasher;
  readonly ids: () => string;
  readonly clock: TestClock;
  readonly hashNumber: (e164: string) => string;
};

const PASSWORD = 'correct horse battery staple';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-parameters -- a test may mint an id
const mint = <Id>(ids: () => string): Id & string => ids() as Id & string;

/** Puts a person straight into the store, with methods as if they had been proved. */
export async function makePerson(parts: Parts, wanted: PersonWanted): Promise<Person> {
  const { database, hasher, clock } = parts;
  const { login, state = 'enforced', phones = {}, apps = 0, recoveryCodes = 0 } = wanted;
  const id = mint<UserId>(parts.ids);
  const email = `${login.replaceAll(/[^a-z0-9]/gi, '')}@example.org`;
  const passwordHash = await hasher.hash(PASSWORD);
  const loginKeys = loginKeysOf(login, email);
  if (loginKeys === undefined) throw new Error(`no login: ${login}`);
  await database.transact('fact', (tx) =>
    tx.users.insert({
      id,
      login,
      email,
      displayName: login,
      state,
      role: wanted.role ?? 'user',
      active: wanted.active ?? true,
      registration: wanted.registration ?? { kind: 'password', openUntil: undefined },
      passwordHash,
      loginKeys,
      createdAt: clock.now(),
    }),
  );
  const bound: { id: AuthenticatorId; type: AuthenticatorType }[] = [];
  for (const [slot, e164] of Object.entries(phones)) {
    const bindable = { kind: 'phone', slot, e164 } as const;
    bound.push({
      id: await bind(parts, id, phoneOf(parts, bindable)),
      type: slot === 'mobile' ? 'text' : 'call',
    });
  }
  const secrets: { id: AuthenticatorId; secret: Uint8Array }[] = [];
  for (let n = 0; n < apps; n += 1) {
    const secret = crypto.getRandomValues(new Uint8Array(20));
    const app = await bind(parts, id, { kind: 'totp', slot: undefined, secret, e164: undefined });
    secrets.push({ id: app, secret });
    bound.push({ id: app, type: 'totp' });
  }
  const passkeys = await bindPasskeys(parts, id, wanted.passkeys ?? []);
  for (const passkey of passkeys) bound.push({ id: passkey.id, type: 'passkey' });
  const codes = await bindCodes(parts, id, recoveryCodes);
  await prefer(parts, { id, bound, prefers: wanted.prefers });
  return {
    id,
    login,
    email,
    password: PASSWORD,
    numbers: phones,
    apps: secrets,
    passkeys,
    recoveryCodes: codes,
    code: (steps = 0, app = 0) => {
      const secret = secrets[app]?.secret;
      if (secret === undefined) throw new Error(`${login} has no app ${app}`);
      const parameters = standardTotp(secret);
      return totpAt(timeStepAt(clock.now(), parameters) + steps, parameters);
    },
  };
}

type Bindable = {
  readonly kind: 'phone' | 'totp';
  readonly slot: PhoneSlot | undefined;
  readonly secret: Uint8Array;
  readonly e164: string | undefined;
};

const SLOTS: readonly string[] = ['mobile', 'office', 'alternate'];
const isSlot = (slot: string): slot is PhoneSlot => SLOTS.includes(slot);

function phoneOf(
  _: Parts,
  { slot, e164 }: { readonly slot: string; readonly e164: string },
): Bindable {
  if (!isSlot(slot)) throw new Error(`no slot: ${slot}`);
  const secret = Buffer.from(JSON.stringify({ e164, country: 'US' }));
  return { kind: 'phone', slot, secret, e164 };
}

async function bind(parts: Parts, userId: UserId, bindable: Bindable): Promise<AuthenticatorId> {
  const { database, ids, clock, hashNumber } = parts;
  const now = clock.now();
  const binding = mint<BindingId>(ids);
  const id = mint<AuthenticatorId>(ids);
  const { kind, slot, secret, e164 } = bindable;
  await database.transact('fact', async (tx) => {
    await tx.bindings.insert({
      id: binding,
      userId,
      startedBy: mint<SessionId>(ids),
      kind,
      slot,
      name: undefined,
      lastTwoDigits: e164?.slice(-2),
      hasExtension: false,
      secret,
      numberHash: e164 === undefined ? undefined : hashNumber(e164),
      createdAt: now,
      expiresAt: new Date(now.getTime() + 60_000),
    });
    await tx.bindings.advance(binding, 'confirmed', now);
    await tx.authenticators.bind(binding, {
      id,
      userId,
      kind,
      name: undefined,
      boundAt: now,
      boundIn: undefined,
    });
  });
  return id;
}

/** Registered with the server's own verifier, and put into the store as a proved binding is. */
async function bindPasskeys(
  parts: Parts,
  userId: UserId,
  wanted: readonly Partial<SoftwareAuthenticatorWanted>[],
): Promise<readonly BoundSoftwareAuthenticator[]> {
  const { publicUrl, database, ids, clock } = parts;
  const bound: BoundSoftwareAuthenticator[] = [];
  for (const switches of wanted) {
    const authenticator = makeSoftwareAuthenticator({ origin: publicUrl, ...switches });
    const now = clock.now();
    const binding = newBinding(parts, userId, now);
    const id = mint<AuthenticatorId>(ids);
    const credential = await register(publicUrl, authenticator, userId);
    await database.transact('fact', async (tx) => {
      await tx.bindings.insert(binding);
      await tx.authenticators.spend({ kind: 'credential', bindingId: binding.id, credential }, now);
      await tx.bindings.advance(binding.id, 'confirmed', now);
      const about = { id, userId, kind: 'passkey', name: undefined } as const;
      await tx.authenticators.bind(binding.id, { ...about, boundAt: now, boundIn: undefined });
    });
    bound.push({ ...authenticator, id });
  }
  return bound;
}

const newBinding = ({ ids }: Parts, userId: UserId, now: Date) => ({
  id: mint<BindingId>(ids),
  userId,
  startedBy: mint<SessionId>(ids),
  kind: 'passkey' as const,
  slot: undefined,
  name: undefined,
  lastTwoDigits: undefined,
  hasExtension: false,
  secret: undefined,
  numberHash: undefined,
  createdAt: now,
  expiresAt: new Date(now.getTime() + 60_000),
});

async function register(origin: string, authenticator: SoftwareAuthenticator, userId: UserId) {
  const challenge = Buffer.alloc(32, 1).toString('base64url');
  const user = { id: Buffer.from(userId).toString('base64url') };
  const ceremony = {
    challenge,
    origins: [origin],
    rpId: new URL(origin).hostname,
    userVerification: 'preferred',
  } as const;
  const output = authenticator.register({ challenge, user });
  const verdict = await verifyRegistration(output, ceremony, OPEN_PASSKEY_POLICY);
  if (verdict.kind === 'refused') throw new Error(verdict.reason);
  return verdict.credential;
}

async function bindCodes(parts: Parts, userId: UserId, count: number): Promise<readonly string[]> {
  const { database, hasher, ids, clock } = parts;
  if (count === 0) return [];
  const codes = Array.from({ length: count }, () => randomCode(16));
  const codeHashes = await Promise.all(codes.map((code) => hasher.hash(code)));
  await database.transact('fact', (tx) =>
    tx.authenticators.insertCodes({
      id: mint<AuthenticatorId>(ids),
      userId,
      kind: 'saved-recovery-codes',
      name: undefined,
      boundAt: clock.now(),
      boundIn: undefined,
      codeHashes,
    }),
  );
  return codes.map(printCode);
}

type Preferring = {
  readonly id: UserId;
  readonly bound: readonly { readonly id: AuthenticatorId; readonly type: AuthenticatorType }[];
  readonly prefers: AuthenticatorType | undefined;
};

async function prefer({ database }: Parts, { id, bound, prefers }: Preferring): Promise<void> {
  const chosen = bound.find(({ type }) => type === prefers) ?? bound[0];
  if (chosen === undefined) return;
  const preference = { authenticatorId: chosen.id, type: prefers ?? chosen.type };
  await database.transact('fact', (tx) =>
    tx.users.change(id, { preferences: { computer: preference, phone: preference } }),
  );
}

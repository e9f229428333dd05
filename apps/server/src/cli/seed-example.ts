import { makeTokens } from '#crypto/tokens.ts';
import { makeIdSource } from '#crypto/uuid-v7.ts';
import { makePassword } from '#administration/add-user.ts';
import type { PhoneSlot } from '#domain/authenticator.ts';
import type { AuthenticatorId, BindingId, SessionId, UserId } from '#domain/ids.ts';
import type { Role } from '#domain/role.ts';
import type { UserState } from '#domain/user.ts';
import { makeAdministration } from './administration.ts';
import { Refusal } from './explain-error.ts';
import type { Installation } from './installation.ts';

type Example = {
  readonly login: string;
  readonly name: string;
  readonly state: UserState;
  readonly role: Role;
  readonly phones: Readonly<Partial<Record<PhoneSlot, string>>>;
  readonly about: string;
};

/** Fictitious numbers (555-01xx) of real area codes. */
export const EXAMPLES: readonly Example[] = [
  {
    login: 'alex',
    name: 'Alex Example',
    state: 'enforced',
    role: 'user',
    phones: { mobile: '+12125550167', alternate: '+14155550130' },
    about: 'signs in with a text, or a call to the other phone',
  },
  {
    login: 'sam',
    name: 'Sam Example',
    state: 'enabled',
    role: 'user',
    phones: {},
    about: 'has no second step yet: "Set it up now"',
  },
  {
    login: 'robin',
    name: 'Robin Example',
    state: 'disabled',
    role: 'user',
    phones: {},
    about: 'is asked for the password only',
  },
  {
    login: 'admin',
    name: 'Administrator',
    state: 'enabled',
    role: 'owner',
    phones: {},
    about: 'the administrator; sets up a second step first',
  },
];

export type Seeded = Example & { readonly password: string };

/** An example organisation in an empty database; passwords are made afresh and kept nowhere in clear. */
export async function seedExample(installation: Installation): Promise<readonly Seeded[]> {
  const { addUser } = makeAdministration(installation);
  const order = { operator: 'evaluation', reason: 'example organisation' };
  const seeded: Seeded[] = [];
  for (const example of EXAMPLES) {
    const { login, name, state, role } = example;
    const email = `${login}@example.org`;
    // Given, not made: whoever tries it out chose to, and shall not have to choose another one first.
    const password = makePassword();
    const outcome = await addUser(
      {
        login,
        displayName: name,
        email,
        state,
        role,
        password: { kind: 'given', value: password },
      },
      order,
    );
    if (outcome.kind !== 'added') {
      throw new Refusal(`the example account ${login} could not be made: ${outcome.kind}`);
    }
    await bindPhones(installation, { userId: outcome.userId, example });
    seeded.push({ ...example, password });
  }
  return seeded;
}

type Binding = { readonly userId: UserId; readonly example: Example };

const SLOTS: readonly PhoneSlot[] = ['mobile', 'office', 'alternate'];

/** As if each number had been proved; a text to the mobile is asked first by itself. */
async function bindPhones(installation: Installation, { userId, example }: Binding): Promise<void> {
  for (const slot of SLOTS) {
    const e164 = example.phones[slot];
    if (e164 === undefined) continue;
    await bindPhone(installation, { userId, slot, e164 });
  }
}

type Phone = { readonly userId: UserId; readonly slot: PhoneSlot; readonly e164: string };

async function bindPhone(
  { database, keyRing }: Installation,
  { userId, slot, e164 }: Phone,
): Promise<void> {
  const now = new Date();
  const ids = makeIdSource(() => now);
  // oxlint-disable typescript/no-unsafe-type-assertion -- where these ids are born
  const binding = ids() as BindingId;
  const id = ids() as AuthenticatorId;
  const startedBy = ids() as SessionId;
  // oxlint-enable typescript/no-unsafe-type-assertion
  await database.transact('fact', async (tx) => {
    await tx.bindings.insert({
      id: binding,
      userId,
      startedBy,
      kind: 'phone',
      slot,
      name: undefined,
      lastTwoDigits: e164.slice(-2),
      hasExtension: false,
      secret: Buffer.from(JSON.stringify({ e164, country: 'US' })),
      numberHash: makeTokens(keyRing).hash('number', e164),
      createdAt: now,
      expiresAt: new Date(now.getTime() + 60_000),
    });
    await tx.bindings.advance(binding, 'confirmed', now);
    const bound = {
      id,
      userId,
      kind: 'phone',
      name: undefined,
      boundAt: now,
      boundIn: undefined,
    } as const;
    await tx.authenticators.bind(binding, bound);
  });
}

import {
  type BoundAuthenticator,
  LIMITS,
  listOptions,
  type Option,
  type Preferences,
  typesOf,
} from '#domain/bound-authenticator.ts';
import { type AuthenticatorType, PHONE_SLOTS, type PhoneSlot } from '#domain/authenticator.ts';
import { readDeviceSecret } from '#authenticators/device/binding-secret.ts';
import type { UserId } from '#domain/ids.ts';
import type { Clock } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import type {
  AuthenticatorReader,
  ChallengeStore,
  DescribeChallenge,
  DescribedChallenge,
} from '#sign-in/ports.ts';
import type { DemandOf } from '#policy/ports.ts';
import type { SlotsFor } from './offers.ts';
import type { AppPasswordStore, Binding, BindingStore, HardwareTokenStore } from './ports.ts';

type Dependencies = {
  readonly users: Pick<UserStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly systemPreferred: () => boolean;
  readonly slotsFor: SlotsFor;
  readonly demandOf: DemandOf;
  readonly appPasswords: Pick<AppPasswordStore, 'list'>;
  readonly hardwareTokens: Pick<HardwareTokenStore, 'listOf'>;
  readonly offers: () => Offers;
  readonly clock: Clock;
};

/** What the organisation lets people have. */
type Offers = { readonly rememberedBrowsers: boolean; readonly appPasswords: boolean };

export type DescribedMethods = {
  readonly authenticators: readonly BoundAuthenticator[];
  /** In the order in which they are asked where nobody chose. */
  readonly options: readonly Option[];
  readonly preferences: Preferences;
  readonly systemPreferred: boolean;
  readonly mayAdd: {
    readonly slots: readonly PhoneSlot[];
    readonly app: boolean;
    readonly passkey: boolean;
    readonly hardwareToken: boolean;
  };
  /** App passwords that were made while they were allowed are still there to be deleted. */
  readonly has: Offers;
};

export type DescribeMethods = (userId: UserId) => Promise<DescribedMethods>;

export function makeDescribeMethods(dependencies: Dependencies): DescribeMethods {
  const { users, authenticators, systemPreferred, slotsFor, demandOf, offers, clock } =
    dependencies;
  return async (userId) => {
    const [user, bound, appPasswords, tokens] = await Promise.all([
      users.find(userId),
      authenticators.list(userId),
      dependencies.appPasswords.list(userId),
      dependencies.hardwareTokens.listOf(userId, LIMITS['hardware-token']),
    ]);
    const has = offers();
    const taken = user && (await demandOf(user)).accepts;
    const isTaken = (types: readonly AuthenticatorType[]) =>
      taken === undefined || types.some((type) => taken.includes(type));
    const isFree = (kind: 'passkey' | 'totp') =>
      isTaken([kind]) && bound.filter((one) => one.kind === kind).length < LIMITS[kind];
    return {
      authenticators: bound,
      options: listOptions(bound, clock()),
      preferences: user?.preferences ?? { computer: undefined, phone: undefined },
      systemPreferred: systemPreferred(),
      mayAdd: {
        slots:
          user === undefined
            ? []
            : slotsFor(user.role).filter((slot) => isTaken(PHONE_SLOTS[slot].types)),
        app: isFree('totp'),
        passkey: isFree('passkey'),
        hardwareToken:
          isTaken(['hardware-token']) &&
          tokens.some(({ authenticatorId }) => authenticatorId === undefined),
      },
      has: { ...has, appPasswords: has.appPasswords || appPasswords.length > 0 },
    };
  };
}

type BindingDependencies = {
  readonly bindings: Pick<BindingStore, 'find' | 'secretOf'>;
  readonly challenges: Pick<ChallengeStore, 'latestFor'>;
  readonly describeChallenge: DescribeChallenge;
  readonly clock: Clock;
};

export type DescribedBinding = {
  readonly binding: Binding;
  readonly state: 'pending' | 'confirmed' | 'over';
  readonly current: DescribedChallenge | undefined;
  readonly via: readonly AuthenticatorType[];
  /** What answered to the activation code, and where from. */
  readonly device:
    | { readonly name: string; readonly browser: string; readonly address: string }
    | undefined;
};

export type DescribeBinding = (binding: Binding) => Promise<DescribedBinding>;

export function makeDescribeBinding(dependencies: BindingDependencies): DescribeBinding {
  const { bindings, challenges, describeChallenge, clock } = dependencies;
  return async (given) => {
    const binding = (await bindings.find(given.id)) ?? given;
    const challenge = await challenges.latestFor(binding.id);
    const isOver =
      binding.state === 'cancelled' ||
      (binding.state === 'pending' && binding.expiresAt <= clock());
    return {
      binding,
      state: isOver ? 'over' : binding.state === 'confirmed' ? 'confirmed' : 'pending',
      current: challenge && (await describeChallenge(challenge)),
      via: typesOf(binding),
      device: await answeredOf(bindings, binding),
    };
  };
}

async function answeredOf(bindings: Pick<BindingStore, 'secretOf'>, { id, kind, name }: Binding) {
  if (kind !== 'device') return undefined;
  const secret = await bindings.secretOf(id);
  if (secret === undefined) return undefined;
  const { browser, address } = readDeviceSecret(secret);
  return { name: name ?? '', browser, address };
}

import {
  type BoundAuthenticator,
  listOptions,
  type Option,
  type Preference,
  typesOf,
} from '#domain/bound-authenticator.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
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
import type { Binding, BindingStore } from './ports.ts';

type Dependencies = {
  readonly users: Pick<UserStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly clock: Clock;
};

export type DescribedMethods = {
  readonly authenticators: readonly BoundAuthenticator[];
  readonly options: readonly Option[];
  readonly preference: Preference | undefined;
};

export type DescribeMethods = (userId: UserId) => Promise<DescribedMethods>;

export function makeDescribeMethods({
  users,
  authenticators,
  clock,
}: Dependencies): DescribeMethods {
  return async (userId) => {
    const [user, bound] = await Promise.all([users.find(userId), authenticators.list(userId)]);
    const options = listOptions(bound, clock(), user?.preference);
    return { authenticators: bound, options, preference: user?.preference };
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

import { propertiesOf } from '#domain/authenticator.ts';
import { type Preference, typesOf } from '#domain/bound-authenticator.ts';
import { DEVICES } from '#domain/device.ts';
import type { AuthenticatorId, UserId } from '#domain/ids.ts';
import type { SecurityInfoStores } from './ports.ts';

type Move = {
  readonly userId: UserId;
  readonly from: AuthenticatorId;
  readonly to: AuthenticatorId;
};

/** Whoever chose what is replaced has chosen what comes in its place, used alike where that can be. */
export async function movePreferences(
  { users, authenticators }: Pick<SecurityInfoStores, 'users' | 'authenticators'>,
  { userId, from, to }: Move,
): Promise<void> {
  const user = await users.find(userId);
  const bound = await authenticators.find(to);
  if (user === undefined || bound === undefined) return;
  const types = typesOf(bound).filter((type) => propertiesOf(type).preferable);
  const moved = DEVICES.flatMap((device) => {
    const preference = user.preferences[device];
    return preference?.authenticatorId === from
      ? [[device, inPlaceOf(preference, { to, types })] as const]
      : [];
  });
  if (moved.length > 0) await users.change(userId, { preferences: Object.fromEntries(moved) });
}

type Place = { readonly to: AuthenticatorId; readonly types: readonly Preference['type'][] };

function inPlaceOf({ type: wanted }: Preference, { to, types }: Place): Preference | null {
  const type = types.includes(wanted) ? wanted : types[0];
  return type === undefined ? null : { authenticatorId: to, type };
}

import { DEVICES } from '#domain/device.ts';
import type { User } from '#domain/user.ts';
import type { SecurityInfoStores } from './ports.ts';

/** Whoever chose what is gone has no choice any more. */
export async function dropPreferences(
  tx: Pick<SecurityInfoStores, 'users'>,
  user: User,
  id: string,
): Promise<void> {
  const gone = DEVICES.filter((device) => user.preferences[device]?.authenticatorId === id);
  const none = Object.fromEntries(gone.map((device) => [device, null]));
  if (gone.length > 0) await tx.users.change(user.id, { preferences: none });
}

import type { DeviceKey } from '../../apps/server/src/authenticators/device/key.ts';
import { thumbprintOf } from '../../apps/server/src/authenticators/device/key.ts';
import { writeDeviceSecret } from '../../apps/server/src/authenticators/device/binding-secret.ts';
import { type KeyRing, sealedBoxOf } from '../../apps/server/src/crypto/key-ring.ts';
import type { Database } from '../../apps/server/src/sql/open-database.ts';
import { type Account, addressOf, idOf } from '../lib/accounts.ts';

export type Phone = { readonly account: Account; readonly key: DeviceKey };

/** As they are once their owners have confirmed them. */
export async function addPhones(
  { database, keyRing }: { readonly database: Database; readonly keyRing: KeyRing },
  phones: readonly Phone[],
): Promise<void> {
  const box = sealedBoxOf(keyRing);
  const holders = Array.from({ length: 6 }, (_, index) =>
    database.kind === 'sqlite' ? '?' : `$${index + 1}`,
  );
  const text = `insert into authenticator
      (id, user_id, credential_id, secret, bound_at, name, kind, state, has_extension,
       last_counter)
    values (${holders.join(', ')}, 'device', 'active', 0, 0)`;
  await database.engine.withConnection('fact', async (connection) => {
    for (const { account, key } of phones) {
      // Its owner's id is the id of the app's row already.
      const id = idOf(account).replace('-8000-', '-9000-');
      const secret = writeDeviceSecret({ key, browser: 'Bench', address: addressOf(account) });
      const sealed = box.seal(secret, { table: 'authenticator', column: 'secret', row: id });
      const values = [id, idOf(account), thumbprintOf(key), sealed, Date.now(), 'Phone'];
      await connection.run({ name: 'bench-phone', text, isRead: false, bind: () => [] }, values);
    }
  });
}

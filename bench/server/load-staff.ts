import { randomUUID } from 'node:crypto';
import { sealedBoxOf, type KeyRing } from '../../apps/server/src/crypto/key-ring.ts';
import { makeTokens } from '../../apps/server/src/crypto/tokens.ts';
import type { GroupId, UserId } from '../../apps/server/src/domain/ids.ts';
import type { Database } from '../../apps/server/src/sql/open-database.ts';
import { type Account, idOf, numberOf } from '../lib/accounts.ts';

export type Staff = {
  readonly owner: Account;
  /** Sees the people of one group alone: every thousandth account. */
  readonly scoped: Account;
  readonly accounts: number;
  /** Accounts from the first on that have a phone, each with a number of its own. */
  readonly phones: number;
};

const PER_CALL = 100;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a benchmark may mint an id
const userIdOf = (account: Account): UserId => idOf(account) as UserId;

/** Somebody who may see everybody, somebody who may not, and phones to be found by. */
export async function loadStaff(
  parts: { readonly database: Database; readonly keyRing: KeyRing },
  { owner, scoped, accounts, phones }: Staff,
): Promise<{ readonly groupId: string }> {
  const { transact, stores } = parts.database;
  const known = await stores.groups.findByName('Harbour');
  if (known !== undefined) return { groupId: known.id };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a benchmark may mint an id
  const id = randomUUID() as GroupId;
  const members = Array.from({ length: Math.ceil(accounts / 1000) }, (_, n) =>
    userIdOf({ group: 'quick', number: n * 1000 }),
  );
  await transact('attempt', async (tx) => {
    await tx.users.change(userIdOf(owner), { role: 'owner' });
    await tx.users.change(userIdOf(scoped), { role: 'help-desk' });
    await tx.groups.insert({ id, name: 'Harbour', description: '', createdAt: new Date() });
    for (let from = 0; from < members.length; from += PER_CALL) {
      await tx.groups.addMembers(id, members.slice(from, from + PER_CALL));
    }
    await tx.scopes.replace(userIdOf(scoped), [id]);
  });
  await loadPhones(parts, phones);
  return { groupId: id };
}

async function loadPhones(
  { database, keyRing }: { readonly database: Database; readonly keyRing: KeyRing },
  phones: number,
): Promise<void> {
  const box = sealedBoxOf(keyRing);
  const tokens = makeTokens(keyRing);
  const [secret, hash] = database.kind === 'sqlite' ? ['?', '?'] : ['$1', '$2'];
  for (let n = 0; n < phones; n += 1) {
    const userId = idOf({ group: 'quick', number: n });
    const row = randomUUID();
    const e164 = numberOf(n);
    const sealed = box.seal(Buffer.from(JSON.stringify({ e164, country: 'US' })), {
      table: 'authenticator',
      column: 'secret',
      row,
    });
    const text = `insert into authenticator (id, user_id, kind, slot, state, bound_at, last_two_digits,
        has_extension, secret, number_hash, last_counter)
      values ('${row}', '${userId}', 'phone', 'mobile', 'active', 0, '${e164.slice(-2)}', 0, ${secret}, ${hash}, 0)`;
    await database.engine.withConnection('attempt', async (connection) => {
      const statement = { name: '', text, isRead: false, bind: () => [] };
      await connection.run(statement, [sealed, tokens.hash('number', e164)]);
    });
  }
}

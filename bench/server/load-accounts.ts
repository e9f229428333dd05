import { hash } from '@node-rs/argon2';
import { type KeyRing, sealedBoxOf } from '../../apps/server/src/crypto/key-ring.ts';
import type { Connection } from '../../apps/server/src/sql/connection.ts';
import type { Database } from '../../apps/server/src/sql/open-database.ts';
import {
  type Account,
  type Group,
  GROUPS,
  idOf,
  idPrefixOf,
  PASSWORD,
  secretOf,
} from '../lib/accounts.ts';
import { HASH_COST } from '../lib/hash-cost.ts';

export type Loading = {
  readonly group: Group;
  readonly count: number;
  /** So many of them, evenly spread, can sign in; the others only take up room. */
  readonly usable: number;
};

/** Rows per statement: PostgreSQL ends a statement after 10 seconds. */
const CHUNK = 20_000;
const SEALED_BYTES = 57;

/** Fills the tables by SQL, a million accounts in well under a minute. */
export async function loadAccounts(
  parts: { readonly database: Database; readonly keyRing: KeyRing },
  loading: Loading,
): Promise<void> {
  const { engine, kind } = parts.database;
  const { group, count } = loading;
  const passwordHash = await hash(PASSWORD, HASH_COST[GROUPS[group].hash]);
  for (let from = 0; from < count; from += CHUNK) {
    const to = Math.min(from + CHUNK, count) - 1;
    const statements = insertions({ kind, group, passwordHash, from, to });
    await engine.withConnection('attempt', async (connection) => {
      for (const text of statements) await run(connection, text);
    });
  }
  if (GROUPS[group].hasApp) await sealSecrets(parts, loading);
}

const prepared = (text: string) => ({ name: '', text, isRead: false, bind: () => [] });

async function run(connection: Connection, text: string): Promise<void> {
  await connection.run(prepared(text), []);
}

type Inserting = {
  readonly kind: Database['kind'];
  readonly group: Group;
  readonly passwordHash: string;
  readonly from: number;
  readonly to: number;
};

function insertions({ kind, group, passwordHash, from, to }: Inserting): readonly string[] {
  const { active, hasApp } = GROUPS[group];
  const hex = kind === 'sqlite' ? `printf('%012x', n)` : `lpad(to_hex(n), 12, '0')`;
  const id = `'${idPrefixOf(group)}' || ${hex}`;
  const noise =
    kind === 'sqlite'
      ? `randomblob(${SEALED_BYTES})`
      : `substring(decode(repeat(md5(n::text), 4), 'hex') from 1 for ${SEALED_BYTES})`;
  const numbers = `with recursive s (n) as (select ${from} union all select n + 1 from s where n < ${to})`;
  const now = Date.now();
  return [
    `${numbers} insert into user_account (id, login, display_name, email, state, role, active,
       registration, failed_steps, password_hash, created_at, name_key)
     select ${id}, '${group}' || n, 'Somebody ' || n, '${group}' || n || '@example.org', 'enforced',
       'user', ${Number(active)}, 'password', 0, '${passwordHash}', ${now}, 'somebody ' || n from s`,
    `${numbers} insert into login_alias (login_key, user_id) select '${group}' || n, ${id} from s`,
    `${numbers} insert into login_alias (login_key, user_id)
     select '${group}' || n || '@example.org', ${id} from s`,
    ...(hasApp
      ? [
          `${numbers} insert into authenticator (id, user_id, kind, state, bound_at, has_extension,
             secret, last_counter)
           select ${id}, ${id}, 'totp', 'active', ${now}, 0, ${noise}, 0 from s`,
        ]
      : []),
  ];
}

/** Only a sealed secret opens, and each for its own row: that is done outside the database. */
async function sealSecrets(
  { database, keyRing }: { readonly database: Database; readonly keyRing: KeyRing },
  { group, count, usable }: Loading,
): Promise<void> {
  const box = sealedBoxOf(keyRing);
  const [secret, id] = database.kind === 'sqlite' ? ['?', '?'] : ['$1', '$2'];
  const text = `update authenticator set secret = ${secret} where id = ${id}`;
  const stride = Math.floor(count / usable);
  const seal = (account: Account) => {
    const place = { table: 'authenticator', column: 'secret', row: idOf(account) } as const;
    return box.seal(secretOf(account), place);
  };
  for (let from = 0; from < usable; from += 1000) {
    await database.engine.withConnection('attempt', async (connection) => {
      for (let index = from; index < Math.min(from + 1000, usable); index += 1) {
        const account = { group, number: index * stride };
        connection.tell({ ...prepared(text), name: 'bench-seal' }, [seal(account), idOf(account)]);
      }
    });
  }
}

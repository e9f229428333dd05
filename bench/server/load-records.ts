import type { Database } from '../../apps/server/src/sql/open-database.ts';
import { idPrefixOf } from '../lib/accounts.ts';

/** Rows per statement: PostgreSQL ends a statement after 10 seconds. */
const CHUNK = 20_000;
const DAYS = 80;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Of a record before its time: what made it is left out, so that nobody takes it for one. */
const NOT_SEALED = `'bench'`;

/** Behind what the server itself has written and sealed by then. */
const FIRST = 1000;

export type Records = { readonly count: number; readonly accounts: number };

/** The ids of the request and the sign-in of a record; the SQL that loads them builds the same. */
export const requestIdOf = (n: number): string =>
  `00000000-0000-7000-b000-${n.toString(16).padStart(12, '0')}`;

/**
 * Sign-ins of four records each, one of a hundred a failure, over the last 80 days; every account has
 * some. They count as sealed: sealing them would be what is measured.
 */
export async function loadRecords(
  { engine, kind }: Database,
  { count, accounts }: Records,
): Promise<void> {
  const hex = (text: string) =>
    kind === 'sqlite' ? `printf('%012x', ${text})` : `lpad(to_hex((${text})::bigint), 12, '0')`;
  const group = '(n / 4)';
  const account = `'${idPrefixOf('quick')}' || ${hex(`${group} % ${accounts}`)}`;
  const start = Date.now() - DAYS * DAY_MS;
  const step = Math.max(1, Math.floor((DAYS * DAY_MS) / count));
  const run = (text: string) =>
    engine.withConnection('attempt', async (connection) => {
      await connection.run({ name: '', text, isRead: false, bind: () => [] }, []);
    });
  for (let from = 0; from < count; from += CHUNK) {
    const to = Math.min(from + CHUNK, count) - 1;
    await run(`with recursive s (n) as (select ${from} union all select n + 1 from s where n < ${to})
      insert into audit_event (id, occurred_at, node, event, outcome, reason, actor_type, actor_id,
        account_id, sign_in_id, request_id, method, personal, personal_salt, personal_hash, seq,
        prev_hash, hash)
      select '00000000-0000-7000-9000-' || ${hex('n')}, ${start} + cast(n as bigint) * ${step}, 'bench',
        case n % 4 when 0 then 'mfa.challenge.created' when 1 then 'mfa.challenge.method_chosen'
          when 2 then 'mfa.code.evaluated' else 'authn_login_success' end,
        case when n % 400 in (2, 3) then 'failure' else 'success' end,
        case when n % 400 = 2 then 'wrong' else null end, 'user', ${account},
        case when n % 4 = 3 then ${account} else null end,
        '00000000-0000-7000-a000-' || ${hex(group)}, '00000000-0000-7000-b000-' || ${hex('n')},
        'totp', '{"address":"192.0.2.1","userAgent":"Firefox on Linux"}', 's', 'h', ${FIRST} + n,
        ${NOT_SEALED}, ${NOT_SEALED} from s`);
  }
  const last = FIRST + count - 1;
  await run(`insert into audit_head (id, seq, hash, signature, sealed_at)
    values (1, ${last}, ${NOT_SEALED}, '', ${start})
    on conflict (id) do update set seq = ${last}, hash = ${NOT_SEALED}`);
  await run(`insert into alert_position (id, seq) values (1, ${last})
    on conflict (id) do update set seq = ${last}`);
}

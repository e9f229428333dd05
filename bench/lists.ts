import { parseArgs } from 'node:util';
import { makeKeyRing, sealedBoxOf } from '../apps/server/src/crypto/key-ring.ts';
import type { UserSearch } from '../apps/server/src/administration/ports.ts';
import type { Database } from '../apps/server/src/sql/open-database.ts';
import { openDatabase } from '../apps/server/src/sql/open-database.ts';
import { openStore, type StoreName } from './lib/stores.ts';
import { loadAccounts } from './server/load-accounts.ts';
import { settle } from './server/settle.ts';

/**
 * How long the lists of the administration take in a large installation:
 * `node bench/lists.ts [--users 1000000] [--records 1000000] [--store sqlite]`. Milliseconds at the
 * 95th percentile of 200 calls, on both stores.
 */
const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    records: { type: 'string', default: '1000000' },
    store: { type: 'string' },
  },
});

const CALLS = 200;
const CHUNK = 20_000;
const START = Date.UTC(2026, 0, 1);
const ANY = { state: undefined, role: undefined, registered: undefined } as const;
const REPORT = {
  accountId: undefined,
  outcome: undefined,
  from: undefined,
  to: undefined,
} as const;

for (const name of ['sqlite', 'postgres'] satisfies readonly StoreName[]) {
  if (values.store === undefined || values.store === name) await measureOn(name);
}

async function measureOn(name: StoreName): Promise<void> {
  const store = await openStore(name);
  if ('kind' in store) {
    console.log(`${name}: left out, ${store.why}`);
    return;
  }
  const keyRing = makeKeyRing(new Date());
  const settings = await store.make();
  const database = await openDatabase({
    settings,
    box: sealedBoxOf(keyRing),
    node: 'bench',
    accountOf: () => undefined,
  });
  try {
    await database.migrate();
    const users = Number(values.users);
    await loadAccounts({ database, keyRing }, { group: 'quick', count: users, usable: 10 });
    await loadRecords(database, Number(values.records));
    await settle(settings);
    await report(name, database, users);
  } finally {
    await database.close();
    await store.close();
  }
}

/** Sign-ins of four records each; every hundredth of them a failure. */
async function loadRecords({ engine, kind }: Database, count: number): Promise<void> {
  const hex = (text: string) =>
    kind === 'sqlite' ? `printf('%012x', ${text})` : `lpad(to_hex((${text})::bigint), 12, '0')`;
  const group = kind === 'sqlite' ? 'n / 4' : 'floor(n / 4)';
  for (let from = 0; from < count; from += CHUNK) {
    const to = Math.min(from + CHUNK, count) - 1;
    const text = `with recursive s (n) as (select ${from} union all select n + 1 from s where n < ${to})
      insert into audit_event (id, occurred_at, node, event, outcome, sign_in_id, request_id,
        personal_salt, personal_hash)
      select '00000000-0000-7000-9000-' || ${hex('n')}, ${START} + n * 10, 'bench',
        case when n % 4 = 3 then 'authn_login_success' else 'mfa.challenge.created' end,
        case when n % 400 = 3 then 'failure' else 'success' end,
        '00000000-0000-7000-a000-' || ${hex(group)}, '00000000-0000-7000-b000-' || ${hex('n')},
        's', 'h' from s`;
    await engine.withConnection('attempt', async (connection) => {
      await connection.run({ name: '', text, isRead: false, bind: () => [] }, []);
    });
  }
}

async function report(name: StoreName, { stores }: Database, users: number): Promise<void> {
  const { userDirectory, auditReader } = stores;
  const records = Number(values.records);
  const search = (given: Partial<UserSearch>) => () =>
    userDirectory.search({ prefix: undefined, filter: ANY, after: undefined, limit: 50, ...given });
  const at = (n: number): string => `somebody ${Math.floor((users * n) / CALLS)}`;
  const measures: Readonly<Record<string, (n: number) => Promise<unknown>>> = {
    'first page of people': search({}),
    'a page far on': (n) => search({ after: { key: at(n), id: '' } })(),
    'beginning of a name': (n) => search({ prefix: at(n) })(),
    'beginning of everybody’s name': search({ prefix: 'some' }),
    'beginning of a login': (n) => search({ prefix: `quick${n}` })(),
    'a role that nobody has': search({ filter: { ...ANY, role: 'auditor' } }),
    'without a method (nobody)': search({ filter: { ...ANY, registered: false } }),
    'first page of a report': () => readReport({}),
    'failures alone': () => readReport({ outcome: 'failure' }),
    'the story of an attempt': (n) =>
      auditReader.attempt(
        `00000000-0000-7000-b000-${Math.floor((records * n) / CALLS)
          .toString(16)
          .padStart(12, '0')}`,
        500,
      ),
  };
  function readReport(filter: { readonly outcome?: 'failure' }) {
    const events = ['authn_login_success'] as const;
    return auditReader.list({ ...REPORT, ...filter, events }, { after: undefined, limit: 100 });
  }
  console.log(`${name}: ${users} people, ${records} records`);
  for (const [what, measure] of Object.entries(measures)) {
    console.log(`  ${what}: ${(await p95(measure)).toFixed(1)} ms`);
  }
}

async function p95(measure: (n: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < CALLS; n += 1) {
    const start = performance.now();
    await measure(n);
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(CALLS * 0.95)] ?? 0;
}

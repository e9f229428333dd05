import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { AuditStart } from '../../apps/server/src/audit/ports.ts';
import { makeForgetAudit } from '../../apps/server/src/audit/forget.ts';
import { makeSealAudit } from '../../apps/server/src/audit/seal.ts';
import { makeVerifyAudit } from '../../apps/server/src/audit/verify.ts';
import { auditKeysOf, makeKeyRing } from '../../apps/server/src/crypto/key-ring.ts';
import { isPersonalOf } from '../../apps/server/src/crypto/personal-hash.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const DAY = 24 * 60 * 60_000;
const ADDRESS = '198.51.100.77';

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  const keys = () => auditKeysOf(world.keyRing);
  const parts = () => ({
    transact: world.database.transact,
    keys: keys(),
    clock: world.clock.now,
  });
  const seal = () => makeSealAudit({ ...parts(), publishHead: async () => undefined })();
  const forget = (privateKey = keys().privateKey) =>
    makeForgetAudit({ ...parts(), keys: { ...keys(), privateKey } })();
  const verify = () => {
    const { auditChain, auditRetention } = world.database.stores;
    return makeVerifyAudit({
      chain: auditChain,
      start: () => auditRetention.start(),
      publicKey: keys().publicKey,
      isPersonalOf,
    })();
  };
  const run = (text: string): Promise<unknown> =>
    world.database.engine.withConnection('fact', async (connection) =>
      connection.run({ name: '', text, isRead: false, bind: () => [] }, []),
    );
  /** Done, looked at, and undone. */
  async function tampered(change: string, back: string): Promise<string> {
    await run(change);
    const verdict = await verify();
    await run(back);
    assert.equal((await verify()).kind, 'intact');
    return verdict.kind === 'broken' ? `${verdict.fault} ${verdict.position}` : verdict.kind;
  }
  async function refused(times: number): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      assert.equal((await world.browser({ source: ADDRESS }).call('getSession')).status, 401);
    }
    await seal();
  }
  const addresses = async (): Promise<readonly string[]> =>
    (await rowsOf(world.database, 'audit_event')).flatMap(({ personal }) =>
      typeof personal === 'string' ? [JSON.parse(personal).address] : [],
    );

  it('L07 an address is its network after 90 days, its salt is gone, and the chain holds', async () => {
    await refused(3);
    world.clock.advance(90 * DAY - 1);
    assert.equal(await forget(), 0);
    assert.ok((await addresses()).includes(ADDRESS));
    world.clock.advance(1);
    assert.ok((await forget()) >= 3);
    assert.equal((await verify()).kind, 'intact');
    assert.ok((await addresses()).includes('198.51.100.0'));
    assert.ok(!(await addresses()).includes(ADDRESS));
    const rows = await rowsOf(world.database, 'audit_event');
    assert.ok(rows.every((row) => row['personal_salt'] === ''));
    assert.ok(!JSON.stringify(rows).includes(ADDRESS));
    // Once is enough.
    assert.equal(await forget(), 0);
  });

  it('L07 what is left of an address, and that it was there, cannot be changed unseen', async () => {
    const [row] = (await world.audit('authz_fail')).filter(({ personal }) => personal?.exact);
    assert.ok(row?.personal && row.seq !== undefined);
    const back = `update audit_event set personal = '${JSON.stringify(row.personal)}' where id = '${row.id}'`;
    for (const personal of [
      `'${JSON.stringify({ ...row.personal, address: '203.0.113.0' })}'`,
      `'${JSON.stringify({ ...row.personal, userAgent: 'Lynx' })}'`,
      `'${JSON.stringify({ ...row.personal, exact: 'x' })}'`,
      `'${JSON.stringify({ ...row.personal, exact: undefined })}'`,
      'null',
    ]) {
      const change: string = `update audit_event set personal = ${personal} where id = '${row.id}'`;
      assert.equal(await tampered(change, back), `edited ${row.seq}`, personal);
    }
  });

  it('L07 whoever changes the day of records, or where the chain begins, has nothing forgotten by it', async () => {
    const untouched = await rowsOf(world.database, 'audit_event');
    await run(`update audit_event set occurred_at = 0 where seq is not null`);
    await forget();
    const left = await rowsOf(world.database, 'audit_event');
    assert.equal(left.length, untouched.length);
    assert.equal((await verify()).kind, 'broken');
    for (const one of untouched) {
      await run(
        `update audit_event set occurred_at = ${String(one['occurred_at'])} where id = '${String(one['id'])}'`,
      );
    }
    assert.equal((await verify()).kind, 'intact');

    // A start of somebody else's is not followed, and not signed over.
    const last = untouched.find(({ seq }) => Number(seq) === 3);
    assert.ok(last);
    const forged = { seq: 3, hash: String(last['hash']), signature: 'x'.repeat(86) };
    await run(insertOf(forged));
    world.clock.advance(500 * DAY);
    await forget();
    const verdict = await verify();
    assert.equal(verdict.kind === 'broken' && verdict.fault, 'start-forged');
    await run('delete from audit_start');
    world.clock.advance(-500 * DAY);
    assert.equal((await verify()).kind, 'intact');
  });

  it('L07 records are counts after 400 days, the chain begins behind them, and a start that is forged is found', async () => {
    const known = await world.database.stores.auditChain.countSealed();
    world.clock.advance(310 * DAY);
    await refused(2);
    const late = await world.database.stores.auditChain.countSealed();
    const stranger = auditKeysOf(makeKeyRing(new Date(0))).privateKey;
    assert.ok((await forget()) >= known);
    await seal();
    assert.equal((await verify()).kind, 'intact');
    const left = await world.audit('authz_fail');
    assert.equal(left.length, 2);
    const counts = await world.database.stores.auditRetention.listCounts();
    const failures = counts.filter(({ event }) => event === 'authz_fail');
    assert.deepEqual(failures, [
      { day: '2026-11-24', event: 'authz_fail', outcome: 'failure', count: 3 },
    ]);
    const [summary] = await world.audit('audit.summarised');
    assert.equal(summary?.detail?.['upTo'], known);
    assert.ok(late > known);

    const start = await world.database.stores.auditRetention.start();
    assert.ok(start);
    const back = `update audit_start set seq = ${start.seq}, hash = '${start.hash}', signature = '${start.signature}'`;
    const { seq } = start;
    assert.equal(
      await tampered(`update audit_start set seq = ${seq + 1}`, back),
      `start-forged ${seq + 1}`,
    );
    assert.equal(await tampered(`delete from audit_start`, insertOf(start)), 'deleted 1');
    // Signed by somebody else: what a worker with another key would leave behind.
    world.clock.advance(400 * DAY);
    assert.ok((await forget(stranger)) > 0);
    const verdict = await verify();
    assert.equal(verdict.kind === 'broken' && verdict.fault, 'start-forged');
  });
}, prepareDatabase);

const insertOf = ({ seq, hash, signature }: AuditStart) =>
  `insert into audit_start (id, seq, hash, signature) values (1, ${seq}, '${hash}', '${signature}')`;

import { it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { makeWorld, prepareDatabase } from '../harness/world/world.ts';
import { makeSealAudit } from '../../apps/server/src/audit/seal.ts';
import { auditKeysOf } from '../../apps/server/src/crypto/key-ring.ts';
forEachStore((store) => {
  it('seals on both', async () => {
    const w = await makeWorld(store, { nodes: 2 });
    const seals = w.nodes.map((n) => makeSealAudit({ transact: n.database.transact, privateKey: auditKeysOf(w.keyRing).privateKey, clock: w.clock.now, publishHead: async () => undefined }));
    const errors = new Map<string, number>();
    for (let i = 0; i < 60; i += 1) {
      await w.database.transact('attempt', (tx) => tx.audit.append(Array.from({length: 20}, () => ({ event: 'sys_startup' as const, outcome: 'info' as const })), w.clock.now()));
      const rs = await Promise.allSettled(seals.map((s) => s()));
      for (const r of rs) if (r.status === 'rejected') { const m = String(r.reason?.message) + ' ' + String(r.reason?.code); errors.set(m, (errors.get(m) ?? 0) + 1); }
    }
    console.log(store.name, errors);
    await w.close();
  });
}, prepareDatabase);

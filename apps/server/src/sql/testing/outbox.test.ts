import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeSealedBox } from '#crypto/sealed-box.ts';
import type { OutboundMessage } from '#delivery/ports.ts';
import type { OutboxId } from '#domain/ids.ts';
import type { Database } from '../open-database.ts';
import { addUser, later, MINUTE, newId, newMessage, NOW, parallel } from './fixtures.ts';
import { forEachDatabase, makeKey, openAt } from './open-store.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a number of the range for fiction
const CALL = {
  kind: 'call',
  to: '+14255550100',
  script: { kind: 'spoken-code', organisation: 'Contoso', code: '123456' },
} as OutboundMessage;

const lease = (database: Database, now: Date, limit = 10) =>
  database.transact('attempt', (tx) => tx.outbox.lease(now, { limit, leaseMs: MINUTE }));

async function enqueue(database: Database, message?: OutboundMessage): Promise<OutboxId> {
  const userId = await addUser(database);
  const queued = newMessage(userId, { challengeId: newId(), ...(message && { message }) });
  await database.transact('attempt', (tx) => tx.outbox.enqueue(queued));
  return queued.id;
}

forEachDatabase('OutboxStore', ({ database, connection }) => {
  const change = <Result>(work: Parameters<typeof transact<Result>>[0]) => transact(work);
  const transact = <Result>(work: (tx: Database['stores']['outbox']) => Promise<Result>) =>
    database().transact('attempt', (tx) => work(tx.outbox));

  it('leases what is due to one node at a time, and counts the attempts', async () => {
    const ids = await parallel(20, () => enqueue(database()));
    const second = await openAt(connection(), { node: 'node-2' });
    const leases = await parallel(4, (n) => lease(n % 2 === 0 ? database() : second, NOW, 5));
    await second.close();
    const leased = leases.flat();
    assert.deepEqual(leased.map(({ id }) => id).toSorted(), ids.toSorted());
    assert.ok(leased.every(({ attempts, status }) => attempts === 1 && status === 'queued'));
    assert.deepEqual(leased[0]?.message, newMessage(newId()).message);
    assert.deepEqual(await lease(database(), later(1)), []);
    const [id] = ids;
    assert.ok(id);
    await change((outbox) => outbox.retryAt(id, later(2), 'busy'));
    const again = await lease(database(), later(2));
    assert.deepEqual(
      again.map(({ id: leasedId, attempts }) => [leasedId, attempts]),
      [[id, 2]],
    );
    await parallel(20, (n) =>
      change((outbox) => outbox.giveUp(ids[n] ?? id, 'failed', 'bad_number')),
    );
    assert.deepEqual(await lease(database(), later(10 * MINUTE)), []);
  });

  it('erases what has left the house, and keeps what a call is asked for', async () => {
    const [mail, call] = [await enqueue(database()), await enqueue(database(), CALL)];
    await change((outbox) => outbox.accepted(mail, 'p1'));
    await change((outbox) => outbox.accepted(call, 'p2'));
    const messageOf = async (id: OutboxId) => (await database().stores.outbox.find(id))?.message;
    assert.deepEqual(await messageOf(mail), { kind: 'mail' });
    assert.deepEqual(await messageOf(call), CALL);
    await change((outbox) => outbox.report(call, 'delivered', undefined));
    assert.deepEqual(await messageOf(call), { kind: 'call' });
    assert.deepEqual(await lease(database(), later(10 * MINUTE)), []);
  });

  it('moves forward only, also when reports overtake the acceptance', async () => {
    const id = await enqueue(database());
    const report = (status: 'queued' | 'sent' | 'delivered' | 'undelivered') =>
      change((outbox) => outbox.report(id, status, '30003'));
    assert.deepEqual(
      [await report('queued'), await report('sent'), await report('sent')],
      [false, true, false],
    );
    assert.deepEqual(
      [await report('delivered'), await report('undelivered'), await report('sent')],
      [true, false, false],
    );
    await change((outbox) => outbox.accepted(id, 'p'));
    const found = await database().stores.outbox.find(id);
    assert.equal(found?.status, 'delivered');
    assert.equal(
      await database().stores.outbox.statusFor(found?.challengeId ?? newId()),
      'delivered',
    );
    assert.equal(await database().stores.outbox.statusFor(newId()), undefined);
  });

  it('gives up a message that no key opens, and sends the rest', async () => {
    const stranger = await openAt(connection(), { box: makeSealedBox(makeKey(), []) });
    const lost = await enqueue(stranger);
    await stranger.close();
    const good = await enqueue(database());
    assert.deepEqual(
      (await lease(database(), NOW)).map(({ id }) => id),
      [good],
    );
    assert.equal((await database().stores.outbox.find(lost))?.status, 'failed');
  });
});

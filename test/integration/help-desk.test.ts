import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const HELP_DESK = 'help-desk@example.org';
const SECRET = 'my password is the name of my cat';

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true, config: { casesMailTo: HELP_DESK } });
  });
  after(() => world.close());

  it('keeps a report for the help desk, sealed, and mails that there is one', async () => {
    const correlationId = randomUUID();
    const body = { message: SECRET, correlationId, contact: 'extension 77' };
    const { status, text } = await world.browser().call('reportProblem', { body });
    assert.equal(status, 204, text);
    const [row, ...more] = await rowsOf(world.database, 'support_case');
    assert.ok(row);
    assert.deepEqual(
      [row['kind'], row['about'], row['user_id'], row['state'], more],
      ['help', correlationId, null, 'open', []],
    );
    assert.ok(row['note'] instanceof Uint8Array);
    assert.ok(!Buffer.from(row['note']).includes('password'));
    const [listed] = await world.database.stores.cases.listOpen(1);
    assert.ok(listed);
    const found = await world.database.stores.cases.find(listed.id);
    assert.equal(found?.note, `${SECRET}\n\nReach me: extension 77`);
    const mail = await world.sink.waitForMail(HELP_DESK);
    assert.match(mail.text, new RegExp(`proofup case show ${listed.id}`));
    assert.ok(!`${mail.subject} ${mail.text}`.includes(SECRET));
    assert.ok(!world.logLines.join('').includes(SECRET));
  });

  it('takes no more than 5 an hour from one source, and 60 from all', async () => {
    const body = { message: 'Help' };
    const browser = world.browser();
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      statuses.push((await browser.call('reportProblem', { body })).status);
    }
    assert.deepEqual(statuses, [204, 204, 204, 204, 204, 429, 429]);
    const all: number[] = [];
    for (let n = 0; n < 60; n += 1) {
      all.push((await world.browser().call('reportProblem', { body })).status);
    }
    // Two and five were taken before.
    assert.equal(all.filter((status) => status === 204).length, 60 - 6);
    world.clock.advance(60 * 60_000);
    assert.equal((await browser.call('reportProblem', { body })).status, 204);
  });

  it('refuses what is empty or too long', async () => {
    world.clock.advance(60 * 60_000);
    for (const message of ['', '   ', 'x'.repeat(2001)]) {
      const { status } = await world.browser().call('reportProblem', { body: { message } });
      assert.equal(status, 400);
    }
  });

  it('opens a case of its own for a report of fraud on the phone', async () => {
    const person = await world.person({ login: 'called', phones: { mobile: '+12125550167' } });
    const browser = world.browser();
    const begun = await browser.begin(person);
    world.clock.advance(31_000);
    await browser.choose(begun, 'call');
    const { sid } = await world.sink.waitForCall('+12125550167');
    world.sink.answer(sid);
    await world.sink.waitForSpoken(sid, 'press zero');
    world.sink.press(sid, '0');
    await world.sink.waitForSpoken(sid, 'press the pound key now');
    world.sink.press(sid, '#');
    await world.sink.waitForSpoken(sid, 'press one');
    world.sink.press(sid, '1');
    await world.sink.waitForSpoken(sid, 'Thank you for your report');
    const cases = await rowsOf(world.database, 'support_case');
    const own = cases.filter((row) => row['user_id'] === person.id);
    assert.deepEqual(
      own.map((row) => [row['kind'], row['note']]),
      [['fraud', null]],
    );
  });
}, prepareDatabase);

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { SIGN_IN_REASONS, type SignInReason } from '../../packages/contract/src/sign-in-reasons.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import type { Person } from '../harness/world/person.ts';
import { until } from '../harness/world/until.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const FORMULA = '=HYPERLINK("https://evil.example","look")';

forEachStore((store) => {
  let world: World;
  let boss: Person;
  let browser: Browser;
  before(async () => {
    world = await makeWorld(store, { phones: true });
    boss = await world.person({ login: 'boss', role: 'administrator', apps: 1 });
    browser = world.browser();
    await browser.signIn(boss);
  });
  after(() => world.close());

  /** Signed in anew, so that dangerous things may be done. */
  async function renew(): Promise<void> {
    world.clock.advance(MINUTE);
    await browser.signIn(boss);
  }

  const messages = async () => (await browser.call('readMessages', { body: {} })).value;
  const read = async (body: Parameters<typeof ask>[0]) => (await ask(body)).value.records;
  const ask = async (body: {
    report: 'sign-ins' | 'methods' | 'blocked' | 'fraud' | 'registration' | 'bypass';
    login?: string;
    why?: SignInReason;
    method?: string;
    outcome?: 'success' | 'failure';
  }) => {
    const answer = await browser.call('readReport', { body });
    assert.equal(answer.status, 200, answer.text);
    return answer;
  };

  it('every record of the sign-ins has a reason of the closed list, in plain words', async () => {
    const person = await world.person({ login: 'alex', apps: 1 });
    const visitor = world.browser();
    await visitor.call('beginSignIn', { body: { login: 'alex', password: 'not this one' } });
    const begun = await visitor.begin(person);
    await visitor.verify(begun, '000000');
    world.clock.advance(MINUTE);
    await visitor.signIn(person);
    const records = await read({ report: 'sign-ins' });
    assert.ok(records.length >= 5);
    for (const { why, event } of records) {
      assert.ok(why !== undefined && SIGN_IN_REASONS[why].says.length > 5, event);
    }
    const reasons = new Set(records.map(({ why }) => why));
    for (const why of ['wrong-password', 'wrong-code', 'second-step-proved'] as const) {
      assert.ok(reasons.has(why), why);
    }
    const wrong = await read({ report: 'sign-ins', why: 'wrong-code' });
    assert.deepEqual(
      wrong.map((record) => [record.event, record.account?.login]),
      [['mfa.code.evaluated', 'alex']],
    );
    const byApp = await read({ report: 'sign-ins', method: 'totp', outcome: 'failure' });
    assert.deepEqual(
      byApp.map(({ id }) => id),
      wrong.map(({ id }) => id),
    );
  });

  it('a report about one person has everything of theirs, also what they do not see themselves', async () => {
    await renew();
    const person = await world.person({ login: 'kim', apps: 1 });
    const visitor = world.browser();
    await visitor.signIn(person);
    const all = await read({ report: 'sign-ins' });
    const own = await read({ report: 'sign-ins', login: 'kim' });
    const wanted = all.filter(({ account }) => account?.login === 'kim');
    assert.ok(
      wanted.some(({ event, outcome }) => event === 'mfa.code.evaluated' && outcome === 'success'),
    );
    assert.deepEqual(own, wanted);
    assert.deepEqual(await read({ report: 'sign-ins', login: 'nobody-here' }), []);
  });

  it('U22 the history of blocks has the block and the unblock, with their reasons', async () => {
    await renew();
    const person = await world.person({ login: 'blocked', apps: 1 });
    const params = { userId: person.id };
    const why = { reason: 'fraud was reported' };
    assert.equal((await browser.call('blockUser', { params, body: why })).status, 200);
    assert.equal(
      (
        await world.browser().call('beginSignIn', {
          body: { login: 'blocked', password: person.password },
        })
      ).problem?.code,
      'sign_in_blocked',
    );
    const because = { reason: 'talked to them' };
    assert.equal((await browser.call('unblockUser', { params, body: because })).status, 200);
    const history = await read({ report: 'blocked', login: 'blocked' });
    assert.deepEqual(
      history.map(({ detail }) => [detail?.['action'], detail?.['why']]),
      [
        ['unblocked', because.reason],
        ['blocked', why.reason],
      ],
    );
    const denied = await read({ report: 'sign-ins', login: 'blocked', why: 'blocked' });
    assert.equal(denied.length, 1);
    await renew();
    await world.browser().signIn(person);
  });

  it('L12 a file made in the background is whole, sealed where it waits, and holds no formula', async () => {
    await renew();
    // More than one part, and cells that somebody else chose.
    const count = 2_500;
    const signs = ['=', '+', '-', '@', '\t=', ' =', '\r', '＝'];
    const records = Array.from({ length: count }, (_, n) => ({
      event: 'mfa.skipped' as const,
      outcome: 'info' as const,
      reason: `${signs[n % signs.length]}cmd`,
      personal: { userAgent: FORMULA },
    }));
    await world.database.transact('attempt', async (tx) => {
      for (let from = 0; from < count; from += 500) {
        await tx.audit.append(records.slice(from, from + 500), world.clock.now());
      }
    });
    const begun = await browser.call('beginExport', { body: { report: 'bypass' } });
    assert.equal(begun.status, 200, begun.text);
    const exports = async () => (await browser.call('listExports')).value.exports;
    await until(async () => (await exports())[0]?.state === 'done');
    const [one] = await exports();
    assert.deepEqual([one?.lines, one?.percent], [count, 100]);
    assert.ok((one?.parts ?? 0) >= 3);
    for (const { content } of await rowsOf(world.database, 'report_part')) {
      assert.ok(content instanceof Uint8Array && !Buffer.from(content).includes('HYPERLINK'));
    }
    let text = '';
    let part: number | undefined = 0;
    const params = { exportId: one?.id ?? '' };
    while (part !== undefined) {
      const body: { part: number } = { part };
      const answer = await browser.call('readExportPart', { params, body });
      assert.equal(answer.status, 200, answer.text);
      text += answer.value.text;
      part = answer.value.next;
    }
    assert.equal(text.split('\r\n').filter((line) => line.startsWith('"2')).length, count);
    for (const [, cell = ''] of text.matchAll(/"((?:[^"]|"")*)"/g)) {
      assert.doesNotMatch(cell, /^[\s]*[=+\-@＝]|^[\t\r\n]/, cell);
    }
    assert.equal((await browser.call('removeExport', { params })).status, 200);
    assert.deepEqual(await rowsOf(world.database, 'report_part'), []);
  });

  it('a file is for whoever asked for it, with a fresh proof, for a day', async () => {
    await renew();
    const begun = await browser.call('beginExport', { body: { report: 'sign-ins' } });
    const params = { exportId: begun.value.exports[0]?.id ?? '' };
    await until(async () => (await browser.call('listExports')).value.exports[0]?.state === 'done');
    const other = await world.person({ login: 'auditor', role: 'auditor', apps: 1 });
    const theirs = world.browser();
    await theirs.signIn(other);
    const stolen = await theirs.call('readExportPart', { params, body: {} });
    assert.equal(stolen.problem?.code, 'not_found');
    assert.deepEqual((await theirs.call('listExports')).value.exports, []);
    world.clock.advance(6 * MINUTE);
    const stale = await browser.call('readExportPart', { params, body: {} });
    assert.equal(stale.problem?.code, 'step_up_required');
    world.clock.advance(25 * 60 * MINUTE);
    await renew();
    const late = await browser.call('readExportPart', { params, body: {} });
    assert.equal(late.problem?.code, 'not_found');
  });

  it('messages are counted by country, with how many arrived and what they cost', async () => {
    await renew();
    const number = '+12125550171';
    const person = await world.person({ login: 'texted', phones: { mobile: number } });
    await world.browser().begin(person);
    await world.sink.waitForText(number);
    await until(async () => ((await messages()).rows[0]?.delivered ?? 0) > 0);
    const { currency, rows } = await messages();
    assert.equal(currency, 'USD');
    assert.deepEqual(rows, [
      {
        provider: 'localhost',
        kind: 'text',
        country: 'US',
        sent: 1,
        delivered: 1,
        failed: 0,
        cost: 0.01,
      },
    ]);
  });
}, prepareDatabase);

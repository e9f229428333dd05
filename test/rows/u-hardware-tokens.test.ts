import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import {
  assignToken,
  giveToken,
  makeToken,
  type TokenInHand,
  tokenLine,
} from '../harness/world/hardware-token.ts';
import type { Person } from '../harness/world/person.ts';
import { mustBe } from '../harness/world/told.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const STEP = 30_000;
const REASON = 'new tokens came';
const HEADER = 'upn,serial number,secret key,time interval,manufacturer,model';

const find = async (browser: Browser, serial: string) =>
  mustBe(200, await browser.call('searchTokens', { body: { serial } })).tokens[0];

async function importAll(browser: Browser, csv: string) {
  const body = { reason: REASON, content: 'tokens' } as const;
  const { id } = mustBe(200, await browser.call('startImport', { body }));
  const lines = { params: { importId: id }, body: { firstLine: 1, csv } };
  return browser.call('importLines', lines);
}

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  let made = 0;
  async function administrator(): Promise<{ person: Person; browser: Browser }> {
    made += 1;
    const person = await world.person({ login: `boss${made}`, role: 'administrator', apps: 1 });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  async function signInBy(person: Person, output: string): Promise<number> {
    const browser = world.browser();
    const begun = await browser.begin(person);
    const chosen =
      begun.challenge?.option.type === 'hardware-token'
        ? begun
        : (await browser.choose(begun, 'hardware-token')).value;
    return (await browser.verify(chosen, output)).status;
  }

  it('brings in the file of a maker: an error for each bad line, and no secret ever comes out', async () => {
    const { browser, person } = await administrator();
    const owner = await world.person({ login: 'own-er', apps: 1 });
    const [good, free] = [makeToken(world), makeToken(world, 60)];
    const spaced = `${owner.login},SN-lower,${makeToken(world)
      .base32.toLowerCase()
      .replaceAll(/(.{4})/g, '$1 ')},30,,`;
    const csv = [
      HEADER,
      tokenLine(good, owner.login),
      tokenLine(free),
      spaced,
      tokenLine(makeToken(world), 'nobody-here'),
      `,SN-a,JBSWY3DPEHPK3PXP,30,Maker,M1`,
      `,SN-b,${good.base32}1,30,Maker,M1`,
      `,SN-c,${good.base32},45,Maker,M1`,
      `,,${good.base32},30,Maker,M1`,
      `${good.base32},30,Maker`,
      tokenLine(free, owner.login),
      tokenLine(makeToken(world), person.login),
    ].join('\r\n');
    const answer = await importAll(browser, csv);
    const { results, run } = mustBe(200, answer);
    assert.deepEqual(
      results.map(({ kind, why }) => why ?? kind),
      [
        'added',
        'added',
        'added',
        'unknown-person',
        'secret',
        'secret',
        'interval',
        'serial',
      ].concat(['fields', 'repeated', 'own-account']),
    );
    assert.deepEqual([run.added, run.bad], [3, 8]);
    const again = mustBe(200, await importAll(browser, csv));
    assert.deepEqual([again.run.added, again.run.unchanged], [0, 3]);
    const listed = await browser.call('searchTokens', { body: {} });
    const audit = JSON.stringify(await world.audit());
    for (const { base32, secret } of [good, free]) {
      for (const told of [answer.text, listed.text, audit, world.logLines.join('')]) {
        assert.ok(!told.includes(base32) && !told.includes(Buffer.from(secret).toString('base64')));
      }
    }
    const rows = await rowsOf(world.database, 'hardware_token');
    assert.equal(rows.length, 3);
    for (const row of rows) {
      assert.ok(row['secret'] instanceof Uint8Array);
      assert.ok(!Buffer.from(row['secret']).includes(Buffer.from(good.secret)));
    }
    assert.equal((await find(browser, free.serial))?.state, 'free');
  });

  it('its owner activates it with a code, signs in by it, and no code works twice', async () => {
    const person = await world.person({ login: 'holder', apps: 1 });
    const token = await assignToken(world, person);
    const browser = world.browser();
    await browser.signIn(person);
    const info = mustBe(200, await browser.call('getSecurityInfo'));
    assert.equal(info.mayAdd.hardwareToken, true);
    const serial = token.serial.toLowerCase();
    const { id } = mustBe(201, await browser.call('bindHardwareToken', { body: { serial } }));
    const params = { bindingId: id };
    const wrong = await browser.call('confirmBinding', { params, body: { output: '000000' } });
    assert.equal(wrong.problem?.code, 'code_rejected');
    const output = token.code();
    mustBe(200, await browser.call('confirmBinding', { params, body: { output } }));
    const later = mustBe(200, await browser.call('getSecurityInfo'));
    const [method] = later.methods.filter(({ kind }) => kind === 'hardware-token');
    assert.equal(method?.name, token.serial);
    assert.equal(later.mayAdd.hardwareToken, false);
    const binding = (await rowsOf(world.database, 'binding')).find((row) => row['id'] === id);
    assert.equal(binding?.['secret'], null);

    assert.equal(await signInBy(person, output), 401, 'the code that activated it');
    world.clock.advance(STEP);
    const next = token.code();
    assert.equal(await signInBy(person, next), 200);
    assert.equal(await signInBy(person, next), 401);
    const [session] = (await rowsOf(world.database, 'session')).filter(
      (row) => row['user_id'] === person.id && row['second_step'] === 'hardware-token',
    );
    assert.deepEqual(JSON.parse(String(session?.['amr'])), ['mfa', 'otp', 'pwd']);
  });

  it('one that is not theirs, or free, or unknown, is the same to whoever asks', async () => {
    const person = await world.person({ login: 'curious', apps: 1 });
    const theirs = await assignToken(world, await world.person({ login: 'other-one' }));
    const browser = world.browser();
    await browser.signIn(person);
    for (const serial of [theirs.serial, 'NO-SUCH-TOKEN']) {
      const { problem } = await browser.call('bindHardwareToken', { body: { serial } });
      assert.equal(problem?.code, 'not_found');
    }
    const { mayAdd } = mustBe(200, await browser.call('getSecurityInfo'));
    assert.equal(mayAdd.hardwareToken, false);
  });

  /** Seconds that the token's clock is off, from sign-in to sign-in. */
  async function drifts(token: TokenInHand, person: Person, off: readonly number[]) {
    const statuses: number[] = [];
    for (const seconds of off) {
      world.clock.advance(10 * STEP);
      statuses.push(await signInBy(person, token.code(0, seconds)));
    }
    return statuses;
  }

  it('learns how far its clock is off: one step at a time, two steps at most, three codes at any time', async () => {
    const person = await world.person({ login: 'drifter' });
    const token = await giveToken(world, person);
    assert.deepEqual(await drifts(token, person, [0, -30, -60, -90]), [200, 200, 200, 200]);
    // Two steps are the most that it learns: three were taken around them, four are too far.
    assert.deepEqual(await drifts(token, person, [-120]), [401]);
    assert.deepEqual(await drifts(token, person, [-90]), [200]);
    // Learned for good: where it was at first is now outside of the three.
    assert.deepEqual(await drifts(token, person, [0]), [401]);
    const fast = await world.person({ login: 'fast' });
    const other = await giveToken(world, fast);
    assert.deepEqual(await drifts(other, fast, [0, 60]), [200, 401], 'two at once are too many');
    assert.deepEqual(await drifts(other, fast, [30, 60]), [200, 200]);
  });

  it('an administrator activates it with a code; its person is told, and the audit log names both', async () => {
    const { browser, person: boss } = await administrator();
    const person = await world.person({ login: 'handed' });
    const token = await assignToken(world, person);
    const params = { tokenId: token.id };
    const wrong = { params, body: { reason: REASON, output: '000000' } };
    assert.equal((await browser.call('activateToken', wrong)).problem?.code, 'code_rejected');
    const right = { params, body: { reason: REASON, output: token.code() } };
    assert.equal(mustBe(200, await browser.call('activateToken', right)).state, 'active');
    const enrolled = (await world.audit('factor.enrolled')).at(-1);
    assert.deepEqual(
      [enrolled?.actor?.id, enrolled?.target?.id, enrolled?.detail?.['why']],
      [boss.id, person.id, REASON],
    );
    assert.equal((await browser.call('activateToken', right)).problem?.code, 'token_in_use');
    assert.equal(
      (await browser.call('deleteToken', { params, body: { reason: REASON } })).status,
      409,
    );
    world.clock.advance(STEP);
    assert.equal(await signInBy(person, token.code()), 200);

    world.clock.advance(STEP);
    const body = { reason: REASON };
    const off = mustBe(200, await browser.call('deactivateToken', { params, body }));
    assert.equal(off.state, 'assigned');
    assert.equal((await world.browser().begin(person)).state, 'set-up');
    assert.equal(mustBe(200, await browser.call('assignToken', { params, body })).state, 'free');
    assert.equal((await browser.call('deleteToken', { params, body })).status, 204);
    const told = (await world.audit('token.changed')).slice(-3).map(({ reason }) => reason);
    assert.deepEqual(told, ['deactivated', 'unassigned', 'deleted']);
  });

  it('a clear takes the token from the methods and leaves it with its person', async () => {
    const { browser } = await administrator();
    const person = await world.person({ login: 'cleared' });
    const token = await giveToken(world, person);
    const params = { userId: person.id };
    const body = {
      reason: REASON,
      registration: 'password',
      callerVerifiedBy: 'stands at the desk',
    } as const;
    const cleared = mustBe(200, await browser.call('clearMethods', { params, body }));
    assert.deepEqual(cleared.user.methods, []);
    assert.equal((await find(browser, token.serial))?.state, 'assigned');
  });

  it('nobody activates or takes one of their own, or of somebody above them, as an administrator', async () => {
    const { browser, person } = await administrator();
    const own = await assignToken(world, person);
    const body = { reason: REASON, output: own.code() };
    const params = { tokenId: own.id };
    assert.equal(
      (await browser.call('activateToken', { params, body })).problem?.code,
      'own_account',
    );
    const free = { params, body: { reason: REASON } };
    assert.equal((await browser.call('assignToken', free)).problem?.code, 'own_account');
    const other = await assignToken(world, await world.person({ login: 'to-take' }));
    const take = { params: { tokenId: other.id }, body: { reason: REASON, login: person.login } };
    assert.equal((await browser.call('assignToken', take)).problem?.code, 'own_account');
  });
}, prepareDatabase);

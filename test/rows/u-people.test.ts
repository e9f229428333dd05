import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { giveToken } from '../harness/world/hardware-token.ts';
import { makeSignedIn } from '../harness/world/signed-in.ts';
import { mustBe } from '../harness/world/told.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const NUMBER = '+12125550143';
const REASON = 'roll-out of the second step';

const send = (
  browser: Browser,
  importId: string,
  body: { readonly firstLine: number; readonly csv: string; readonly last?: boolean },
) => browser.call('importLines', { params: { importId }, body });

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  const signedIn = makeSignedIn(() => world);

  type Begin = {
    readonly content: 'people' | 'states';
    readonly dryRun?: boolean;
    readonly state?: 'disabled' | 'enabled' | 'enforced';
  };

  async function begin(browser: Browser, given: Begin): Promise<string> {
    const body = { reason: REASON, ...given };
    return mustBe(200, await browser.call('startImport', { body })).id;
  }

  const usersCalled = async (prefix: string) =>
    (await rowsOf(world.database, 'user_account')).filter((row) =>
      String(row['login']).startsWith(prefix),
    );

  it('U31 a bulk change of 200 people to enabled: a result for each line, and bad ones stop nothing', async () => {
    const { browser, person } = await signedIn('administrator');
    for (let n = 0; n < 198; n += 1) {
      await world.person({ login: `bulk-${n}`, state: n % 2 === 0 ? 'disabled' : 'enabled' });
    }
    const names = Array.from({ length: 198 }, (_, n) => `bulk-${n}`);
    const csv = [...names.slice(0, 100), 'nobody-at-all', ...names.slice(100), person.login];
    const untouched = await stateOf(world.database);
    const asked = { content: 'states', state: 'enabled' } as const;
    const dry = await begin(browser, { ...asked, dryRun: true });
    const body = { firstLine: 1, csv: csv.join('\r\n'), last: true };
    const preview = mustBe(200, await send(browser, dry, body));
    assert.deepEqual(await changesSince(world.database, untouched, ['import_run']), []);
    const real = mustBe(200, await send(browser, await begin(browser, asked), body));
    assert.deepEqual(real.results, preview.results);
    assert.equal(real.results.length, 200);
    const { added, changed, unchanged, bad, linesDone } = real.run;
    assert.deepEqual([added, changed, unchanged, bad, linesDone], [0, 99, 99, 2, 200]);
    assert.deepEqual(real.results[100], {
      line: 101,
      name: 'nobody-at-all',
      kind: 'bad',
      why: 'unknown-person',
    });
    assert.equal(real.results[199]?.why, 'own-account');
    const rows = await usersCalled('bulk-');
    assert.ok(rows.every((row) => row['state'] === 'enabled'));
    const changes = (await world.audit('authz_change')).filter(({ detail }) => {
      return detail?.['why'] === REASON;
    });
    assert.equal(changes.length, 99);
    assert.ok(changes.every(({ actor }) => actor?.id === person.id));
  });

  it('U31 files of people: batches in order, one sent again adds nobody, and a file read twice neither', async () => {
    const { browser } = await signedIn('administrator');
    const lines = Array.from({ length: 6 }, (_, n) => `batch-${n},Batch ${n},,enforced`);
    const id = await begin(browser, { content: 'people' });
    const first = {
      firstLine: 1,
      csv: ['login,name,email,state', ...lines.slice(0, 3)].join('\n'),
    };
    assert.equal((await send(browser, id, { firstLine: 2, csv: 'x' })).status, 400);
    const one = mustBe(200, await send(browser, id, first));
    assert.deepEqual([one.run.added, one.run.linesDone], [3, 4]);
    const again = mustBe(200, await send(browser, id, first));
    assert.deepEqual([again.run.added, again.run.linesDone, again.run.unchanged], [3, 4, 0]);
    assert.ok(again.results.every(({ kind }) => kind === 'unchanged'));
    const rest = { firstLine: 5, csv: `${lines.slice(3).join('\n')}\n"open,x\n`, last: true };
    const done = mustBe(200, await send(browser, id, rest));
    assert.deepEqual([done.run.added, done.run.bad, done.run.linesDone], [6, 1, 8]);
    assert.ok(done.run.finishedAt !== undefined);
    assert.equal((await send(browser, id, { firstLine: 9, csv: 'x' })).status, 404);
    assert.equal((await usersCalled('batch-')).length, 6);
    const rows = await usersCalled('batch-');
    assert.ok(rows.every((row) => row['password_hash'] === null && row['role'] === 'user'));

    const second = await begin(browser, { content: 'people' });
    const whole = mustBe(200, await send(browser, second, { firstLine: 1, csv: lines.join('\n') }));
    assert.equal(whole.run.unchanged, 6);
    assert.equal((await usersCalled('batch-')).length, 6);
    const [newest] = mustBe(200, await browser.call('listImports')).runs;
    assert.deepEqual([newest?.id, newest?.unchanged], [second, 6]);
  });

  it('U31 the same batch sent ten times at once makes each person once', async () => {
    const { browser } = await signedIn('administrator');
    const id = await begin(browser, { content: 'people' });
    const csv = Array.from({ length: 20 }, (_, n) => `race-${n},Race,,enabled`).join('\n');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send(browser, id, { firstLine: 1, csv })),
    );
    for (const answer of answers) assert.equal(answer.status, 200, answer.text);
    assert.equal((await usersCalled('race-')).length, 20);
  });

  it('C01 an import belongs to whoever began it, for an hour, and begins with a fresh proof', async () => {
    const one = await signedIn('administrator');
    const other = await signedIn('administrator');
    const id = await begin(one.browser, { content: 'people' });
    const body = { firstLine: 1, csv: 'not-theirs,X,,enabled' };
    assert.equal((await send(other.browser, id, body)).status, 404);
    world.clock.advance(6 * MINUTE);
    assert.equal((await send(one.browser, id, body)).status, 200);
    const asked = { reason: REASON, content: 'people' } as const;
    const stale = await one.browser.call('startImport', { body: asked });
    assert.equal(stale.problem?.code, 'step_up_required');
    for (let n = 0; n < 5; n += 1) {
      world.clock.advance(11 * MINUTE);
      await one.browser.call('getSession');
    }
    const late = await send(one.browser, id, { firstLine: 2, csv: 'late,X,,enabled' });
    assert.equal(late.status, 404, late.text);
  });

  it('C01 no line changes a person above the rank of who sends it, or takes two steps from the staff', async () => {
    const { browser } = await signedIn('administrator');
    const staff = await world.person({ login: 'helper', role: 'help-desk', apps: 1 });
    const id = await begin(browser, { content: 'states' });
    const csv = `${staff.login},disabled\nhelper-two,enabled,more`;
    const { results } = mustBe(200, await send(browser, id, { firstLine: 1, csv }));
    assert.deepEqual(
      results.map(({ why }) => why),
      ['needs-two-steps', 'fields'],
    );
  });

  it('the list of people is narrowed by a method that they have, and by a block that lasts', async () => {
    const { browser } = await signedIn('administrator');
    const holder = await world.person({ login: 'narrow-holder', apps: 1 });
    await giveToken(world, holder);
    const blocked = await world.person({ login: 'narrow-blocked', phones: { mobile: NUMBER } });
    const block = { params: { userId: blocked.id }, body: { reason: REASON, days: 1 } };
    mustBe(200, await browser.call('blockUser', block));
    const found = async (asked: Parameters<typeof list>[0]) =>
      (await list(asked)).users.map(({ login }) => login);
    const list = async (asked: {
      readonly method?: 'hardware-token' | 'phone' | 'totp';
      readonly blocked?: true;
    }) => mustBe(200, await browser.call('searchUsers', { body: { search: 'narrow', ...asked } }));
    assert.deepEqual(await found({}), ['narrow-blocked', 'narrow-holder']);
    assert.deepEqual(await found({ method: 'hardware-token' }), ['narrow-holder']);
    assert.deepEqual(await found({ method: 'phone' }), ['narrow-blocked']);
    assert.deepEqual(await found({ method: 'totp', blocked: true }), []);
    assert.deepEqual(await found({ blocked: true }), ['narrow-blocked']);
    const { risk, defaultType } = mustBe(
      200,
      await browser.call('getUser', { params: { userId: blocked.id } }),
    );
    assert.deepEqual([risk, defaultType], [['blocked', 'phone-only', 'one-method'], 'text']);
    world.clock.advance(25 * 60 * MINUTE);
    const later = await signedIn('administrator');
    const body = { search: 'narrow', blocked: true } as const;
    assert.deepEqual(mustBe(200, await later.browser.call('searchUsers', { body })).users, []);
  });

  it('U40 one person is added, with a password that is shown once or with none', async () => {
    const { browser } = await signedIn('administrator');
    const body = { reason: REASON, login: 'single', displayName: 'Single', state: 'enabled' };
    const { user, password } = mustBe(
      200,
      await browser.call('createUser', { body: { ...body, withPassword: true } }),
    );
    assert.match(password ?? '', /^[0-9a-z-]{19}$/);
    assert.deepEqual([user.user.login, user.user.registered], ['single', false]);
    const [row] = await usersCalled('single');
    assert.equal(row?.['must_change_password'], 1);
    const again = await browser.call('createUser', { body });
    assert.equal(again.problem?.code, 'login_taken');
    const plain = mustBe(
      200,
      await browser.call('createUser', { body: { ...body, login: 'two' } }),
    );
    assert.equal(plain.password, undefined);
    const role = await browser.call('createUser', {
      body: { ...body, login: 'three', role: 'administrator' },
    });
    assert.equal(role.status, 400, 'K16: a role is not given with an account');
  });
}, prepareDatabase);

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { ACTIVITY, isActivity, isActivityEvent } from '../../packages/contract/src/activity.ts';
import type { ActivityLineView } from '../../packages/contract/src/schemas.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { dumpOf, rowsOf } from '../harness/world/dump.ts';
import { runFlows } from '../harness/world/flows.ts';
import { makeTold } from '../harness/world/told.ts';
import { findKnown } from '../harness/world/known.ts';
import { orderAppPassword, orderPass } from '../harness/world/order.ts';
import { codeOf, wrongCode } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const linesOf = async (browser: Browser): Promise<readonly ActivityLineView[]> =>
  (await browser.call('getActivity')).value.lines;

const lineOf = async (browser: Browser, event: string): Promise<ActivityLineView> => {
  const line = (await linesOf(browser)).find((one) => one.event === event);
  assert.ok(line, `no line ${event}`);
  return line;
};

const disown = async (browser: Browser, line: ActivityLineView) => {
  const { status, value, text } = await browser.call('disownActivity', {
    params: { lineId: line.id },
  });
  assert.equal(status, 200, text);
  return value.outcome;
};

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  let made = 0;
  async function member(apps = 2, recoveryCodes = 0) {
    made += 1;
    const person = await world.person({ login: `active-${made}`, apps, recoveryCodes });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  const casesOf = async ({ id }: Person) =>
    (await rowsOf(world.database, 'support_case'))
      .filter((row) => row['user_id'] === id)
      .map((row) => [row['id'], row['kind'], row['state']]);

  const toldOf = async ({ email }: Person) => (await world.sink.waitForMail(email)).subject;

  async function addApp(browser: Browser): Promise<string> {
    const { binding, secret } = (await browser.call('bindApp', { body: {} })).value;
    const params = { bindingId: binding.id };
    const body = { output: codeOf(world, secret) };
    const { status, text } = await browser.call('confirmBinding', { params, body });
    assert.equal(status, 200, text);
    return secret;
  }

  it('shows what was done, from where, by which browser and session, newest first', async () => {
    const { person, browser } = await member();
    world.clock.advance(30_000);
    const other = world.browser();
    const begun = await other.begin(person);
    await other.verify(begun, wrongCode(world, person));
    await other.verify(begun, person.code());
    const [first, second, third] = await linesOf(browser);
    assert.deepEqual(
      [first, second, third].map((line) => [line?.event, line?.kind, line?.current]),
      [
        ['authn_login_successafterfail', 'sign-in', false],
        ['mfa.code.evaluated', 'failed-sign-in', false],
        ['authn_login_success', 'sign-in', true],
      ],
    );
    assert.equal(first?.browser, 'Firefox on Linux');
    assert.match(first.place?.address ?? '', /^198\.51\.\d+\.x$/);
    assert.equal(first.place?.country, undefined);
    assert.equal(first.method, 'totp');
    assert.equal(first.by, 'person');
  });

  it('shows what an operator did as done by the administrator', async () => {
    const { person, browser } = await member();
    await orderPass(world, person);
    const line = await lineOf(browser, 'tap.issued');
    assert.deepEqual([line.by, line.kind, line.place], ['administrator', 'help', undefined]);
  });

  it("pages by 30, and never reaches another person's lines", async () => {
    const { browser } = await member();
    const { browser: stranger } = await member();
    const { methods } = (await browser.call('getSecurityInfo')).value;
    const params = { methodId: methods[0]?.id ?? '' };
    for (let n = 0; n < 40; n += 1) {
      await browser.call('renameMethod', { params, body: { name: `Name ${n}` } });
    }
    const page = (await browser.call('getActivity')).value;
    assert.equal(page.lines.length, 30);
    const rest = (await browser.call('getActivity', { query: { before: page.next } })).value;
    assert.equal(rest.next, undefined);
    const ids = [...page.lines, ...rest.lines].map(({ id }) => id);
    assert.equal(new Set(ids).size, 41);
    const peek = await stranger.call('getActivity', { query: { before: page.next } });
    assert.equal(peek.status, 400);
    const not = await stranger.call('disownActivity', { params: { lineId: ids[0] ?? '' } });
    assert.equal(not.status, 404);
  });

  it('D04 "This wasn\'t me" of a sign-in ends every other session and open sign-in, opens a case and tells everybody', async () => {
    const { person, browser } = await member();
    world.clock.advance(30_000);
    const intruder = world.browser();
    await intruder.signIn(person);
    const half = world.browser();
    const begun = await half.begin(person);
    const line = (await linesOf(browser)).find(
      ({ kind, current }) => kind === 'sign-in' && !current,
    );
    assert.ok(line);
    assert.equal(line.reaction, 'end-sessions');
    assert.equal(await disown(browser, line), 'sessions-ended');
    assert.equal((await intruder.call('getSession')).status, 401);
    assert.equal((await half.call('getSignIn', { params: { signInId: begun.id } })).status, 410);
    assert.equal((await browser.call('getSession')).status, 200);
    assert.deepEqual(await casesOf(person), [[line.id, 'not-me', 'open']]);
    assert.match(await toldOf(person), /was not you/);
    const [row] = (await world.audit('account.disowned')).filter(
      ({ actor }) => actor?.id === person.id,
    );
    assert.deepEqual([row?.reason, row?.target?.id], [line.event, line.id]);
  });

  it('D04 "This wasn\'t me" ends app passwords, which need no session, and says so', async () => {
    const { person, browser } = await member();
    const password = await orderAppPassword(world, person);
    const body = { login: person.login, password };
    assert.equal((await world.browser().call('verifyAppPassword', { body })).status, 200);
    const line = await lineOf(browser, 'authn_login_success');
    assert.equal(await disown(browser, line), 'sessions-ended');
    assert.equal((await world.browser().call('verifyAppPassword', { body })).status, 401);
    assert.match((await world.sink.waitForMail(person.email)).text, /app passwords were deleted/);
    const deleted = (await world.audit('app_password.deleted')).at(-1);
    assert.deepEqual([deleted?.target?.id, deleted?.detail], [person.id, { appPasswords: 1 }]);
  });

  it('D04 "This wasn\'t me" of a change freezes what it added', async () => {
    const { person, browser } = await member();
    await addApp(browser);
    const line = await lineOf(browser, 'factor.enrolled');
    assert.equal(line.reaction, 'freeze-method');
    assert.equal(await disown(browser, line), 'frozen');
    const bound = await world.database.stores.authenticators.list(person.id);
    assert.deepEqual(bound.map(({ state }) => state).toSorted(), ['active', 'active', 'frozen']);
    const frozen = (await world.audit('factor.frozen')).map(({ target }) => target?.id);
    assert.ok(frozen.includes(bound.find(({ state }) => state === 'frozen')?.id));
  });

  it('D04 "This wasn\'t me" of recovery codes kills the codes, made or used', async () => {
    const { person, browser } = await member(1, 3);
    const thief = world.browser();
    const { value } = await thief.choose(await thief.begin(person), 'saved-recovery-code');
    assert.equal((await thief.verify(value, person.recoveryCodes[0])).status, 200);
    assert.equal(await disown(browser, await lineOf(browser, 'recovery_codes.used')), 'frozen');
    const next = await world.browser().begin(person);
    assert.ok(next.options.every(({ type }) => type !== 'saved-recovery-code'));
    await browser.call('generateRecoveryCodes');
    assert.equal(
      await disown(browser, await lineOf(browser, 'recovery_codes.generated')),
      'frozen',
    );
  });

  it('D04 "This wasn\'t me" of a pass kills the pass', async () => {
    const { person, browser } = await member();
    await orderPass(world, person);
    assert.equal(await disown(browser, await lineOf(browser, 'tap.issued')), 'frozen');
    const next = await world.browser().begin(person);
    assert.ok(next.options.every(({ type }) => type !== 'temporary-access-pass'));
  });

  it('D04 "This wasn\'t me" of the only method leaves it, and ends the rest', async () => {
    made += 1;
    const person = await world.person({ login: `active-${made}`, state: 'enabled' });
    const browser = world.browser();
    const begun = await browser.begin(person);
    await addApp(browser);
    await browser.call('finishSetUp', { params: { signInId: begun.id } });
    assert.equal(await disown(browser, await lineOf(browser, 'factor.enrolled')), 'only-method');
    const [app] = await world.database.stores.authenticators.list(person.id);
    assert.equal(app?.state, 'active');
  });

  it('D04 "This wasn\'t me" of what cannot be taken back still ends the rest', async () => {
    const { person, browser } = await member();
    const { methods } = (await browser.call('getSecurityInfo')).value;
    await browser.call('removeMethod', { params: { methodId: methods[0]?.id ?? '' } });
    assert.equal(await disown(browser, await lineOf(browser, 'factor.removed')), 'sessions-ended');
    const failing = world.browser();
    await failing.call('beginSignIn', { body: { login: person.login, password: 'wrong' } });
    assert.equal(
      await disown(browser, await lineOf(browser, 'authn_login_fail')),
      'sessions-ended',
    );
  });

  it('D04 "This wasn\'t me" counts once a line, 20 races', async () => {
    for (let run = 0; run < 20; run += 1) {
      const { person, browser } = await member(1);
      const line = await lineOf(browser, 'authn_login_success');
      const params = { lineId: line.id };
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => browser.call('disownActivity', { params })),
      );
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      assert.deepEqual(statuses, [200, 409, 409, 409, 409]);
      assert.equal((await casesOf(person)).length, 1);
      assert.equal((await lineOf(browser, 'authn_login_success')).disowned, true);
    }
  });

  it('needs no fresh session, but a session', async () => {
    const { person, browser } = await member();
    world.clock.advance(20 * 60_000);
    const line = await lineOf(browser, 'authn_login_success');
    assert.equal(
      (
        await browser.call('renameMethod', {
          params: { methodId: person.apps[0]?.id ?? '' },
          body: { name: 'x' },
        })
      ).status,
      403,
    );
    const params = { lineId: line.id };
    assert.equal((await world.browser().call('disownActivity', { params })).status, 401);
    assert.equal(await disown(browser, line), 'sessions-ended');
  });

  it('names the country where a list of networks says it, and refuses a list that it cannot read', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-places-'));
    const placesFile = path.join(folder, 'places.csv');
    writeFileSync(placesFile, 'network,country\n198.51.0.0/16,NL\n');
    const placed = await makeWorld(store, { phones: true, config: { placesFile } });
    try {
      const person = await placed.person({ login: 'placed', apps: 1 });
      const browser = placed.browser();
      await browser.signIn(person);
      const line = await lineOf(browser, 'authn_login_success');
      assert.equal(line.place?.country, 'NL');
      await browser.call('generateRecoveryCodes');
      assert.match((await placed.sink.waitForMail(person.email)).text, /Where: Netherlands/);
      writeFileSync(placesFile, '198.51.0.0/16;NL\n');
      await assert.rejects(placed.restart(), /places\.file: line 1/);
    } finally {
      await placed.close().catch(() => undefined);
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps lines of people apart, in everything that people can do; cases hold no secret', async () => {
    const whole = await makeWorld(store, { phones: true });
    try {
      const told = makeTold(whole);
      await runFlows(whole, told);
      const {
        user_account: users = [],
        audit_event: events = [],
        support_case: cases = [],
      } = await dumpOf(whole.database);
      const people = new Set(users.map((row) => row['id']));
      const shown = events.filter((row) => row['account_id'] !== null);
      assert.ok(shown.length > 20);
      for (const row of events) {
        const event = String(row['event']);
        const visible = isActivity(event, String(row['outcome']));
        const of = row['target_type'] === 'user' ? row['target_id'] : row['actor_id'];
        const isPerson =
          row['target_type'] === 'user' || (row['actor_type'] === 'user' && people.has(of ?? ''));
        assert.equal(row['account_id'], visible && isPerson ? of : null, event);
        if (row['account_id'] !== null) assert.ok(people.has(row['account_id']), event);
      }
      const seen = new Set(shown.map((row) => String(row['event'])));
      const missing = Object.keys(ACTIVITY).filter((event) => !seen.has(event));
      assert.deepEqual(missing.toSorted(), [
        'authn_login_successafterfail',
        'factor.disabled',
        'factor.restored',
        'mfa.fraud_reported',
        'phone.removed',
      ]);
      assert.ok(shown.every((row) => isActivityEvent(String(row['event']))));

      assert.ok(cases.length >= 3);
      const cells = cases.flatMap((row) => Object.values(row));
      const haystack = cells.map((cell) =>
        cell instanceof Uint8Array ? Buffer.from(cell) : Buffer.from(`${cell} `),
      );
      assert.deepEqual(findKnown(Buffer.concat(haystack), told.known), []);
    } finally {
      await whole.close();
    }
  });
}, prepareDatabase);

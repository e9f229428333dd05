import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { SecurityInfoView } from '../../packages/contract/src/schemas.ts';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import { codeOf, countNotices, makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MOVES = 20;

async function infoOf(browser: Browser): Promise<SecurityInfoView> {
  const { status, value, text } = await browser.call('getSecurityInfo');
  assert.equal(status, 200, text);
  return value;
}

const appsIn = ({ methods }: SecurityInfoView) => methods.filter(({ kind }) => kind === 'totp');

forEachStore((store) => {
  let world: World;
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { phones: true, listening: true, nodes });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  async function signedIn(wanted: { readonly apps?: number; readonly mobile?: string } = {}) {
    made += 1;
    const { apps = 1, mobile } = wanted;
    const phones = mobile === undefined ? {} : { phones: { mobile } };
    const login = `mover-${made}`;
    const person = await world.person({ login, apps, prefers: 'totp', ...phones });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  async function startMove(browser: Browser, replaces: string | undefined, name?: string) {
    const { status, value, text } = await browser.call('bindApp', { body: { replaces, name } });
    assert.equal(status, 201, text);
    const params = { bindingId: value.binding.id };
    const confirm = (steps = 0) =>
      browser.call('confirmBinding', {
        params,
        body: { output: codeOf(world, value.secret, steps) },
      });
    return { ...value, params, confirm };
  }

  /** The whole way in with this app, or what the answer is. */
  async function signInWith(person: Person, methodName: string, code: () => string) {
    const browser = world.browser();
    const begun = await browser.begin(person);
    const option = begun.options.find(
      ({ type, name }) => type === 'totp' && (name ?? '') === methodName,
    );
    assert.ok(option, `no app ${methodName}`);
    const chosen = await browser.call('issueChallenge', {
      params: { signInId: begun.id },
      body: { optionId: option.id },
    });
    return browser.verify(chosen.value, code());
  }

  it('D11 U15 once the app is moved the old one is dead, and nothing else changed', async () => {
    const { person, browser } = await signedIn({ apps: 2, mobile: newNumber() });
    const [old, other] = person.apps;
    const elsewhere = world.browser();
    world.clock.advance(30_000);
    await elsewhere.signIn(person);
    // Two sign-ins of the old phone are under way while it is moved.
    world.clock.advance(30_000);
    const open = world.browser();
    const waiting = await open.begin(person);
    assert.equal(waiting.challenge?.option.type, 'totp');

    const move = await startMove(browser, old?.id, 'New phone');
    const pending = new Set(appsIn(await infoOf(browser)).map(({ id }) => id));
    assert.deepEqual(pending, new Set([old?.id, other?.id]), 'until it is proved');
    const done = await move.confirm();
    assert.equal(done.status, 200, done.text);

    const info = await infoOf(browser);
    const apps = appsIn(info);
    assert.deepEqual(
      apps.map(({ id }) => id === other?.id),
      [true, false],
    );
    const moved = apps.find(({ name }) => name === 'New phone');
    assert.ok(moved);
    assert.equal(moved.addedAt, world.clock.now().toISOString());
    assert.deepEqual(info.preferred, {
      computer: moved.options[0]?.id,
      phone: moved.options[0]?.id,
    });

    for (const steps of [-1, 0, 1]) {
      const answer = await open.verify(waiting, person.code(steps));
      assert.notEqual(answer.status, 200, `the old app, ${steps}`);
    }
    for (const steps of [-1, 0, 1]) {
      const refused = await signInWith(person, 'New phone', () => person.code(steps));
      assert.equal(refused.status, 401, refused.text);
    }
    assert.equal((await elsewhere.call('getSession')).status, 401, 'other sessions end');
    assert.equal((await browser.call('getSession')).status, 200);
    world.clock.advance(30_000);
    const inAgain = await signInWith(person, 'New phone', () => codeOf(world, move.secret));
    assert.equal(inAgain.status, 200, inAgain.text);
    const other2 = await signInWith(person, '', () => person.code(0, 1));
    assert.equal(other2.status, 200, other2.text);
  });

  it('D11 a move has a record and a notice of its own, at every address', async () => {
    const number = newNumber();
    const { person, browser } = await signedIn({ mobile: number });
    const told = await countNotices(world, person, 'text');
    const move = await startMove(browser, person.apps[0]?.id);
    assert.equal((await move.confirm()).status, 200);
    const [moved] = (await world.audit('factor.moved')).filter(
      ({ actor }) => actor?.id === person.id,
    );
    assert.deepEqual([moved?.outcome, moved?.reason], ['success', 'replaced']);
    assert.equal(moved?.target?.id, appsIn(await infoOf(browser))[0]?.id);
    assert.equal(await countNotices(world, person, 'text'), told + 1);
    const { subject } = await world.sink.waitForMail(person.email);
    assert.equal(subject, 'Your authenticator app was moved to another phone');
  });

  it('the name is taken over unless it is changed, and the limit does not count', async () => {
    const { person, browser } = await signedIn({ apps: 5 });
    const methodId = person.apps[4]?.id ?? '';
    await browser.call('renameMethod', { params: { methodId }, body: { name: 'Work phone' } });
    assert.equal((await browser.call('bindApp', { body: {} })).problem?.code, 'limit_reached');
    const first = await startMove(browser, methodId);
    assert.equal((await first.confirm()).status, 200);
    const named = appsIn(await infoOf(browser)).filter(({ name }) => name === 'Work phone');
    assert.equal(named.length, 1);
    assert.notEqual(named[0]?.id, methodId);
    const second = await startMove(browser, named[0]?.id, 'Tablet');
    assert.equal((await second.confirm()).status, 200);
    const names = appsIn(await infoOf(browser)).flatMap(({ name }) => name ?? []);
    assert.deepEqual(names, ['Tablet']);
  });

  it('D07 nothing but an own app can be moved, and what is no app is like what nobody has', async () => {
    const { browser } = await signedIn({ mobile: newNumber() });
    const other = await signedIn();
    const phone = (await infoOf(browser)).methods.find(({ kind }) => kind === 'phone');
    const untouched = await stateOf(world.database);
    for (const replaces of [other.person.apps[0]?.id, phone?.id, crypto.randomUUID()]) {
      const refused = await browser.call('bindApp', { body: { replaces } });
      assert.equal(refused.problem?.code, 'not_found', refused.text);
    }
    assert.deepEqual(await changesSince(world.database, untouched), []);
  });

  it('a move of an app that was deleted meanwhile stores nothing', async () => {
    const { person, browser } = await signedIn({ apps: 2 });
    const methodId = person.apps[0]?.id ?? '';
    const move = await startMove(browser, methodId);
    const removed = await browser.call('removeMethod', { params: { methodId } });
    assert.equal(removed.status, 200, removed.text);
    const late = await move.confirm();
    assert.equal(late.problem?.code, 'binding_over', late.text);
    const left = appsIn(await infoOf(browser)).map(({ id }) => id);
    assert.deepEqual(left, [person.apps[1]?.id]);
  });

  it('D11 two confirmations of one move at the same moment leave one live app, 20 times', async () => {
    for (let round = 0; round < MOVES; round += 1) {
      const { person, browser } = await signedIn();
      const move = await startMove(browser, person.apps[0]?.id);
      const answers = await par(2, (index) => {
        // Codes of two time steps: it is not the code that keeps the second out.
        const body = { output: codeOf(world, move.secret, index) };
        const node = world.nodeUrls[index % world.nodeUrls.length] ?? '';
        return browser.barrierRequest('confirmBinding', { params: move.params, body }, node);
      });
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      assert.equal(statuses[0], 200, statuses.join());
      assert.ok([401, 410].includes(statuses[1] ?? 0), statuses.join());
      const bound = await world.database.stores.authenticators.list(person.id);
      assert.equal(bound.length, 1, statuses.join());
      assert.notEqual(bound[0]?.id, person.apps[0]?.id);
    }
  });

  it('D11 a move that races with the removal of the old app never leaves nobody an app, 20 times', async () => {
    for (let round = 0; round < MOVES; round += 1) {
      const { person, browser } = await signedIn({ apps: 2 });
      const methodId = person.apps[0]?.id ?? '';
      const move = await startMove(browser, methodId);
      const answers = await par(2, (index) => {
        const node = world.nodeUrls[index % world.nodeUrls.length] ?? '';
        if (index === 0)
          return browser.barrierRequest('removeMethod', { params: { methodId } }, node);
        const body = { output: codeOf(world, move.secret) };
        return browser.barrierRequest('confirmBinding', { params: move.params, body }, node);
      });
      const bound = await world.database.stores.authenticators.list(person.id);
      const [removed, confirmed] = answers.map(({ status }) => status);
      assert.ok(!bound.some(({ id }) => id === methodId), `${removed} ${confirmed}`);
      assert.ok([200, 404, 409].includes(removed ?? 0), String(removed));
      assert.equal(bound.length, confirmed === 200 ? 2 : 1, `${removed} ${confirmed}`);
    }
  });

  it('B10 the code that confirmed an app signs nobody in, and the other way round', async () => {
    const { person, browser } = await signedIn();
    const app = await startMove(browser, person.apps[0]?.id);
    assert.equal((await app.confirm()).status, 200);
    const shown = () => codeOf(world, app.secret);
    const again = await signInWith(person, '', shown);
    assert.equal(again.problem?.code, 'code_already_used', again.text);
    const stepUp = await browser.call('beginStepUp', { body: {} });
    const stepped = await browser.verify(stepUp.value, shown());
    assert.equal(stepped.problem?.code, 'code_already_used', stepped.text);

    world.clock.advance(30_000);
    assert.equal((await signInWith(person, '', shown)).status, 200);
    await browser.call('getSession');
    const second = await browser.call('beginStepUp', { body: {} });
    const spent = await browser.verify(second.value, shown());
    assert.equal(spent.problem?.code, 'code_already_used', spent.text);
    world.clock.advance(30_000);
    assert.equal((await browser.verify(second.value, shown())).status, 200);
  });
}, prepareDatabase);

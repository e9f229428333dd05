import assert from 'node:assert/strict';
import { it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { issuePass, KNOWN, useDesk } from '../harness/world/desk.ts';
import { prepareDatabase } from '../harness/world/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

forEachStore((store) => {
  const { world, somebody, onDesk } = useDesk(store);

  it('M07 each limit of a pass: 10 minutes to 8 hours, one use, one of a person, never for oneself, 10 minutes to register', async () => {
    const desk = await onDesk();
    const target = await somebody();
    for (const minutes of [9, 481, 60.5]) {
      assert.equal((await issuePass(desk.browser, target, { ...KNOWN, minutes })).status, 400);
    }
    assert.equal((await issuePass(desk.browser, desk.person, KNOWN)).problem?.code, 'own_account');
    const usual = await issuePass(desk.browser, target, KNOWN);
    const life = new Date(usual.value.expiresAt).getTime() - world().clock.now().getTime();
    assert.equal(life, HOUR);
    assert.match(usual.value.pass, /^(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}$/);
    const newer = await issuePass(desk.browser, target, { ...KNOWN, minutes: 10 });
    const use = async (typed: string) => {
      const browser = world().browser();
      const begun = await browser.begin(target);
      const { value } = await browser.choose(begun, 'temporary-access-pass');
      return { browser, answer: await browser.verify(value, typed) };
    };
    assert.equal((await use(usual.value.pass)).answer.status, 401, 'replaced');
    world().clock.advance(MINUTE);
    assert.equal((await use(newer.value.pass)).answer.status, 200);
    const options = (await world().browser().begin(target)).options.map(({ type }) => type);
    assert.ok(!options.includes('temporary-access-pass'), 'used up');
    world().clock.advance(HOUR);
    await desk.browser.signIn(desk.person);
    await issuePass(desk.browser, target, { ...KNOWN, minutes: 10 });
    world().clock.advance(10 * MINUTE);
    const late = (await world().browser().begin(target)).options.map(({ type }) => type);
    assert.ok(!late.includes('temporary-access-pass'), 'expired');
  });

  it('M07 a pass for many uses signs in again and again until it expires or another takes its place', async () => {
    const desk = await onDesk();
    const target = await somebody();
    const issued = await issuePass(desk.browser, target, { ...KNOWN, minutes: 10, uses: 'many' });
    assert.equal(issued.status, 200, issued.text);
    const use = async (typed: string): Promise<number> => {
      const browser = world().browser();
      const begun = await browser.begin(target);
      const offered = begun.options.some(({ type }) => type === 'temporary-access-pass');
      if (!offered) return 0;
      const { value } = await browser.choose(begun, 'temporary-access-pass');
      return (await browser.verify(value, typed)).status;
    };
    for (let n = 0; n < 3; n += 1) assert.equal(await use(issued.value.pass), 200);
    assert.equal(await use('0000-0000-0000'), 401);
    const [row] = (await world().audit('tap.issued')).filter(
      ({ target: to }) => to?.id === target.id,
    );
    assert.equal(row?.detail?.['uses'], 'many');
    const next = await issuePass(desk.browser, target, { ...KNOWN, minutes: 10 });
    assert.equal(await use(issued.value.pass), 401, 'replaced');
    assert.equal(await use(next.value.pass), 200);
    assert.equal(await use(next.value.pass), 0, 'one use, where nothing else was asked for');
    const last = await issuePass(desk.browser, target, { ...KNOWN, minutes: 10, uses: 'many' });
    assert.equal(await use(last.value.pass), 200);
    world().clock.advance(10 * MINUTE);
    assert.equal(await use(last.value.pass), 0, 'expired');
  });

  it('M07 U36 whoever got in by a pass registers within 10 minutes, or not at all', async () => {
    const desk = await onDesk();
    const target = await somebody();
    const params = { userId: target.id };
    const body = { ...KNOWN, registration: 'pass' } as const;
    assert.equal((await desk.browser.call('clearMethods', { params, body })).status, 200);
    const { value } = await issuePass(desk.browser, target, KNOWN);
    const owner = world().browser();
    const begun = await owner.begin(target);
    assert.equal((await owner.verify(begun, value.pass)).value.state, 'set-up');
    world().clock.advance(10 * MINUTE);
    const late = await owner.call('bindApp', { body: {} });
    assert.ok(late.status === 401 || late.status === 410, late.text);
    assert.equal((await world().browser().begin(target)).state, 'needs-help');
  });

  it('U12 U36 the password alone opens the set-up for 24 hours where the help desk says so, and a pass is asked for otherwise', async () => {
    const desk = await onDesk();
    for (const registration of ['password', 'pass'] as const) {
      const target = await somebody();
      const params = { userId: target.id };
      const body = { ...KNOWN, registration };
      assert.equal((await desk.browser.call('clearMethods', { params, body })).status, 200);
      const open = registration === 'password' ? 'set-up' : 'needs-help';
      assert.equal((await world().browser().begin(target)).state, open);
      world().clock.advance(24 * HOUR);
      assert.equal((await world().browser().begin(target)).state, 'needs-help');
      await desk.browser.signIn(desk.person);
    }
  });
}, prepareDatabase);

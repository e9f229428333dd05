import assert from 'node:assert/strict';
import { it } from 'node:test';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { issueBypass, KNOWN, REASON, useDesk } from '../harness/world/desk.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { prepareDatabase } from '../harness/world/world.ts';

const MINUTE = 60_000;
const RACES = 20;

forEachStore((store) => {
  const { world, somebody, signedIn, onDesk } = useDesk(store);

  it('U30 M1 M2 M3 a one-time bypass of 300 s skips the second step of one sign-in; its session says so', async () => {
    const desk = await onDesk();
    const target = await somebody();
    const open = () => issueBypass(desk.browser, target);
    const opened = await open();
    assert.equal(opened.status, 200, opened.text);
    const seconds = new Date(opened.value.expiresAt).getTime() - world().clock.now().getTime();
    assert.equal(seconds, 300_000);
    await world().sink.waitForMail(target.email);

    const owner = world().browser();
    assert.equal((await owner.begin(target)).state, 'completed');
    const [row] = (await rowsOf(world().database, 'session')).filter(
      (one) => one['user_id'] === target.id,
    );
    assert.deepEqual(
      [row?.['acr'], row?.['amr'], row?.['second_step']],
      ['one-step', '["pwd"]', null],
    );
    const [skipped] = (await world().audit('mfa.skipped')).filter(
      ({ actor }) => actor?.id === target.id,
    );
    assert.equal(skipped?.reason, 'one_time_bypass');
    // It opens no change of the account.
    assert.equal((await owner.call('bindApp', { body: {} })).problem?.code, 'step_up_required');
    assert.equal((await world().browser().begin(target)).state, 'second-step', 'the next one');

    await open();
    world().clock.advance(300_000);
    assert.equal((await world().browser().begin(target)).state, 'second-step', 'after 300 s');
    const admin = await signedIn({ role: 'administrator' });
    for (const report of ['administration', 'bypass'] as const) {
      const { value } = await admin.browser.call('readReport', { body: { report } });
      const told = value.records.filter(({ account }) => account?.id === target.id);
      const events = told.map(({ event }) => event);
      assert.ok(events.includes('bypass.issued') && events.includes('bypass.used'), events.join());
    }
  });

  it('U30 B13 one bypass at 20 sign-ins in one moment, 20 times: one skips', async () => {
    const desk = await onDesk();
    for (let race = 0; race < RACES; race += 1) {
      const target = await somebody();
      const params = { userId: target.id };
      if (race % 5 === 4) {
        world().clock.advance(MINUTE);
        await desk.browser.signIn(desk.person);
      }
      const opened = await desk.browser.call('issueBypass', { params, body: KNOWN });
      assert.equal(opened.status, 200, opened.text);
      const body = { login: target.login, password: target.password, returnTo: '/' };
      const answers = await par(20, (n) => {
        const url = world().nodeUrls[n % world().nodeUrls.length] ?? '';
        return world().browser().barrierRequest('beginSignIn', { body }, url);
      });
      const states = answers.map(({ body: text }) => /"state":"([a-z-]+)"/.exec(text)?.[1]);
      assert.equal(states.filter((state) => state === 'completed').length, 1, states.join());
    }
  });

  it('U30 no bypass for oneself, none for the staff without a second person, none after a block', async () => {
    const desk = await onDesk();
    const boss = await signedIn({ role: 'administrator' });
    assert.equal((await issueBypass(desk.browser, desk.person)).problem?.code, 'own_account');
    assert.equal((await issueBypass(boss.browser, desk.person)).problem?.code, 'approval_required');
    const target = await somebody();
    assert.equal((await issueBypass(desk.browser, target)).status, 200);
    const params = { userId: target.id };
    await desk.browser.call('blockUser', { params, body: { reason: REASON } });
    await desk.browser.call('unblockUser', { params, body: { reason: REASON } });
    assert.equal((await world().browser().begin(target)).state, 'second-step');
  });
}, prepareDatabase);

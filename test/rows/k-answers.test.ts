import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Answer } from '../harness/world/browser.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import { makeWorld, type World } from '../harness/world/world.ts';

/** What other systems hand a code out for. */
const ASKING = [
  '?returnCode=true',
  '?return_code=1&test=1',
  '?debug=true&channel=response',
  '?sendCode=false&dryRun=1',
];

forEachStore((store) => {
  let world: World;
  const newNumber = makeNumbers();
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  it('K13 no answer has a live code in it, whatever is asked for', async () => {
    const mobile = newNumber();
    const person = await world.person({ login: 'kay', phones: { mobile }, prefers: 'text' });
    const browser = world.browser();
    const { login, password } = person;
    const answers: Answer<unknown>[] = [];
    const ask = async (path: string, sent: ReturnType<typeof browser.request>) => {
      answers.push(await browser.send({ ...sent, path: `${sent.path}${path}` }));
    };
    const begun = await browser.begin(person);
    const code = await codeTexted(world, mobile);
    const params = { signInId: begun.id };
    for (const asking of ASKING) {
      await ask(asking, browser.request('getSignIn', { params }));
      await ask(asking, browser.request('beginSignIn', { body: { login, password } }));
      const more = { login, password, returnCode: true, debug: true };
      await ask(asking, browser.request('beginSignIn', { body: more }));
      const { optionId } = { optionId: begun.options[0]?.id };
      await ask(asking, browser.request('issueChallenge', { params, body: { optionId } }));
    }
    const live = new Set([code, await codeTexted(world, mobile)]);
    for (const { text, headers } of answers) {
      const told = text + JSON.stringify(headers);
      for (const one of live) assert.ok(!told.includes(one));
    }
    assert.ok(answers.length >= 16);
  });
});

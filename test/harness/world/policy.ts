import assert from 'node:assert/strict';
import type { PolicyAnswerView } from '../../../packages/contract/src/schemas.ts';
import type { Browser } from './browser.ts';
import type { World } from './world.ts';

/** Somebody who may answer the questions of the policy, and does. */
export async function makePolicyMaker(world: World, login = 'policy-maker') {
  const boss = await world.person({ login, role: 'administrator', apps: 1 });
  const browser = world.browser();
  await browser.signIn(boss);
  return { boss, browser, answer: (asked: PolicyAnswerView) => answerBy(browser, asked) };
}

/** As the page does it: what is in force is looked at, and answered anew. */
export async function answerBy(browser: Browser, answer: PolicyAnswerView): Promise<void> {
  const { value, text } = await browser.call('getPolicy');
  const found = value.answers.find((one) => one.answer.question === answer.question);
  assert.ok(found, text);
  const body = { reason: 'a test asks for it', answer, basedOn: found.version };
  const answered = await browser.call('setPolicy', { body });
  assert.equal(answered.status, 200, answered.text);
}

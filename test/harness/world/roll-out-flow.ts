import type { Browser } from './browser.ts';
import { answerBy } from './policy.ts';
import { mustBe, noteOf, type Told } from './told.ts';
import type { World } from './world.ts';

const REASON = 'the roll-out ends in spring';

/** What there is about the roll-out, for whoever does it and for whoever it is about. */
export async function rollOut(world: World, told: Told, browser: Browser): Promise<void> {
  const person = await world.person({ login: 'rolled-out', state: 'disabled' });
  noteOf(told, person);
  mustBe(200, await browser.call('getCoverage'));
  mustBe(200, await browser.call('listRollOut', { body: { coveredBy: 'none' } }));
  const body = { reason: REASON, userIds: [person.id] };
  mustBe(200, await browser.call('sendReminders', { body }));
  mustBe(200, await browser.call('listReminders', { query: {} }));

  await answerBy(browser, { question: 'grace', value: { days: 3 } });
  const enabling = { reason: REASON, state: 'enabled' as const };
  const params = { userId: person.id };
  mustBe(200, await browser.call('setUserState', { params, body: enabling }));
  const later = told.browser();
  const waiting = await later.begin(person);
  mustBe(200, await later.call('postponeTask', { params: { signInId: waiting.id } }));
  const now = told.browser();
  const begun = await now.begin(person);
  mustBe(200, await now.call('openSetUp', { params: { signInId: begun.id } }));
  await answerBy(browser, { question: 'grace', value: { days: 0 } });
}

import { sendNumber, numberRead } from './caller.ts';
import { mustBe, mustHave, noteOf, type Told } from './told.ts';
import type { World } from './world.ts';

const REASON = 'asked for at the desk';

/** What the help desk does beyond the one account: callers, bypasses, and what takes two persons. */
export async function workAsHelpDesk(world: World, told: Told): Promise<void> {
  const desk = await world.person({ login: 'desk', role: 'help-desk', apps: 1 });
  const caller = await world.person({ login: 'caller', apps: 2 });
  for (const person of [desk, caller]) noteOf(told, person);
  const browser = told.browser();
  await browser.signIn(desk);
  const params = { userId: caller.id };
  const checkId = await sendNumber(browser, caller);
  const number = await numberRead(world, { mail: caller.email });
  told.note('caller number', number);
  const confirming = { params: { checkId }, body: { number } };
  mustBe(200, await browser.call('confirmCallerNumber', confirming));
  const body = { reason: REASON, callerCheck: checkId };
  mustBe(200, await browser.call('issueBypass', { params, body }));
  await told.browser().begin(caller);
  const phone = { slot: 'office', number: '+12125550188', country: 'US' } as const;
  told.note('number', phone.number);
  mustBe(200, await browser.call('addPhoneOf', { params, body: { ...body, ...phone } }));
  const methodId = caller.apps[0]?.id ?? '';
  mustBe(200, await browser.call('removeMethodOf', { params, body: { reason: REASON, methodId } }));
  mustBe(
    200,
    await browser.call('setUserLanguage', { params, body: { reason: REASON, language: 'fr-FR' } }),
  );
  mustBe(200, await browser.call('getUserBlocks', { params }));
  const provideAgain = { registration: 'pass' } as const;
  const several = { reason: REASON, logins: [caller.login], callerVerifiedBy: 'known voice' };
  mustBe(200, await browser.call('manageSeveral', { body: { ...several, provideAgain } }));
  await workInTwos(world, told);
}

async function workInTwos(world: World, told: Told): Promise<void> {
  const staff = ['first', 'second', 'third'].map((login) =>
    world.person({ login: `${login}-of-two`, role: 'administrator', apps: 1 }),
  );
  const [first, second, third] = await Promise.all(staff);
  if (first === undefined || second === undefined || third === undefined) return;
  for (const person of [first, second, third]) noteOf(told, person);
  const [asking, agreeing] = [told.browser(), told.browser()];
  await asking.signIn(first);
  await agreeing.signIn(second);
  const params = { userId: third.id };
  const body = { act: 'revokeSessionsOf', details: { reason: REASON } } as const;
  const { approvalId } = mustBe(200, await asking.call('requestApproval', { params, body }));
  mustBe(200, await agreeing.call('listApprovals', { query: {} }));
  mustBe(200, await agreeing.call('approveRequest', { params: { approvalId } }));
  const { approvalId: other } = mustBe(200, await asking.call('requestApproval', { params, body }));
  const refusing = { params: { approvalId: other }, body: { reason: REASON } };
  mustHave(204, await agreeing.call('refuseRequest', refusing));
}

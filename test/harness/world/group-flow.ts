import { mustBe } from './told.ts';
import type { Browser } from './browser.ts';
import type { Person } from './person.ts';

const REASON = 'asked for at the desk';

/** Everything that is done with a group (made, filled, looked after, emptied, deleted) and a question of the policy. */
export async function workOnGroups(
  browser: Browser,
  { member, staff }: { readonly member: Person; readonly staff: Person },
): Promise<void> {
  const naming = { reason: REASON, name: 'Harbour', description: 'Its people' };
  const { id } = mustBe(201, await browser.call('createGroup', { body: naming }));
  const params = { groupId: id };
  const renamed = { ...naming, name: 'The harbour' };
  mustBe(200, await browser.call('changeGroup', { params, body: renamed }));
  const members = { reason: REASON, userIds: [member.id] };
  mustBe(200, await browser.call('addGroupMembers', { params, body: members }));
  mustBe(200, await browser.call('listGroups'));
  const scoping = { reason: REASON, groups: [id] };
  const whom = { userId: staff.id };
  mustBe(200, await browser.call('setUserScope', { params: whom, body: scoping }));
  mustBe(
    200,
    await browser.call('setUserScope', { params: whom, body: { ...scoping, groups: [] } }),
  );
  mustBe(200, await browser.call('removeGroupMembers', { params, body: members }));
  const answer = { question: 'order', value: { systemPreferred: false } } as const;
  mustBe(200, await browser.call('previewPolicy', { body: { answer } }));
  mustBe(200, await browser.call('listLockedOut', { body: { answer } }));
  const { answers } = mustBe(200, await browser.call('getPolicy'));
  const basedOn = answers.find((one) => one.answer.question === 'order')?.version;
  mustBe(200, await browser.call('setPolicy', { body: { reason: REASON, answer, basedOn } }));
  mustBe(204, await browser.call('deleteGroup', { params, body: { reason: REASON } }));
}

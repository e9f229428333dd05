import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { typePassword } from '../actions/sign-in.ts';

test('the page of phones takes a call and is accessible', async ({
  page,
  context,
  installation,
  person,
  number,
}) => {
  const somebody = await person({ phones: { office: number('67') } });
  const phones = await context.newPage();
  await phones.goto(installation.phonesUrl);
  await typePassword(page, somebody);
  await phones.getByRole('button', { name: 'Answer' }).click();
  await expectAccessible(phones, 'a call');
  await phones.getByRole('button', { name: 'Pound' }).click();
  await expect(page).toHaveURL(/\/security-info$/);
});

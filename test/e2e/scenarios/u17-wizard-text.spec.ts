import { errorText, t } from '../../../packages/ui/src/text.ts';
import { codeFromText, wrongCode } from '../actions/phone.ts';
import { beginWithText } from '../actions/set-up.ts';
import { typeCode, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('U17 the wizard takes the newest code, no wrong one and no older one', async ({
  page,
  installation,
  person,
  number,
}) => {
  const mobile = number('67');
  await typePassword(page, await person({ state: 'enabled' }));
  await beginWithText(page, mobile);
  const older = await codeFromText(installation, mobile);
  // The answer to the wrong code also tells the page that the wait for the next text is over.
  await installation.ask('advance', 31_000);
  await typeCode(page, wrongCode(older.code));
  await expect(page.getByText(errorText('code_rejected').happened)).toBeVisible();
  await page.getByRole('button', { name: t('code.text.again') }).click();
  const newest = await codeFromText(installation, mobile, older.sequence);
  expect(newest.code).not.toBe(older.code);
  await expect(page.getByText(errorText('code_rejected').happened)).toHaveCount(0);
  await typeCode(page, older.code);
  await expect(page.getByText(errorText('code_rejected').happened)).toBeVisible();

  await typeCode(page, newest.code);
  await expect(page.getByText(t('set-up.first-works'))).toBeVisible();
});

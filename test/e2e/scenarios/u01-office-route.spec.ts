import { t } from '../../../packages/ui/src/text.ts';
import { openSignedIn } from '../actions/applications.ts';
import { row } from '../actions/methods.ts';
import { expectSignedIn } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('U01 from the office suite: its settings widget, and on to the settings', async ({
  page,
  installation,
  person,
  number,
}) => {
  const somebody = await person({ apps: 1, phones: { mobile: number('67') }, prefers: 'totp' });
  await openSignedIn(page, installation, { url: installation.officeUrl, person: somebody });
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: 'Office 365 Settings' }).click();
  await page.getByRole('button', { name: 'Additional security verification' }).click();
  await page
    .getByRole('link', { name: 'Update my phone numbers used for account security.' })
    .click();
  await expectSignedIn(page);
  await expect(row(page, t('method.mobile'))).toContainText('+X XXXXXXXX67');
});

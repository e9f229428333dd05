import { t } from '../../../packages/ui/src/text.ts';
import { openSignedIn } from '../actions/applications.ts';
import { row } from '../actions/methods.ts';
import { expectSignedIn } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

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

test('the settings widget is whole in a window of 320 pixels', async ({
  page,
  installation,
  person,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const somebody = await person({ apps: 1 });
  await openSignedIn(page, installation, { url: installation.officeUrl, person: somebody });
  for (const name of ['Settings', 'Office 365 Settings', 'Additional security verification']) {
    await page.getByRole('button', { name, exact: true }).click();
    const box = await page.locator('proofup-account-menu .panel').boundingBox();
    expect(box?.x, name).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0), name).toBeLessThanOrEqual(320);
  }
  await expectAccessible(page, 'the settings widget');
});

import type { Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration, openPart } from '../actions/admin.ts';
import { heading } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const BOSS = { role: 'administrator', apps: 1 } as const;
const PHONE = { width: 320, height: 740 };

/** On a wide page and on a small phone. */
async function expectGood(page: Page, name: string): Promise<void> {
  await expectAccessible(page, name);
  const wide = page.viewportSize();
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScrolling(page, name);
  if (wide !== null) await page.setViewportSize(wide);
}

test('how far it is, who is missing, and a mail to them: the roll-out in the console', async ({
  page,
  installation,
  person,
  number,
}) => {
  const nothing = await person({ state: 'enabled' });
  await person({ phones: { mobile: number('67') } });
  await person({ apps: 1, passkeys: [{}] });
  await openAdministration(page, installation, await person(BOSS));
  await openPart(page, t('roll-out.title'), t('roll-out.title'));
  await expect(page.getByRole('row', { name: /^A passkey/ })).toBeVisible();
  await expect(page.getByText(t('roll-out.trend.soon'))).toBeVisible();
  await expectGood(page, 'how far the roll-out is');

  await page
    .getByRole('row', { name: /^Nothing/ })
    .getByRole('link')
    .click();
  await expect(page.getByLabel(t('roll-out.best'))).toHaveValue('none');
  await expect(page.getByRole('link', { name: nothing.login, exact: true })).toBeVisible();
  await expectGood(page, 'people of the roll-out');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: t('reports.export') }).click();
  expect((await saving).suggestedFilename()).toBe('roll-out.csv');

  await page.getByRole('checkbox', { name: t('people.select', { name: nothing.login }) }).check();
  await page.getByRole('button', { name: t('roll-out.remind.selected', { n: 1 }) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill('the roll-out ends in spring');
  await expectGood(page, 'a reminder before it is sent');
  await dialog.getByRole('button', { name: t('roll-out.remind.send') }).click();
  await expect(dialog.getByText(t('roll-out.remind.sent', { sent: 1, skipped: 0 }))).toBeVisible();
  await dialog.getByRole('button', { name: t('help.close') }).click();
  await expect(page.getByText(/^Reminded once/)).toBeVisible();

  await page.getByRole('link', { name: t('roll-out.reminders'), exact: true }).click();
  await expect(page.getByRole('link', { name: nothing.login, exact: true })).toBeVisible();
  await expectGood(page, 'who was reminded');
  await expect(heading(page, t('roll-out.title'))).toBeVisible();
});

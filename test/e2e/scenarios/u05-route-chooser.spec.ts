import { textsOf } from '../../../packages/ui/src/text.ts';
import { EN_APPS } from '../../../packages/ui/src/texts/en-apps.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const t = textsOf(EN_APPS);

test('U05 whoever says how they use it gets the steps of that way', async ({ page }) => {
  await page.goto('/help/settings');
  await page.getByRole('radio', { name: 'I use it with Office 365' }).check();
  await expect(page.getByText(t('ways.office.4'))).toBeVisible();
  await page.getByRole('radio', { name: t('ways.unknown') }).check();
  await expect(page.getByText(t('ways.unknown.2'))).toBeVisible();
  await expect(page.getByText(t('ways.office.4'))).toHaveCount(0);
  await page.getByRole('radio', { name: 'I use it with Microsoft Azure' }).check();
  await expect(page.getByText(t('ways.azure.2'))).toBeVisible();
  await expectAccessible(page, 'the ways to the settings');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page, 'the ways to the settings');
});

import { errorText } from '../../../packages/ui/src/text.ts';
import { t } from '../../../packages/ui/src/account-text.ts';
import { heading, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('an error leads to a report that knows its correlation ID', async ({ page, person }) => {
  const somebody = await person({ apps: 1 });
  await typePassword(page, { ...somebody, password: 'not this one' });
  await expect(page.getByText(errorText('sign_in_failed').happened)).toBeVisible();
  await page.getByText(t('details.title')).click();
  await page.getByRole('link', { name: t('details.report') }).click();
  await expect(heading(page, t('report.title'))).toBeVisible();
  const id = page.getByLabel(t('report.correlation-id'));
  await expect(id).toHaveValue(/^[0-9a-f-]{36}$/);

  await page.getByRole('button', { name: t('report.send') }).click();
  await expect(page.getByText(t('report.message.empty'))).toBeVisible();
  await page.getByLabel(t('report.message')).fill('My password is refused.');
  await page.getByRole('button', { name: t('report.send') }).click();
  await expect(heading(page, t('report.done'))).toBeVisible();
});

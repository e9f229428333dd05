import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/security-info-text.ts';

export const appPasswords = (page: Page) =>
  page.getByRole('region', { name: t('app-passwords.title') });

/** From a form that asks for a name to what is shown. */
export async function makeAppPassword(page: Page, name: string): Promise<string> {
  await page.getByLabel(t('app-passwords.name'), { exact: true }).fill(name);
  await page
    .getByRole('button', { name: t('app-passwords.create') })
    .last()
    .click();
  await expect(page.getByText(t('app-passwords.made', { name }))).toBeVisible();
  return page.locator('code.secret').innerText();
}

export async function createAppPassword(page: Page, name: string): Promise<string> {
  await appPasswords(page)
    .getByRole('button', { name: t('app-passwords.create') })
    .click();
  const password = await makeAppPassword(page, name);
  await page.getByRole('button', { name: t('app-passwords.close') }).click();
  await expect(page.getByText(t('app-passwords.created', { name }))).toBeVisible();
  return password;
}

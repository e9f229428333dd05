import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import type { Installation } from '../installation.ts';
import { heading, typeCode, typePassword } from './sign-in.ts';

/** From nowhere to the list of people, as somebody whose app is asked for first. */
export async function openAdministration(
  page: Page,
  installation: Installation,
  staff: PersonInHand,
): Promise<void> {
  await typePassword(page, staff);
  await typeCode(page, await installation.ask('code', staff.login));
  await page.getByRole('link', { name: 'Administration' }).click();
  await expect(heading(page, t('overview.title'))).toBeVisible();
  await openPart(page, t('admin.nav.users'), t('users.title'));
}

/** By the menu of the administration, which a phone has folded away. */
export async function openPart(page: Page, name: string, title?: string): Promise<void> {
  const menu = page.getByRole('navigation', { name: t('admin.nav') });
  const folded = menu.locator('summary');
  if (await folded.isVisible()) await folded.click();
  await menu.getByRole('link', { name, exact: true }).click();
  if (title !== undefined) await expect(heading(page, title)).toBeVisible();
}

/** By what is typed into the search, to somebody's page. */
export async function openPerson(page: Page, typed: string, login: string): Promise<void> {
  await openPart(page, t('admin.nav.users'), t('users.title'));
  await page.getByLabel(t('users.search')).fill(typed);
  await page.getByRole('button', { name: t('users.find') }).click();
  // Their display name is their login.
  await page.getByRole('link', { name: login, exact: true }).click();
  await expect(heading(page, t('user.actions'))).toBeVisible();
}

/** Opens an action, gives a reason, and says yes. */
export async function act(
  page: Page,
  label: string,
  choose?: (dialog: ReturnType<Page['getByRole']>) => Promise<unknown>,
): Promise<void> {
  await page.getByRole('button', { name: label, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: label });
  if (choose !== undefined) await choose(dialog);
  const verified = dialog.getByLabel(t('help.verified'), { exact: true });
  if ((await verified.count()) > 0) await verified.fill('known voice');
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill('lost the phone; called back');
  await dialog.getByRole('button', { name: t('help.save') }).click();
}

import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/later-text.ts';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import type { Installation } from '../installation.ts';
import { heading } from './sign-in.ts';

export const NEW_PASSWORD = 'seven purple lanterns, unlit';

/** From the sign-in page to the answer that is the same for everybody. */
export async function forgetPassword(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: t('sign-in.forgot') }).click();
  await expect(heading(page, t('forgot.title'))).toBeVisible();
  await page.getByLabel(t('field.login')).fill(login);
  await page.getByRole('button', { name: t('forgot.submit') }).click();
  await expect(heading(page, t('forgot.sent.title'))).toBeVisible();
}

/** The link in the mail that came for it: a path of the installation. */
export async function linkMailed({ ask }: Installation, { email }: PersonInHand): Promise<string> {
  const { text } = await ask('waitForMail', email);
  const [, link] = /(\/reset-password#[\w.-]+)/.exec(text) ?? [];
  if (link === undefined) throw new Error(`no link in: ${text}`);
  return link;
}

/** What a password manager finds beside the new password: there, not to be seen, not to be tabbed to. */
export async function expectUserName(page: Page, login: string): Promise<void> {
  const field = page.locator('form input[autocomplete="username"]');
  await expect(field).toHaveValue(login);
  await expect(field).toHaveAttribute('readonly');
  await expect(field).toHaveAttribute('tabindex', '-1');
  await expect(field).not.toHaveCSS('display', 'none');
  const around = field.locator('..');
  expect(await around.boundingBox()).toMatchObject({ width: 1, height: 1 });
}

export async function choosePassword(page: Page, password = NEW_PASSWORD): Promise<void> {
  await page.getByLabel(t('password.next'), { exact: true }).fill(password);
  await page.getByRole('button', { name: t('reset.submit') }).click();
}

/** The first code of the printed list, where that is asked for. */
export async function useCode(page: Page, { recoveryCodes }: PersonInHand): Promise<void> {
  const field = page.getByLabel(t('code.recovery.label', { codeNumber: 1 }));
  await field.fill(recoveryCodes[0] ?? '');
  await page.getByRole('button', { name: t('action.verify') }).click();
}

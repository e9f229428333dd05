import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/text.ts';
import { typeNumber } from './methods.ts';
import { heading } from './sign-in.ts';

/** From the invitation to the screen that asks for the code sent by text. */
export async function beginWithText(page: Page, e164: string): Promise<void> {
  await expect(heading(page, t('set-up.invitation.title'))).toBeVisible();
  await page.getByRole('button', { name: t('set-up.start') }).click();
  await expect(heading(page, t('set-up.step1'))).toBeVisible();
  await page.getByRole('radio', { name: t('contact.mobile') }).check();
  await page.getByRole('button', { name: t('action.next') }).click();
  await typeNumber(page, e164, 'text');
  await expect(heading(page, t('code.text.title'))).toBeVisible();
}

/** From the recovery codes' own screen to the last one. */
export async function makeAndSaveCodes(page: Page): Promise<readonly string[]> {
  await page.getByRole('button', { name: t('recovery.make') }).click();
  const sheet = page.getByRole('region', { name: t('recovery.sheet.label') });
  await expect(sheet.getByRole('listitem')).toHaveCount(10);
  const codes = await sheet.getByRole('listitem').allInnerTexts();
  await page.getByRole('checkbox', { name: t('recovery.saved') }).check();
  await page.getByRole('button', { name: t('action.next') }).click();
  await expect(heading(page, t('set-up.apps'))).toBeVisible();
  return codes;
}

/** From the recovery codes' own screen to the end. */
export async function saveCodesAndFinish(page: Page): Promise<readonly string[]> {
  const codes = await makeAndSaveCodes(page);
  await page.getByRole('button', { name: t('action.done') }).click();
  return codes;
}

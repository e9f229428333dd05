import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/security-info-text.ts';
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

/** On the recovery codes' own screen; then what its last button says. */
async function saveCodes(page: Page, button: string): Promise<readonly string[]> {
  await page.getByRole('button', { name: t('recovery.make') }).click();
  const sheet = page.getByRole('region', { name: t('recovery.sheet.label') });
  await expect(sheet.getByRole('listitem')).toHaveCount(10);
  const codes = await sheet.getByRole('listitem').allInnerTexts();
  await page.getByRole('checkbox', { name: t('recovery.saved') }).check();
  await page.getByRole('button', { name: button }).click();
  return codes;
}

/** Where a sign-in asks for new ones, and ends with them. */
export const saveCodesAndFinish = (page: Page): Promise<readonly string[]> =>
  saveCodes(page, t('action.finish'));

/** In a set-up: on to its last screen. */
export async function makeAndSaveCodes(page: Page): Promise<readonly string[]> {
  const codes = await saveCodes(page, t('action.next'));
  await expect(heading(page, t('set-up.apps'))).toBeVisible();
  return codes;
}

/** In a set-up: to its end. */
export async function endSetUp(page: Page): Promise<readonly string[]> {
  const codes = await makeAndSaveCodes(page);
  await page.getByRole('button', { name: t('action.done') }).click();
  return codes;
}

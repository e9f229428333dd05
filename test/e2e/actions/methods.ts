import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import type { Installation } from '../installation.ts';
import { codeFromText } from './phone.ts';
import { heading, typeCode } from './sign-in.ts';

export const row = (page: Page, title: string) =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) });

type Via = 'text' | 'call';

/** On the form for any number: by the mode, the country and the number as dialled at home. */
export async function typeNumber(page: Page, e164: string, via: Via): Promise<void> {
  // The form waits for its countries, and which ways there are stands with it.
  await page.getByLabel(t('phone.number')).waitFor();
  const mode = page.getByRole('radio', { name: t(`phone.mode.${via}`) });
  if ((await mode.count()) > 0) await mode.check();
  await page.getByLabel(t('phone.country')).selectOption('US');
  await page.getByLabel(t('phone.number')).fill(e164.slice(2));
  await page.getByRole('button', { name: t('action.next') }).click();
}

/** From the list to the screen that asks for the code sent to the new number. */
export async function replaceMobile(page: Page, e164: string): Promise<void> {
  await page.getByRole('button', { name: `${t('action.change')} ${t('method.mobile')}` }).click();
  await expect(heading(page, t('method.mobile'))).toBeVisible();
  await typeNumber(page, e164, 'text');
  await expect(heading(page, t('code.text.title'))).toBeVisible();
}

export async function confirmByText(page: Page, installation: Installation, e164: string) {
  const { code } = await codeFromText(installation, e164);
  await typeCode(page, code);
}

/** From the list to the screen that shows the key; gives the key. */
export async function beginApp(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: t('action.configure') }).click();
  await page.getByLabel(t('app.name')).fill(name);
  await page.getByRole('button', { name: t('action.next') }).click();
  await page.getByText(t('app.by-hand')).click();
  return page.locator('dd.secret').innerText();
}

/** The same for the app that is there: it is to be moved to a new phone. */
export async function beginMove(page: Page): Promise<string> {
  await page
    .getByRole('button', { name: t('move.action') })
    .first()
    .click();
  await expect(heading(page, t('move.title'))).toBeVisible();
  await page.getByRole('button', { name: t('action.next') }).click();
  await page.getByText(t('app.by-hand')).click();
  return page.locator('dd.secret').innerText();
}

export async function addApp(page: Page, installation: Installation, name: string): Promise<void> {
  const key = await beginApp(page, name);
  await typeCode(page, await installation.ask('codeForKey', key));
  await expect(page.getByText(t('security-info.saved.app'))).toBeVisible();
}
